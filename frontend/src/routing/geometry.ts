import type { Box } from "../model/sizes";

export type Point = [x: number, y: number];
export type Side = "north" | "east" | "south" | "west";
export const SIDES: Side[] = ["south", "east", "west", "north"];
export const OUT: Record<Side, Point> = { north: [0, -1], south: [0, 1], east: [1, 0], west: [-1, 0] };
export const isUpright = (side: Side) => side === "north" || side === "south";

/** A point on a side; where cards stand behind one, on the border of the last of them, which a line must not go under. */
export function sidePoint(box: Box, side: Side, along = 0.5): Point {
  switch (side) {
    case "north": return [box.x + box.width * along, box.y];
    case "south": return [box.x + box.width * along, box.y + box.height + (box.stack ?? 0)];
    case "west": return [box.x, box.y + box.height * along];
    case "east": return [box.x + box.width + (box.stack ?? 0), box.y + box.height * along];
  }
}

/** Drops repeated points and the middle points of straight runs. */
export function simplify(points: Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && last[0] === point[0] && last[1] === point[1]) continue;
    const before = kept.at(-2);
    const straight = before && last && ((before[0] === last[0] && last[0] === point[0]) || (before[1] === last[1] && last[1] === point[1]));
    if (straight) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** True when the path turns back on itself; such a candidate is never drawn. */
export function turnsBack(points: Point[]): boolean {
  for (let i = 2; i < points.length; i += 1) {
    const [a, b, c] = [points[i - 2]!, points[i - 1]!, points[i]!];
    if ((b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0) return true;
  }
  return false;
}

export const lengthOf = (points: Point[]): number =>
  points.slice(1).reduce((sum, p, i) => sum + Math.abs(p[0] - points[i]![0]) + Math.abs(p[1] - points[i]![1]), 0);

/** One run of a path, with its extent worked out once. */
export interface Segment { upright: boolean; x1: number; x2: number; y1: number; y2: number }

export function segmentsOf(points: Point[]): Segment[] {
  const segments: Segment[] = [];
  for (let i = 1; i < points.length; i += 1) {
    const [ax, ay] = points[i - 1]!;
    const [bx, by] = points[i]!;
    segments.push({ upright: ax === bx, x1: Math.min(ax, bx), x2: Math.max(ax, bx), y1: Math.min(ay, by), y2: Math.max(ay, by) });
  }
  return segments;
}

/** Does the segment run through the box (its border counts as outside)? */
export const hitsBox = (s: Segment, box: Box, margin = 0): boolean =>
  s.x2 > box.x - margin && s.x1 < box.x + box.width + margin && s.y2 > box.y - margin && s.y1 < box.y + box.height + margin;

/** Length that two parallel segments run on top of each other (closer than `gap`); 0 when they do not. */
export function sharedLength(s: Segment, t: Segment, gap = 7): number {
  if (s.upright) return Math.abs(s.x1 - t.x1) >= gap ? 0 : Math.max(0, Math.min(s.y2, t.y2) - Math.max(s.y1, t.y1));
  return Math.abs(s.y1 - t.y1) >= gap ? 0 : Math.max(0, Math.min(s.x2, t.x2) - Math.max(s.x1, t.x1));
}

/** Whether an upright and a level segment cross each other's inside. */
export const crosses = (upright: Segment, level: Segment): boolean =>
  upright.x1 > level.x1 && upright.x1 < level.x2 && level.y1 > upright.y1 && level.y1 < upright.y2;

/** SVG path with rounded corners. */
export function pathOf(points: Point[], radius = 8): string {
  if (points.length < 2) return "";
  let path = `M${points[0]![0]} ${points[0]![1]}`;
  for (let i = 1; i < points.length - 1; i += 1) {
    const [p, q, r] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const before = Math.abs(q[0] - p[0]) + Math.abs(q[1] - p[1]);
    const after = Math.abs(r[0] - q[0]) + Math.abs(r[1] - q[1]);
    const turn = Math.min(radius, before / 2, after / 2);
    const towards = (to: Point, distance: number): Point => {
      const length = Math.abs(to[0] - q[0]) + Math.abs(to[1] - q[1]) || 1;
      return [q[0] + ((to[0] - q[0]) / length) * distance, q[1] + ((to[1] - q[1]) / length) * distance];
    };
    const enter = towards(p, turn);
    const leave = towards(r, turn);
    path += `L${enter[0]} ${enter[1]}Q${q[0]} ${q[1]} ${leave[0]} ${leave[1]}`;
  }
  const end = points.at(-1)!;
  return `${path}L${end[0]} ${end[1]}`;
}
