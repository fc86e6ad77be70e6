import type { Connection, Finding, Fix, GroupKind, Inferred, Patch, Position } from "../contract";
import { connectionKey, refuseConnection, suggestKind } from "../model/connect";
import {
  type Clip, NOTHING, addComponent, clip, connect, moveBy, moveTo, paste, removeSelection, reverseConnection, setConnection,
  setField, setGroup, setWaived,
} from "../model/edits";
import { GROUP_LABELS, assignToGroup, groupAt, groupBoxes, groupDepth, groupSelection, membersOf, parentGroup } from "../model/groups";
import { applyPatch } from "../model/patch";
import { type Losable, losableOf } from "../model/losing";
import { boxesOf, componentBox, contains } from "../model/sizes";
import { awaits } from "./asked";
import { Saying } from "./saying";
import { Simulating } from "./simulating";
import type { Store } from "./store";

/** How far outside its group (px) a part may be dropped and still belong to it. */
const STAYS = 54;
/** Room (px) that auto layout leaves to the right of and below each part. */
const ROOM = [20, 30] as const;

/** What a person can do, in words of the page; each edit ends in one commit with a label for the undo button. */
export class Actions {
  private clipboard: Clip | null = null;
  readonly simulation: Simulating;
  readonly way: Saying;

  constructor(private readonly store: Store) {
    this.simulation = new Simulating(store);
    this.way = new Saying(store);
  }

  private get design() { return this.store.state.design; }
  private get catalogue() { return this.store.state.data.catalogue; }
  name(id: string): string { return this.design.components[id]?.label ?? this.design.groups?.[id]?.label ?? id; }

  add(type: string, at: Position): string {
    const { design, id } = addComponent(this.design, this.catalogue, type, at);
    const box = componentBox(design, id)!;
    const group = groupAt(this.design, groupBoxes(this.design), box.x + box.width / 2, box.y + box.height / 2);
    const placed = group ? assignToGroup(design, id, group) : design;
    this.store.commit(placed, `Added ${design.components[id]!.label}`, { selection: { ...NOTHING, components: [id] }, paletteOpen: false });
    this.reveal(id);
    return id;
  }

  /** Connects two parts with the kind their roles suggest; a refusal is told and leaves nothing. */
  connect(from: string, to: string, kind = suggestKind(this.design, this.catalogue, from, to)): boolean {
    const connection: Connection = { from, to, kind };
    const refusal = refuseConnection(this.design, connection);
    if (refusal) {
      this.store.set({ notice: { text: "Not connected", detail: refusal, tone: "bad" }, said: refusal, connecting: null });
      return false;
    }
    const next = connect(this.design, connection);
    this.store.commit(next, `Connected ${this.name(from)} to ${this.name(to)}`, { connecting: null });
    return true;
  }

  removeSelected(): void {
    const { selection } = this.store.state;
    const count = selection.components.length + selection.connections.length + selection.groups.length;
    if (!count) return;
    const what = count === 1 && selection.components[0] ? this.name(selection.components[0]) : count === 1 ? "one element" : `${count} elements`;
    this.store.commit(removeSelection(this.design, selection), `Removed ${what}`, { selection: NOTHING, connecting: null });
    this.focusCanvas();
  }

  setField(id: string, field: string, value: unknown, label: string): void {
    this.store.commit(setField(this.design, id, field, value), `Set ${label} of ${this.name(id)}`);
    this.store.draw();
  }

  setConnection(key: string, change: Partial<Connection>): void {
    const next = setConnection(this.design, key, change);
    this.store.commit(next, "Changed a connection", this.keepSelected(key, next));
    this.store.draw();
  }

  reverse(key: string): void {
    const next = reverseConnection(this.design, key);
    this.store.commit(next, "Turned a connection round", this.keepSelected(key, next));
  }

  /** A changed kind or direction changes the key: select what stands at the same place in the list now. */
  private keepSelected(key: string, next: typeof this.design) {
    const index = this.design.connections.findIndex((c) => connectionKey(this.design, c) === key);
    const changed = next.connections[index];
    return changed ? { selection: { ...NOTHING, connections: [connectionKey(next, changed)] } } : {};
  }

  setGroup(id: string, change: Record<string, unknown>): void {
    this.store.commit(setGroup(this.design, id, change), `Changed ${this.name(id)}`);
    this.store.draw();
  }

  assign(id: string, group: string | null): void {
    this.store.commit(assignToGroup(this.design, id, group), group ? `Put ${this.name(id)} in ${this.name(group)}` : `Took ${this.name(id)} out of its group`);
    this.store.draw();
  }

  /** Ends a drag: new corners, and into or out of the group under each part's centre. */
  drop(positions: Record<string, Position>, alone: boolean): void {
    let next = moveTo(this.design, positions);
    if (alone) for (const id of Object.keys(positions)) next = this.regroup(next, id);
    const ids = Object.keys(positions);
    this.store.commit(next, ids.length === 1 ? `Moved ${this.name(ids[0]!)}` : `Moved ${ids.length} parts`);
  }

  /** A part belongs to the innermost group under its centre; near its own group it stays, and the group grows. */
  private regroup(moved: typeof this.design, id: string): typeof this.design {
    const box = componentBox(moved, id);
    if (!box) return moved;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const boxes = groupBoxes(this.design);
    const target = groupAt(this.design, boxes, x, y);
    const own = parentGroup(this.design, id);
    const around = own ? boxes.get(own) : undefined;
    const near = around && contains({ x: around.x - STAYS, y: around.y - STAYS, width: around.width + 2 * STAYS, height: around.height + 2 * STAYS }, x, y);
    const depth = (group: string | null) => (group ? groupDepth(this.design.groups!, group) : -1);
    return near && depth(target) < depth(own) ? moved : assignToGroup(moved, id, target);
  }

  nudge(dx: number, dy: number): void {
    const { selection } = this.store.state;
    const inGroups = selection.groups.flatMap((id) => membersOf(this.design, id));
    const ids = [...new Set([...selection.components, ...inGroups])];
    if (ids.length) this.store.commit(moveBy(this.design, ids, dx, dy), `Moved ${ids.map((id) => this.name(id)).join(", ")}`, {}, `nudge:${ids}`);
  }

  copy(): void {
    const ids = this.store.state.selection.components;
    if (!ids.length) return;
    this.clipboard = clip(this.design, ids);
    this.store.say(`Copied ${ids.length === 1 ? this.name(ids[0]!) : `${ids.length} parts`}`);
  }

  paste(from: Clip | null = this.clipboard, word = "Pasted"): void {
    if (!from) { this.store.say("Nothing was copied yet"); return; }
    const { design, ids } = paste(this.design, from);
    this.store.commit(design, `${word} ${ids.length === 1 ? design.components[ids[0]!]!.label ?? ids[0] : `${ids.length} parts`}`,
      { selection: { ...NOTHING, components: ids } });
  }

  duplicate(): void {
    const ids = this.store.state.selection.components;
    if (ids.length) this.paste(clip(this.design, ids), "Duplicated");
  }

  selectAll(): void { this.store.select({ components: Object.keys(this.design.components) }); }

  group(kind: GroupKind): void {
    const { components, groups } = this.store.state.selection;
    const number = Object.values(this.design.groups ?? {}).filter((group) => group.kind === kind).length + 1;
    const label = `${GROUP_LABELS[kind]} ${number}`;
    const { design, id } = groupSelection(this.design, [...groups, ...components.filter((c) => !groups.some((g) => membersOf(this.design, g).includes(c)))], kind, label);
    this.store.commit(design, `Grouped as ${GROUP_LABELS[kind].toLowerCase()}`, { selection: { ...NOTHING, groups: [id] }, dialog: null });
  }

  /** A fix that belongs to the drawing before is tried again first: what it wins is never promised in vain. */
  applyFix(finding: Finding): void {
    const { data, rev } = this.store.state;
    if (!data.review?.fixes_pending) { this.applyProven(finding.fix); return; }
    this.store.set({ notice: { text: "Trying this on the drawing as it is now", tone: "plain" } });
    const stop = this.store.subscribe(() => {
      const { data: { review }, rev: now } = this.store.state;
      if (now !== rev) { stop(); return; } // drawn on meanwhile: it is no longer asked for
      if (!review || review.rev < rev || review.fixes_pending) return;
      stop();
      this.applyProven([...review.findings, ...review.questions].find((other) => other.fingerprint === finding.fingerprint)?.fix);
    });
  }

  private applyProven(fix: Fix | null | undefined): void {
    if (fix) this.applyPatch(fix.patch, fix.label);
    else this.store.set({ notice: { text: "This would win nothing any more", tone: "plain" } });
  }

  correct(inferred: Inferred): void { this.applyPatch(inferred.patch, inferred.patch_label); }

  private applyPatch(patch: Patch, label: string): void {
    const before = this.store.state.data.review?.score ?? null;
    const next = applyPatch(this.design, patch);
    const rev = this.store.state.rev + 1;
    this.store.commit(next, label, { notice: { text: label, tone: "good", undo: true, fix: { before, rev } } });
    const added = patch.flatMap((edit) => (edit.op === "add_component" ? [edit.id] : []));
    if (added.length) this.reveal(added);
  }

  waive(finding: Finding, reason: string): void {
    this.store.commit(setWaived(this.design, finding.rule, finding.elements[0] ?? "", reason), `Waived: ${finding.title}`);
  }
  unwaive(finding: Finding): void {
    this.store.commit(setWaived(this.design, finding.rule, finding.elements[0] ?? "", null), `Brought back: ${finding.title}`);
  }

  showWalk(flow: string | null): void {
    const same = this.store.state.walk?.flow === flow;
    this.store.set({ saying: null, walk: flow === null || same ? null : { flow, hop: null, playing: false }, phoneTab: flow && !same ? "canvas" : this.store.state.phoneTab });
  }

  /** Steps through the walk: from "all hops" on to the first, and past the last back to "all hops". */
  hop(direction: 1 | -1): void {
    const { walk, data } = this.store.state;
    const last = data.review?.walks[walk?.flow ?? ""]?.hops.length ?? 0;
    if (!walk || !last) return;
    const from = walk.hop ?? (direction === 1 ? 0 : last + 1);
    const next = from + direction;
    this.store.set({ walk: { ...walk, hop: next < 1 || next > last ? null : next, playing: next >= 1 && next < last && walk.playing } });
  }

  play(playing: boolean): void {
    const { walk } = this.store.state;
    if (walk) this.store.set({ walk: { ...walk, playing, hop: playing && walk.hop === null ? 1 : walk.hop } });
  }

  /** Asks for the numbers of the journey that is shown, unless they are there or on their way. */
  askNumbers(): void {
    const { state } = this.store;
    const { walk, numbers, numbersAsked } = state;
    const there = numbers?.flow === walk?.flow && (numbers?.rev ?? -1) >= state.rev;
    if (!walk || there || (numbersAsked?.flow === walk.flow && awaits(state, numbersAsked.id))) return;
    this.store.set({ numbersAsked: { flow: walk.flow, id: this.store.ask({ action: "numbers", flow: walk.flow }) } });
  }

  /** Takes one thing down, on the screen only, until it is brought back or the drawing changes. */
  takeDown(target: string): void {
    if (this.store.state.loss?.target === target) { this.bringBack(); return; }
    this.store.set({ lossAsked: { target, id: this.store.ask({ action: "take_down", target }) }, phoneTab: "canvas" });
  }

  bringBack(): void {
    const { loss } = this.store.state;
    this.store.set({ loss: null, lossAsked: null, said: loss ? `${loss.label} is back` : "" });
  }

  /** What of the selection can be taken down, the part itself first; nothing for actors, classes and several things. */
  losable(): Losable[] {
    const { selection, design } = this.store.state;
    const chosen = [...selection.components, ...selection.groups, ...selection.connections];
    return chosen.length === 1 ? losableOf(design, this.catalogue, chosen[0]!) : [];
  }

  /** Selects the element a finding is about and brings it into view. */
  jumpTo(element: string): void {
    const [from, to] = element.split("->").map((part) => part.trim());
    const connection = to ? this.design.connections.find((c) => c.from === from && c.to === to) : undefined;
    if (connection) this.store.select({ connections: [connectionKey(this.design, connection)] });
    else if (from && this.design.components[from]) this.store.select({ components: [from] });
    else if (from && this.design.groups?.[from]) this.store.select({ groups: [from] });
    else return;
    this.store.set({ phoneTab: "canvas" });
    this.reveal(from!);
  }

  /** Brings a component or group into view if it is not; where one of a list is not, everything. */
  reveal(what: string | string[]): void {
    const { asks } = this.store.state;
    this.store.set({ asks: { ...asks, reveal: what, revealCount: asks.revealCount + 1 } });
  }

  layout(): void {
    // Asked for with room around each part: lines and their labels run there.
    const sizes = Object.fromEntries([...boxesOf(this.design)].map(([id, box]): [string, [number, number]] => [id, [box.width + ROOM[0], box.height + ROOM[1]]]));
    this.store.ask({ action: "layout", sizes });
    this.store.say("Arranging");
  }

  fit(): void { this.bump("fit"); }
  search(): void { this.store.set({ paletteOpen: true }); this.bump("search"); }
  edit(): void { this.bump("edit"); }
  focusCanvas(): void { this.bump("canvas"); }
  private bump(what: "fit" | "search" | "edit" | "canvas"): void {
    const { asks } = this.store.state;
    this.store.set({ asks: { ...asks, [what]: asks[what] + 1 } });
  }
}
