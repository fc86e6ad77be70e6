/** Undo and redo as whole snapshots, each with the words for its step ("moved API"). */
export interface Step<T> { state: T; label: string }

const LIMIT = 200;
const MERGE_MS = 900;

export class History<T> {
  private past: Step<T>[] = [];
  private future: Step<T>[] = [];
  private mergeKey = "";
  private lastAt = -Infinity;

  constructor(public present: T) {}

  get undoLabel(): string | null { return this.past.at(-1)?.label ?? null; }
  get redoLabel(): string | null { return this.future.at(-1)?.label ?? null; }

  /** Records a new state. Steps with the same merge key in quick succession (arrow keys) count as one. */
  push(state: T, label: string, merge = "", now = 0): void {
    const joins = merge !== "" && merge === this.mergeKey && now - this.lastAt < MERGE_MS;
    if (!joins) this.past.push({ state: this.present, label });
    if (this.past.length > LIMIT) this.past.shift();
    this.present = state;
    this.future = [];
    this.mergeKey = merge;
    this.lastAt = now;
  }

  undo(): Step<T> | null { return this.travel(this.past, this.future); }
  redo(): Step<T> | null { return this.travel(this.future, this.past); }

  private travel(from: Step<T>[], to: Step<T>[]): Step<T> | null {
    const step = from.pop();
    if (!step) return null;
    to.push({ state: this.present, label: step.label });
    this.present = step.state;
    this.mergeKey = "";
    return { state: step.state, label: step.label };
  }

  reset(state: T): void {
    this.past = [];
    this.future = [];
    this.present = state;
    this.mergeKey = "";
  }
}
