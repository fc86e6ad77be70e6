import { type Box, overlaps } from "../model/sizes";
import { type Point, type Segment, hitsBox, segmentsOf } from "./geometry";

export interface LabelSize { width: number; height: number }

/** Places for a label: beside upright runs, above or below level ones, at several spots of each, longest run first. */
function spots(points: Point[], size: LabelSize): Box[] {
  const runs = segmentsOf(points).map((s) => ({ ...s, length: s.x2 - s.x1 + s.y2 - s.y1 })).sort((a, b) => b.length - a.length);
  return runs.flatMap(({ x1, x2, y1, y2, upright, length }) => {
    if (length < (upright ? size.height : size.width) + 6) return [];
    return [0.5, 0.35, 0.65, 0.2, 0.8].flatMap((share): Box[] => {
      const x = x1 + (x2 - x1) * share;
      const y = y1 + (y2 - y1) * share;
      return upright
        ? [{ x: x + 6, y: y - size.height / 2, ...size }, { x: x - 6 - size.width, y: y - size.height / 2, ...size }]
        : [{ x: x - size.width / 2, y: y - size.height - 2, ...size }, { x: x - size.width / 2, y: y + 3, ...size }];
    });
  });
}

interface Surroundings { boxes: Box[]; labels: Box[]; lines: Segment[] }

/** Covering a component or a label is worst; touching another line is bad; beside one it reads as that line's label. */
function costAt(spot: Box, around: Surroundings): number {
  let cost = 0;
  for (const box of around.boxes) if (overlaps(spot, box)) cost += 40;
  for (const label of around.labels) if (overlaps(spot, label, 2)) cost += 40;
  for (const line of around.lines) {
    if (hitsBox(line, spot)) cost += 18;
    else if (hitsBox(line, spot, 14)) cost += 8;
  }
  return cost;
}

/** One box per label: on the longest run that is free of components, lines and other labels; where none is, the least bad. */
export function placeLabels(
  routes: Map<string, Point[]>, sizes: Map<string, LabelSize>, boxes: Iterable<Box>,
): Map<string, Box> {
  const obstacles = [...boxes];
  const lines = [...routes].flatMap(([key, points]) => segmentsOf(points).map((segment) => ({ key, segment })));
  const placed = new Map<string, Box>();
  const shortestFirst = [...sizes].sort(([a], [b]) => (routes.get(a)?.length ?? 0) - (routes.get(b)?.length ?? 0) || a.localeCompare(b));
  for (const [key, size] of shortestFirst) {
    const points = routes.get(key);
    if (!points || points.length < 2) continue;
    const area = areaOf(points, size.width + 16);
    const around: Surroundings = {
      boxes: obstacles.filter((box) => overlaps(box, area)), labels: [...placed.values()].filter((label) => overlaps(label, area)),
      lines: lines.filter((line) => line.key !== key && hitsBox(line.segment, area)).map((line) => line.segment),
    };
    placed.set(key, bestSpot(points, size, around));
  }
  return placed;
}

function areaOf(points: Point[], margin: number): Box {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [x, y] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  return { x, y, width: Math.max(...xs) + margin - x, height: Math.max(...ys) + margin - y };
}

function bestSpot(points: Point[], size: LabelSize, around: Surroundings): Box {
  const [p, q] = [points[0]!, points[1]!];
  let best: Box = { x: (p[0] + q[0]) / 2 + 6, y: (p[1] + q[1]) / 2 - size.height / 2, ...size };
  let bestCost = Infinity;
  for (const [index, spot] of spots(points, size).entries()) {
    // Later spots are a little worse, so that a label sits in the middle of its longest run when it can.
    if (index * 0.12 >= bestCost) break;
    const cost = costAt(spot, around) + index * 0.12;
    if (cost < bestCost) { best = spot; bestCost = cost; }
  }
  return best;
}
