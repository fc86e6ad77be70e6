import type { Box } from "../model/sizes";
import { OUT, type Point, type Segment, type Side, hitsBox, lengthOf, meeting, segmentsOf, simplify, turnsBack } from "./geometry";

const STUB = 16;
const LANE_GAP = 12;

const COST = { bend: 60, box: 5000, ownBox: 3000, shared: 5, sharedStart: 60, crossing: 22 };

const step = (from: Point, side: Side, distance: number): Point =>
  [from[0] + OUT[side][0] * distance, from[1] + OUT[side][1] * distance];

/** Coordinates worth trying for the middle run: half way, beside each obstacle, and the neighbouring lanes. */
function lanes(from: number, to: number, low: (box: Box) => number, high: (box: Box) => number, obstacles: Box[], neighbours: boolean): number[] {
  const middle = Math.round((from + to) / 2);
  const tried = [middle, from, to];
  for (const box of obstacles) tried.push(low(box) - STUB, high(box) + STUB);
  if (!neighbours) return [...new Set(tried)];
  const all = tried.flatMap((lane) => [lane, lane - LANE_GAP, lane + LANE_GAP, lane - 2 * LANE_GAP, lane + 2 * LANE_GAP]);
  return [...new Set(all)];
}

/**
 * Every simple orthogonal path between two ports: straight, one or two bends, and detours by a lane.
 * `neighbours` also tries the lanes beside each lane, so that lines can run next to each other.
 */
export function candidatePaths(
  start: Point, startSide: Side, end: Point, endSide: Side, obstacles: Box[], neighbours = false,
): Point[][] {
  const p = step(start, startSide, STUB);
  const q = step(end, endSide, STUB);
  const paths: Point[][] = [[start, p, [q[0], p[1]], q, end], [start, p, [p[0], q[1]], q, end]];
  for (const x of lanes(p[0], q[0], (b) => b.x, (b) => b.x + b.width, obstacles, neighbours)) paths.push([start, p, [x, p[1]], [x, q[1]], q, end]);
  for (const y of lanes(p[1], q[1], (b) => b.y, (b) => b.y + b.height, obstacles, neighbours)) paths.push([start, p, [p[0], y], [q[0], y], q, end]);
  return paths.map(simplify).filter((path) => !turnsBack(path));
}

export interface Scene { boxes: Box[]; own: Box[]; placed: Segment[] }

/** How bad a path is; `limit` stops the counting early. Running through a component is worst, then covering a line. */
export function costOf(path: Point[], scene: Scene, limit = Infinity): number {
  let cost = lengthOf(path) + COST.bend * (path.length - 2);
  const segments = segmentsOf(path);
  for (const segment of segments) {
    if (cost >= limit) return cost;
    for (const box of scene.own) if (hitsBox(segment.a, segment.b, box)) cost += COST.ownBox;
    for (const box of scene.boxes) if (hitsBox(segment.a, segment.b, box, 5)) cost += COST.box;
    for (const other of scene.placed) {
      const { shared, crosses } = meeting(segment, other);
      if (shared > 0) cost += COST.sharedStart + COST.shared * shared;
      else if (crosses) cost += COST.crossing;
    }
  }
  return cost;
}

export function cheapest(paths: Point[][], scene: Scene): { path: Point[]; cost: number } {
  let best: Point[] = paths[0] ?? [];
  let bestCost = Infinity;
  for (const path of paths) {
    const cost = costOf(path, scene, bestCost);
    if (cost < bestCost) { best = path; bestCost = cost; }
  }
  return { path: best, cost: bestCost };
}
