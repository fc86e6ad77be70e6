import type { Data, Design, News, Position, RequestBody, Told } from "../contract";
import { NOTHING, type Selection } from "../model/edits";
import { connectionKey } from "../model/connect";
import { History } from "../model/history";
import { placeMissing } from "../model/place";
import { withKnownFixes } from "../model/review";
import { share } from "../model/share";
import { snap } from "../model/sizes";
import { type Version, clearDraft, readDraft, reconcile, writeDraft } from "../model/protocol";
import { GOT_NOTHING, takeLarge } from "./asked";
import type { Message, Post } from "./line";
import { Requests } from "./requests";
import { Telling } from "./telling";
import { type Change, NO_SIMULATION, type State, isBehind } from "./view";

export interface Outside {
  send(key: "document" | "request", value: unknown): void;
  post: Post;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  now(): number;
  newEpoch(): string;
}

/** How long a review may be behind the drawing before the page says so: one that is quick never makes it flicker. */
const PATIENCE_MS = 250;

/** Any edit ends a loss: what it did belongs to the drawing before. */
const NOTHING_LOST = { loss: null, lossAsked: null };

/** Parts stay where they were, unless the text is mostly another drawing: then it gets places of its own. */
function withKnownPlaces(design: Design, before: Design): Design {
  const ids = Object.keys(design.components);
  const known = ids.filter((id) => before.components[id]).length;
  const old = known * 2 >= ids.length ? before.layout?.positions ?? {} : {};
  const positions = Object.fromEntries(Object.entries({ ...old, ...design.layout?.positions })
    .filter(([id]) => design.components[id] || design.groups?.[id]));
  return { ...design, layout: { ...design.layout, positions } };
}

/** A run of the page that was under way when the direct line answered knows less than the tab does by now. */
function newest(told: Data, known: Data): Data {
  if (told.epoch !== known.epoch || told.rev >= known.rev) return told;
  const { design, rev, heard, review, saved, yaml } = known;
  return { ...told, design, rev, ...(heard === undefined ? {} : { heard }), review, saved, yaml };
}

/**
 * The document with its history, and what the page shows of it. One store per board outlives the React tree: a page
 * switch and back keeps undo, selection and viewport. React reads it through `useWorkbench`.
 */
export class Store {
  state: State;
  viewport: { x: number; y: number; zoom: number } | null = null;
  readonly requests: Requests;
  private readonly history: History<Design>;
  private readonly listeners = new Set<() => void>();
  private readonly telling: Telling;
  private held = false;
  private drawing: ReturnType<typeof setTimeout> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private applied = { layout: 0, yaml: 0, message: 0 };

  constructor(data: Data, private outside: Outside) {
    const draft = readDraft(outside.storage, data.board);
    const unsaved = draft !== null && reconcile(draft, data) === "resend";
    const keepsDraft = unsaved && draft.epoch === data.epoch;
    const design = placeMissing(keepsDraft ? draft.design : data.design);
    this.history = new History(design);
    this.state = {
      data, design, rev: keepsDraft ? draft.rev : data.rev, epoch: keepsDraft ? draft.epoch : data.epoch ?? outside.newEpoch(),
      reached: true, late: false, undo: null, redo: null, selection: NOTHING, view: "canvas", phoneTab: "canvas", dockTab: "findings",
      dockOpen: true, dialog: null, walk: null, saying: null, walkView: "hops", numbers: null, numbersAsked: null, loss: null, lossAsked: null, simulation: NO_SIMULATION, got: GOT_NOTHING, preview: null, outlined: [], connecting: null, dragging: null, notice: null,
      said: "", yaml: null, paletteOpen: false,
      asks: { fit: 0, search: 0, edit: 0, canvas: 0, reveal: [], revealCount: 0 },
    };
    this.requests = new Requests((request) => { this.telling.flush(); this.outside.send("request", request); }, outside.now());
    this.telling = new Telling({
      message: () => this.message(),
      line: () => this.state.data.line,
      post: (line, message) => this.outside.post(line, message),
      page: (message) => this.outside.send("document", message),
      heard: (news, message) => this.hear(news, message),
      unreached: () => this.set({ reached: false }),
    });
    this.requests.acknowledge(data.handled);
    this.rememberAnswers(data);
    if (keepsDraft) this.tell();
    else if (unsaved) this.restore(draft.design);
  }

  /**
   * Brings back what an earlier page could not save, on top of what Python knows: whichever of the two the learner
   * wants, one undo away is the other.
   */
  private restore(kept: Design): void {
    const design = placeMissing(kept);
    if (JSON.stringify(design) === JSON.stringify(this.state.design)) return;
    const notice = { text: "Unsaved changes are back", detail: "This browser had kept them.", tone: "good" as const, undo: true };
    this.commit(design, "Restored what this browser had kept", { notice });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(change: Change): void {
    this.state = { ...this.state, ...(typeof change === "function" ? change(this.state) : change) };
    if (!this.held) this.draw();
  }

  /** Shows at once what an edit would show in a moment: a form's field must not fall back to its old value meanwhile. */
  draw(): void {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    this.held = false;
    for (const listener of [...this.listeners]) listener();
  }

  /**
   * Python first, the page second: what an edit tells leaves with the next timer, and the page is drawn in the one after
   * it, while Python reviews.
   */
  private edit(design: Design, extra: Partial<State>): void {
    this.held = true;
    this.show(design, extra);
    this.keepDraft();
    this.telling.edit();
    this.drawing ??= setTimeout(() => this.draw(), 0);
  }

  ask(body: RequestBody): number { return this.requests.ask(body); }
  say(text: string): void { this.set({ said: text }); }

  /** The only way an edit enters the document: one commit is one undo step and one message to Python. */
  commit(design: Design, label: string, extra: Partial<State> = {}, merge = ""): void {
    if (design === this.state.design) { if (Object.keys(extra).length) this.set(extra); return; }
    this.history.push(design, label, merge, this.outside.now());
    this.edit(design, { said: label, notice: null, ...extra });
  }

  travel(direction: "undo" | "redo"): void {
    const step = this.history[direction]();
    if (!step) { this.say(direction === "undo" ? "Nothing to undo" : "Nothing to redo"); return; }
    this.edit(step.state, { said: `${direction === "undo" ? "Undone" : "Redone"}: ${step.label}`, notice: null, yaml: null });
  }

  select(selection: Partial<Selection>): void {
    const next = { ...NOTHING, ...selection };
    if (JSON.stringify(next) === JSON.stringify(this.state.selection)) return;
    this.set({ selection: next, preview: null });
  }

  /** Python ran again: take what is news in its data, never losing a commit of this tab. */
  receive(told: Told, outside: Outside): void {
    this.outside = outside;
    const data: Data = newest({ ...told, catalogue: told.catalogue ?? this.state.data.catalogue }, this.state.data);
    const version: Version = { epoch: this.state.epoch, rev: this.state.rev };
    const verdict = reconcile(version, data, this.telling.told);
    this.requests.acknowledge(data.handled);
    const { data: known } = this.state;
    // The drawing itself is nobody's to be filled in: it may be the one that the history holds.
    const shared = share(known, { ...data, design: known.design, review: withKnownFixes(data.review, known.review) });
    this.set({ data: { ...shared, design: data.design } });
    if (!isBehind(this.state)) this.caughtUp();
    if (verdict === "replace") this.replace(data);
    else if (verdict === "adopt") this.adopt(data);
    else if (verdict === "resend" && data.epoch !== version.epoch) this.tell();
    else if (verdict === "keep") this.confirmed(data);
    this.takeAnswers(data);
    this.settleNotice(data);
  }

  /** The direct line has answered an edit. What belongs to another drawing comes too late; the page brings what is right. */
  private hear(news: News, { design }: Message): void {
    if (news.epoch !== this.state.epoch || news.rev > this.state.rev) return;
    this.receive({ ...this.state.data, ...news, design }, this.outside);
  }

  /** Sends the whole document again, as the "Try again" button does, and what Python may leave out. */
  tell(): void {
    this.keepDraft();
    this.telling.tell();
  }

  private keepDraft(): void {
    const { data, design, rev, epoch } = this.state;
    writeDraft(this.outside.storage, data.board, { epoch, rev, design });
  }

  private message(): Message {
    const { data, design, rev, epoch, view, got } = this.state;
    return { rev, epoch, design, knows: data.catalogue_id ?? null, yaml: view !== "canvas", got };
  }

  stop(): void {
    this.telling.stop();
    clearTimeout(this.patience);
    this.patience = undefined;
    this.requests.stop();
  }

  /** The page is mounted again: what was still unsent goes out now. */
  resume(): void { if (this.state.rev > this.state.data.rev || this.lacksYaml()) this.tell(); }

  /** Shows the drawing, its text, or both; Python writes the text only for those who look at it. */
  look(view: State["view"]): void {
    this.set({ view });
    if (this.lacksYaml()) this.tell();
  }

  private lacksYaml(): boolean { return this.state.view !== "canvas" && this.state.data.yaml === null; }

  private caughtUp(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
    if (this.state.late) this.set({ late: false });
  }

  private show(design: Design, extra: Partial<State>): void {
    this.patience ??= setTimeout(() => { this.patience = undefined; this.set({ late: isBehind(this.state) }); }, PATIENCE_MS);
    const groups = design.groups ?? {};
    const keys = new Set(design.connections.map((c) => connectionKey(design, c)));
    const selection = extra.selection ?? this.state.selection;
    this.set({
      ...NOTHING_LOST, ...extra, design, rev: this.state.rev + 1, dragging: null, preview: null, outlined: [],
      undo: this.history.undoLabel, redo: this.history.redoLabel,
      selection: {
        components: selection.components.filter((id) => design.components[id]),
        connections: selection.connections.filter((key) => keys.has(key)),
        groups: selection.groups.filter((id) => groups[id]),
      },
    });
  }

  private confirmed(data: Data): void {
    this.telling.arrived();
    if (!this.state.reached) this.set({ reached: true });
    clearDraft(this.outside.storage, data.board);
  }

  private replace(data: Data): void {
    const design = placeMissing(data.design);
    this.history.reset(design);
    this.confirmed(data);
    this.telling.told = 0;
    this.set({
      design, rev: data.rev, epoch: data.epoch ?? this.outside.newEpoch(), undo: null, redo: null, selection: NOTHING, walk: null, saying: null,
      ...NOTHING_LOST, preview: null, outlined: [], connecting: null, dragging: null, yaml: null, notice: null,
      asks: { ...this.state.asks, fit: this.state.asks.fit + 1 },
    });
  }

  private adopt(data: Data): void {
    const design = placeMissing(data.design);
    this.history.push(design, "Changed elsewhere");
    this.confirmed(data);
    this.set({ ...NOTHING_LOST, design, rev: data.rev, undo: this.history.undoLabel, redo: null, dragging: null, yaml: null });
  }

  /** Answers from before this mount were applied then: only remember their ids. */
  private rememberAnswers({ answers }: Data): void {
    this.applied = { layout: answers.layout?.id ?? 0, yaml: answers.yaml?.id ?? 0, message: answers.message?.id ?? 0 };
  }

  private takeAnswers({ answers }: Data): void {
    const { layout, yaml, message } = answers;
    const large = takeLarge(this.state, answers);
    if (large) this.set(large);
    if (layout && layout.id > this.applied.layout) {
      this.applied.layout = layout.id;
      const onGrid = Object.entries(layout.positions).map(([id, [x, y]]): [string, Position] => [id, [snap(x), snap(y)]]);
      const positions = { ...(this.state.design.layout?.positions ?? {}), ...Object.fromEntries(onGrid) };
      const asks = { ...this.state.asks, fit: this.state.asks.fit + 1 };
      this.commit({ ...this.state.design, layout: { ...this.state.design.layout, positions } }, "Arranged", { asks });
    }
    if (yaml && yaml.id > this.applied.yaml) {
      this.applied.yaml = yaml.id;
      this.takeYaml(yaml);
    }
    if (message && message.id > this.applied.message) {
      this.applied.message = message.id;
      this.set({ notice: { text: message.text, tone: message.tone ?? "plain" }, said: message.text });
    }
  }

  private takeYaml(answer: NonNullable<Data["answers"]["yaml"]>): void {
    const draft = this.state.yaml;
    if (!draft || draft.request === null || answer.id < draft.request) return;
    if (!answer.ok || !answer.design) {
      this.set({ yaml: { ...draft, problems: answer.problems, request: null }, said: `${answer.problems.length} problems in the YAML` });
      return;
    }
    const design = placeMissing(withKnownPlaces(answer.design, this.state.design));
    this.commit(design, "Edited as YAML", { yaml: { ...draft, problems: [], request: null } }, "yaml");
  }

  /** Completes "71 → 77" once the review of the fixed design is there. */
  private settleNotice({ review }: Data): void {
    const { notice } = this.state;
    if (!notice?.fix || !review || review.pending || review.rev < notice.fix.rev || review.score === null) return;
    const { before } = notice.fix;
    const { fix: _settled, ...rest } = notice;
    const text = before === null ? `Score ${review.score}` : `${before} → ${review.score}`;
    this.set({ notice: { ...rest, text, detail: rest.text }, said: `Score ${before} to ${review.score}` });
  }
}
