import type { Box } from "../model/sizes";
import { bestPath } from "./candidates";
import { type Point, type Segment, hitsBox, segmentsOf } from "./geometry";
import { type Ends, type Wire, chooseSides, nearby, placePorts, reach } from "./ports";

import { Memo, signature } from "./memo";

export type { Wire } from "./ports";

const paths = new Memo<Point[]>();

/** A loop at the east side for a part connected to itself (only files can contain one). */
const loop = (box: Box): Point[] => {
  const [x, y] = [box.x + box.width, box.y + box.height / 2];
  return [[x, y - 10], [x + 22, y - 10], [x + 22, y + 10], [x, y + 10]];
};

/**
 * Orthogonal routes for all connections: sides first, then ports, then each path past the components and the lines
 * already drawn (short ones first). Pure and deterministic: the same drawing gives the same lines.
 */
export function routeAll(boxes: Map<string, Box>, wires: Wire[]): Map<string, Point[]> {
  const known = wires.filter((wire) => boxes.has(wire.from) && boxes.has(wire.to));
  const routes = new Map<string, Point[]>();
  for (const wire of known) if (wire.from === wire.to) routes.set(wire.key, loop(boxes.get(wire.from)!));
  const distance = (wire: Wire) => {
    const [a, b] = [boxes.get(wire.from)!, boxes.get(wire.to)!];
    return Math.abs(a.x + a.width / 2 - b.x - b.width / 2) + Math.abs(a.y + a.height / 2 - b.y - b.height / 2);
  };
  const ordered = known.filter((wire) => wire.from !== wire.to)
    .map((wire) => ({ wire, far: distance(wire) }))
    .sort((p, q) => p.far - q.far || p.wire.key.localeCompare(q.wire.key)).map(({ wire }) => wire);
  const used = new Map<string, number>();
  const ends = new Map<string, Ends>();
  for (const wire of ordered) {
    const sides = chooseSides(wire, boxes, used);
    ends.set(wire.key, sides);
    for (const dock of [`${wire.from}:${sides.start}`, `${wire.to}:${sides.end}`]) used.set(dock, (used.get(dock) ?? 0) + 1);
  }
  const ports = placePorts(ordered, ends, boxes);
  const placed: Segment[] = [];
  for (const wire of ordered) {
    const docked = ports.get(wire.key)!;
    const [a, b] = [boxes.get(wire.from)!, boxes.get(wire.to)!];
    const around = reach(a, b);
    const scene = { boxes: nearby(a, b, boxes.values()), own: [a, b], placed: placed.filter((segment) => hitsBox(segment, around, 8)) };
    const seen = signature([a, b, ...scene.boxes], scene.placed, ...docked.start, docked.startSide, ...docked.end, docked.endSide);
    const path = paths.get(wire.key, seen, () => bestPath(docked, scene).path);
    const drawn = path.length ? path : [docked.start, docked.end];
    routes.set(wire.key, drawn);
    placed.push(...segmentsOf(drawn));
  }
  return routes;
}
