import { type Box, overlaps } from "../model/sizes";
import { type Point, type Segment, hitsBox, segmentsOf } from "./geometry";

export interface LabelSize { width: number; height: number }
/** A label with its full size, and with the least that it can be cut to where there is no room. */
export interface Wanted extends LabelSize { least?: LabelSize | null }
/** Where a label stands; `brief` when it was cut. */
export interface Placed extends Box { brief?: boolean }

const SHARES = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9];

/**
 * Places for a label: beside upright runs, above or below level ones, at several spots of each, longest run first. Runs
 * shorter than the label come last: it reaches beyond them.
 */
function spots(points: Point[], { width, height }: LabelSize): Box[] {
  const runs = segmentsOf(points).map((s) => ({ ...s, length: s.x2 - s.x1 + s.y2 - s.y1 })).sort((a, b) => b.length - a.length);
  const roomy = ({ upright, length }: (typeof runs)[number]) => length >= (upright ? height : width) + 6;
  return [...runs.filter(roomy), ...runs.filter((run) => !roomy(run))].flatMap(({ x1, x2, y1, y2, upright }) => {
    return SHARES.flatMap((share): Box[] => {
      const x = x1 + (x2 - x1) * share;
      const y = y1 + (y2 - y1) * share;
      return upright
        ? [{ x: x + 6, y: y - height / 2, width, height }, { x: x - 6 - width, y: y - height / 2, width, height }]
        : [{ x: x - width / 2, y: y - height - 2, width, height }, { x: x - width / 2, y: y + 3, width, height }];
    });
  });
}

interface Surroundings { boxes: Box[]; labels: Box[]; lines: Segment[] }

/** Covering a component or a label is worst; touching another line is bad; beside one it reads as that line's label. */
function costAt(spot: Box, around: Surroundings): number {
  let cost = 0;
  for (const box of around.boxes) if (overlaps(spot, box)) cost += COVERS;
  for (const label of around.labels) if (overlaps(spot, label, 2)) cost += COVERS;
  for (const line of around.lines) {
    if (hitsBox(line, spot)) cost += 18;
    else if (hitsBox(line, spot, 14)) cost += 8;
  }
  return cost;
}

/** From here on a label covers a component or another label. */
const COVERS = 40;

/**
 * One box per label: on the longest run that is free of components, lines and other labels; where none is, the least bad.
 * A label that is not `needed` is left out rather than laid over something.
 */
export function placeLabels(
  routes: Map<string, Point[]>, sizes: Map<string, Wanted>, boxes: Iterable<Box>, needed: (key: string) => boolean = () => true,
): Map<string, Placed> {
  const obstacles = [...boxes];
  const lines = [...routes].flatMap(([key, points]) => segmentsOf(points).map((segment) => ({ key, segment })));
  const placed = new Map<string, Placed>();
  const shortestFirst = [...sizes].sort(([a], [b]) => Number(needed(b)) - Number(needed(a)) || (routes.get(a)?.length ?? 0) - (routes.get(b)?.length ?? 0) || a.localeCompare(b));
  for (const [key, size] of shortestFirst) {
    const points = routes.get(key);
    if (!points || points.length < 2) continue;
    const area = areaOf(points, size.width + 16);
    const around: Surroundings = {
      boxes: obstacles.filter((box) => overlaps(box, area)), labels: [...placed.values()].filter((label) => overlaps(label, area)),
      lines: lines.filter((line) => line.key !== key && hitsBox(line.segment, area)).map((line) => line.segment),
    };
    const [spot, cost] = bestSpot(points, size, around);
    const [brief, briefCost] = cost >= COVERS && size.least ? bestSpot(points, size.least, around) : [spot, cost];
    if (briefCost < cost) placed.set(key, { ...brief, brief: true });
    else if (cost < COVERS || needed(key)) placed.set(key, spot);
  }
  return placed;
}

function areaOf(points: Point[], margin: number): Box {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [x, y] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  return { x, y, width: Math.max(...xs) + margin - x, height: Math.max(...ys) + margin - y };
}

function bestSpot(points: Point[], size: LabelSize, around: Surroundings): [Box, number] {
  const [p, q] = [points[0]!, points[1]!];
  let best: Box = { x: (p[0] + q[0]) / 2 + 6, y: (p[1] + q[1]) / 2 - size.height / 2, width: size.width, height: size.height };
  let bestCost = Infinity;
  for (const [index, spot] of spots(points, size).entries()) {
    // Later spots are a little worse, so that a label sits in the middle of its longest run when it can.
    if (index * 0.12 >= bestCost) break;
    const cost = costAt(spot, around) + index * 0.12;
    if (cost < bestCost) { best = spot; bestCost = cost; }
  }
  return [best, bestCost];
}
