import { type Box, overlaps } from "../model/sizes";
import { type Point, hitsBox, segmentsOf } from "./geometry";

export interface LabelSize { width: number; height: number }

/** Places for a label: beside upright runs, above or below level ones, at several spots of each, longest run first. */
function spots(points: Point[], size: LabelSize): Box[] {
  const runs = segmentsOf(points).map((s) => ({ ...s, length: Math.abs(s.a[0] - s.b[0]) + Math.abs(s.a[1] - s.b[1]) }))
    .sort((a, b) => b.length - a.length);
  return runs.flatMap(({ a, b, upright, length }) => {
    if (length < (upright ? size.height : size.width) + 6) return [];
    return [0.5, 0.35, 0.65, 0.2, 0.8].flatMap((share): Box[] => {
      const x = a[0] + (b[0] - a[0]) * share;
      const y = a[1] + (b[1] - a[1]) * share;
      return upright
        ? [{ x: x + 6, y: y - size.height / 2, ...size }, { x: x - 6 - size.width, y: y - size.height / 2, ...size }]
        : [{ x: x - size.width / 2, y: y - size.height - 2, ...size }, { x: x - size.width / 2, y: y + 3, ...size }];
    });
  });
}

/** One box per label: on the longest run that is free of components, lines and other labels; where none is, the least bad. */
export function placeLabels(
  routes: Map<string, Point[]>, sizes: Map<string, LabelSize>, boxes: Iterable<Box>,
): Map<string, Box> {
  const obstacles = [...boxes];
  const lines = [...routes].flatMap(([key, points]) => segmentsOf(points).map((segment) => ({ key, ...segment })));
  const placed = new Map<string, Box>();
  const shortestFirst = [...sizes].sort(([a], [b]) => (routes.get(a)?.length ?? 0) - (routes.get(b)?.length ?? 0) || a.localeCompare(b));
  for (const [key, size] of shortestFirst) {
    const points = routes.get(key);
    if (!points || points.length < 2) continue;
    let best: Box | null = null;
    let bestCost = Infinity;
    spots(points, size).forEach((spot, index) => {
      if (bestCost === 0) return;
      let cost = index * 0.4;
      for (const box of obstacles) if (overlaps(spot, box)) cost += 40;
      for (const other of placed.values()) if (overlaps(spot, other, 2)) cost += 40;
      for (const line of lines) {
        if (line.key === key) continue;
        // Touching another line is bad; standing just beside one reads as that line's label.
        if (hitsBox(line.a, line.b, spot)) cost += 14;
        else if (hitsBox(line.a, line.b, spot, 9)) cost += 7;
      }
      if (cost < bestCost) { best = spot; bestCost = cost; }
    });
    const [p, q] = [points[0]!, points[1]!];
    placed.set(key, best ?? { x: (p[0] + q[0]) / 2 + 6, y: (p[1] + q[1]) / 2 - size.height / 2, ...size });
  }
  return placed;
}
