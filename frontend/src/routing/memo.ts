import type { Box } from "../model/sizes";
import type { Segment } from "./geometry";

const LIMIT = 3000;

/** What a computation saw, as text: the same text means the same result, so it need not be computed again. */
export function signature(boxes: Box[], segments: Segment[], ...more: (number | string)[]): string {
  let text = more.join();
  for (const box of boxes) text += `;${box.x},${box.y},${box.width},${box.height},${box.stack ?? 0}`;
  for (const s of segments) text += `|${s.x1},${s.y1},${s.x2},${s.y2}`;
  return text;
}

/**
 * Remembers the last result per key as long as the signature stays the same. Purely an economy: one edit changes the
 * surroundings of a few connections only, and the others keep their lanes without a new search.
 */
export class Memo<T> {
  private readonly known = new Map<string, { seen: string; result: T }>();

  get(key: string, seen: string, compute: () => T): T {
    const found = this.known.get(key);
    if (found && found.seen === seen) return found.result;
    if (this.known.size > LIMIT) this.known.clear();
    const result = compute();
    this.known.set(key, { seen, result });
    return result;
  }
}
