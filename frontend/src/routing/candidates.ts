import type { Box } from "../model/sizes";
import { OUT, type Point, type Segment, type Side, crosses, hitsBox, lengthOf, segmentsOf, sharedLength, simplify, turnsBack } from "./geometry";

const STUB = 16;
const LANE_GAP = 12;

const COST = { bend: 76, box: 5000, ownBox: 3000, shared: 5, sharedStart: 60, crossing: 22, shortEnd: 150 };
/** A path that costs this much runs through a component. */
export const BLOCKED = 3000;

export interface Docked { start: Point; startSide: Side; end: Point; endSide: Side }
/** What a path must mind: other components, the two it joins, and the lines that lie already. */
export interface Scene { boxes: Box[]; own: Box[]; placed: Segment[] }

const step = (from: Point, side: Side, distance: number): Point =>
  [from[0] + OUT[side][0] * distance, from[1] + OUT[side][1] * distance];

/** Coordinates for the middle run: half way and at the ends with two lanes to each side, and two lanes beside each obstacle. */
function lanes(from: number, to: number, before: number[], after: number[]): number[] {
  const tried = [Math.round((from + to) / 2), from, to];
  return [...new Set([
    ...tried.flatMap((lane) => [lane, lane - LANE_GAP, lane + LANE_GAP, lane - 2 * LANE_GAP, lane + 2 * LANE_GAP]),
    ...before.flatMap((edge) => [edge - STUB, edge - STUB - LANE_GAP]), ...after.flatMap((edge) => [edge + STUB, edge + STUB + LANE_GAP]),
  ])];
}

/** The two corners and the two half-way lanes: enough for most connections. */
export function simplePaths({ start, startSide, end, endSide }: Docked): Point[][] {
  const p = step(start, startSide, STUB);
  const q = step(end, endSide, STUB);
  const [x, y] = [Math.round((p[0] + q[0]) / 2), Math.round((p[1] + q[1]) / 2)];
  return clean([
    [start, p, [q[0], p[1]], q, end], [start, p, [p[0], q[1]], q, end],
    [start, p, [x, p[1]], [x, q[1]], q, end], [start, p, [p[0], y], [q[0], y], q, end],
  ]);
}

/** Every detour over one lane past the obstacles. */
export function detours({ start, startSide, end, endSide }: Docked, obstacles: Box[]): Point[][] {
  const p = step(start, startSide, STUB);
  const q = step(end, endSide, STUB);
  const across = lanes(p[0], q[0], obstacles.map((box) => box.x), obstacles.map((box) => box.x + box.width));
  const down = lanes(p[1], q[1], obstacles.map((box) => box.y), obstacles.map((box) => box.y + box.height));
  return clean([
    ...across.map((x): Point[] => [start, p, [x, p[1]], [x, q[1]], q, end]),
    ...down.map((y): Point[] => [start, p, [p[0], y], [q[0], y], q, end]),
  ]);
}

const clean = (paths: Point[][]): Point[][] => paths.map(simplify).filter((path) => !turnsBack(path));

/** Shorter than this, nobody sees from which side a line leaves, or enters with its head. */
const SHORTEST = { start: 5, end: 10 };
const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.abs(ax - bx) + Math.abs(ay - by);

function baseCost(path: Point[]): number {
  const bends = path.length - 2;
  const short = bends > 0 ? Number(distance(path[0]!, path[1]!) < SHORTEST.start) + Number(distance(path.at(-2)!, path.at(-1)!) < SHORTEST.end) : 0;
  return lengthOf(path) + COST.bend * bends + COST.shortEnd * short;
}

function meetingCost(segment: Segment, other: Segment): number {
  if (segment.upright === other.upright) {
    const shared = sharedLength(segment, other);
    return shared > 0 ? COST.sharedStart + COST.shared * shared : 0;
  }
  return (segment.upright ? crosses(segment, other) : crosses(other, segment)) ? COST.crossing : 0;
}

/** How bad a path is; `limit` stops the counting early. Running through a component is worst, then covering a line. */
export function costOf(path: Point[], scene: Scene, limit = Infinity): number {
  let cost = baseCost(path);
  for (const segment of segmentsOf(path)) {
    for (const box of scene.own) if (hitsBox(segment, box)) cost += COST.ownBox;
    for (const box of scene.boxes) if (hitsBox(segment, box, 5)) cost += COST.box;
    if (cost >= limit) return cost;
    for (const other of scene.placed) cost += meetingCost(segment, other);
    if (cost >= limit) return cost;
  }
  return cost;
}

/** The cheapest path. Short ones are judged first, so that most others need no look at the scene at all. */
export function cheapest(paths: Point[][], scene: Scene, limit = Infinity): { path: Point[]; cost: number } {
  const ordered = paths.map((path) => ({ path, base: baseCost(path) })).sort((p, q) => p.base - q.base);
  let best: Point[] = paths[0] ?? [];
  let bestCost = limit;
  for (const { path, base } of ordered) {
    if (base >= bestCost) break;
    const cost = costOf(path, scene, bestCost);
    if (cost < bestCost) { best = path; bestCost = cost; }
  }
  return { path: best, cost: bestCost };
}

/** The best path between two ports: a simple one if it disturbs nothing, else the best of all detours. */
export function bestPath(docked: Docked, scene: Scene): { path: Point[]; cost: number } {
  const simple = cheapest(simplePaths(docked), scene);
  if (simple.path.length && simple.cost <= baseCost(simple.path) + COST.crossing) return simple;
  const detour = cheapest(detours(docked, scene.boxes), scene, simple.cost);
  return detour.cost < simple.cost ? detour : simple;
}
