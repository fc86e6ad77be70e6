import { NOTHING } from "../model/edits";
import { allowedNext, soundPart, withWay } from "../model/way";
import type { Store } from "./store";

/** Saying the way of a journey oneself, part after part. Nothing of it enters the document before it is kept. */
export class Saying {
  constructor(private readonly store: Store) {}

  private get now() { return this.store.state.saying; }
  private get walk() { const { data } = this.store.state; return data.review?.walks[this.now?.flow ?? ""] ?? null; }
  private name(id: string): string { return this.store.state.design.components[id]?.label ?? id; }
  private title(flow: string): string { return this.store.state.data.review?.walks[flow]?.title ?? flow; }

  /** Begins anew, or with as much of the kept way as the drawing still allows. */
  start(flow: string): void {
    const { design, data } = this.store.state;
    const kept = soundPart(design, data.catalogue, data.review?.walks[flow] ?? null, design.walkthroughs?.[flow] ?? []);
    this.store.set({
      saying: { flow, parts: kept }, walk: null, selection: NOTHING, connecting: null, preview: null, outlined: [], notice: null,
      loss: null, lossAsked: null, phoneTab: "canvas",
    });
    this.tell(`The way of ${this.title(flow)}, in your words.`);
  }

  /** What may be said next: part → the part it is reached from. */
  allowed(): Map<string, string> {
    const { design, data } = this.store.state;
    return this.now ? allowedNext(design, data.catalogue, this.walk, this.now.parts) : new Map();
  }

  /** Says the next part; one that cannot be next is refused in words. */
  pick(id: string): boolean {
    const { now } = this;
    if (!now) return false;
    if (!this.allowed().has(id)) { this.refuse(id); return false; }
    this.store.set({ saying: { ...now, parts: [...now.parts, id] }, notice: null });
    this.tell(`${now.parts.length + 1}, ${this.name(id)}.`);
    return true;
  }

  private refuse(id: string): void {
    const { parts } = this.now!;
    const at = parts.indexOf(id);
    const last = parts.at(-1);
    const text = at >= 0 ? `${this.name(id)} is number ${at + 1} already`
      : last === undefined ? `${this.name(id)} does not ask first` : `No connection leads from ${this.name(last)} to ${this.name(id)}`;
    const detail = at >= 0 ? "Take back what was said after it, or go on." : last === undefined ? "Begin with who asks." : "Take a marked part, or draw the connection first.";
    this.store.set({ notice: { text, detail, tone: "bad" }, said: `${text}. ${detail}` });
  }

  takeBack(): void {
    const { now } = this;
    if (!now?.parts.length) { this.store.say("Nothing was said yet"); return; }
    const gone = now.parts.at(-1)!;
    this.store.set({ saying: { ...now, parts: now.parts.slice(0, -1) }, notice: null });
    this.tell(`Took back ${this.name(gone)}.`);
  }

  /** Leaves without an edit, back to the walk. */
  cancel(): void {
    const { now } = this;
    if (now) this.store.set({ saying: null, walk: { flow: now.flow, hop: null, playing: false }, walkView: "hops", notice: null, said: "Nothing was changed" });
  }

  /** Keeps what was said as one edit, and shows the walk that follows it. */
  keep(): void {
    const { now } = this;
    if (!now || now.parts.length < 2) { this.store.say("A way has two parts at least"); return; }
    const { design } = this.store.state;
    const parts = now.parts.filter((id) => design.components[id]);
    this.store.commit(withWay(design, now.flow, parts), `Said the way of ${this.title(now.flow)}`,
      { saying: null, walk: { flow: now.flow, hop: null, playing: false }, walkView: "hops" });
    this.store.draw();
  }

  remove(flow: string): void {
    const text = `Removed your way of ${this.title(flow)}`;
    this.store.commit(withWay(this.store.state.design, flow, null), text, { notice: { text, tone: "plain", undo: true } });
    this.store.draw();
  }

  private tell(words: string): void {
    const next = [...this.allowed().keys()].map((id) => this.name(id));
    const { parts } = this.now!;
    this.store.say(`${words} ${next.length ? `${parts.length ? "Next may be" : "It begins with"}: ${next.join(", ")}` : "No connection leads on"}`);
  }
}
