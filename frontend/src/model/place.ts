import type { Design, Position } from "../contract";
import { type Box, CARD_HEIGHT, CARD_WIDTH, GRID, boxesOf, overlaps, sizeOf, snap } from "./sizes";

const COLUMN = GRID * 11;
const ROW = GRID * 6;

/** The free place on the grid nearest to a wish: rings of growing distance, so a new part never covers another. */
export function freePlace(wish: Position, size: { width: number; height: number }, taken: Iterable<Box>): Position {
  const boxes = [...taken];
  const start: Position = [snap(wish[0]), snap(wish[1])];
  const isFree = (x: number, y: number) => !boxes.some((box) => overlaps({ x, y, ...size }, box, GRID - 1));
  for (let ring = 0; ring < 60; ring += 1) {
    let best: Position | null = null;
    let bestDistance = Infinity;
    for (let dx = -ring; dx <= ring; dx += 1) {
      for (let dy = -ring; dy <= ring; dy += 1) {
        if (Math.max(Math.abs(dx), Math.abs(dy)) !== ring) continue;
        const x = start[0] + dx * GRID * 2;
        const y = start[1] + dy * GRID * 2;
        const distance = Math.hypot(dx, dy * 0.8);
        if (distance < bestDistance && isFree(x, y)) { best = [x, y]; bestDistance = distance; }
      }
    }
    if (best) return best;
  }
  return start;
}

/** Ranks from the sources down: the longest chain of callers above each part, cycles cut at their first visit. */
export function ranks(design: Design): Map<string, number> {
  const callers = new Map<string, string[]>();
  for (const { from, to, kind } of design.connections) {
    // The general stands above the special: "is a" and "implements" point up.
    const [above, below] = kind === "inherits" || kind === "implements" ? [to, from] : [from, to];
    if (above !== below) callers.set(below, [...(callers.get(below) ?? []), above]);
  }
  const rank = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = rank.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return -1;
    open.add(id);
    const value = Math.max(-1, ...(callers.get(id) ?? []).map(visit)) + 1;
    open.delete(id);
    rank.set(id, value);
    return value;
  };
  Object.keys(design.components).forEach(visit);
  return rank;
}

/** Gives every part without a position one, in rows by rank; what already has a place stays where it is. */
export function placeMissing(design: Design): Design {
  const positions = { ...(design.layout?.positions ?? {}) };
  const missing = Object.keys(design.components).filter((id) => !positions[id]);
  if (!missing.length) return design;
  const boxes = [...boxesOf(design).values()];
  const rank = ranks(design);
  const rows = new Map<number, string[]>();
  for (const id of missing) {
    const row = rank.get(id) ?? 0;
    rows.set(row, [...(rows.get(row) ?? []), id]);
  }
  const widest = Math.max(...[...rows.values()].map((row) => row.length));
  const columnWidth = design.design.kind === "object_model" ? COLUMN + GRID * 4 : COLUMN;
  let y = 0;
  for (const [, ids] of [...rows].sort(([a], [b]) => a - b)) {
    const tallest = Math.max(...ids.map((id) => sizeOf(design, id).height));
    ids.forEach((id, column) => {
      const size = sizeOf(design, id);
      const x = (column + (widest - ids.length) / 2) * columnWidth;
      const place = freePlace([x, y], size, boxes);
      positions[id] = place;
      boxes.push({ x: place[0], y: place[1], ...size });
    });
    y += Math.max(ROW, snap(tallest) + GRID * 3);
  }
  return { ...design, layout: { ...design.layout, positions } };
}

export const cardAt = (x: number, y: number): Position => [snap(x - CARD_WIDTH / 2), snap(y - CARD_HEIGHT / 2)];
