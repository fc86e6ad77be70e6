import type { Box } from "../model/sizes";

export type Point = [x: number, y: number];
export type Side = "north" | "east" | "south" | "west";
export const SIDES: Side[] = ["south", "east", "west", "north"];
export const OUT: Record<Side, Point> = { north: [0, -1], south: [0, 1], east: [1, 0], west: [-1, 0] };
export const isUpright = (side: Side) => side === "north" || side === "south";

export function sidePoint(box: Box, side: Side, along = 0.5): Point {
  switch (side) {
    case "north": return [box.x + box.width * along, box.y];
    case "south": return [box.x + box.width * along, box.y + box.height];
    case "west": return [box.x, box.y + box.height * along];
    case "east": return [box.x + box.width, box.y + box.height * along];
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

/** Does the axis-parallel segment a–b run through the box (its border counts as outside)? */
export function hitsBox(a: Point, b: Point, box: Box, margin = 0): boolean {
  return Math.max(a[0], b[0]) > box.x - margin && Math.min(a[0], b[0]) < box.x + box.width + margin
    && Math.max(a[1], b[1]) > box.y - margin && Math.min(a[1], b[1]) < box.y + box.height + margin;
}

export interface Segment { a: Point; b: Point; upright: boolean }

export function segmentsOf(points: Point[]): Segment[] {
  return points.slice(1).map((b, i) => ({ a: points[i]!, b, upright: points[i]![0] === b[0] }));
}

const span = (p: number, q: number): [number, number] => (p < q ? [p, q] : [q, p]);

/** Length that two segments run on top of each other (closer than `gap`), and whether they cross. */
export function meeting(s: Segment, t: Segment, gap = 7): { shared: number; crosses: boolean } {
  if (s.upright === t.upright) {
    const axis = s.upright ? 0 : 1;
    if (Math.abs(s.a[axis] - t.a[axis]) >= gap) return { shared: 0, crosses: false };
    const other = s.upright ? 1 : 0;
    const [p1, p2] = span(s.a[other], s.b[other]);
    const [q1, q2] = span(t.a[other], t.b[other]);
    return { shared: Math.max(0, Math.min(p2, q2) - Math.max(p1, q1)), crosses: false };
  }
  const [upright, level] = s.upright ? [s, t] : [t, s];
  const [y1, y2] = span(upright.a[1], upright.b[1]);
  const [x1, x2] = span(level.a[0], level.b[0]);
  const crosses = upright.a[0] > x1 && upright.a[0] < x2 && level.a[1] > y1 && level.a[1] < y2;
  return { shared: 0, crosses };
}

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
