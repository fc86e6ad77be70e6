import { type Box, overlaps, union } from "../model/sizes";
import { Memo, signature } from "./memo";
import { type Point, type Side, SIDES, isUpright, sidePoint } from "./geometry";
import { BLOCKED, bestPath, cheapest, simplePaths } from "./candidates";

export interface Wire { key: string; from: string; to: string }
export interface Ends { start: Side; end: Side }
export interface Ports { start: Point; startSide: Side; end: Point; endSide: Side }

const centre = (box: Box): Point => [box.x + box.width / 2, box.y + box.height / 2];

/** Of two corners that take about as long (px), the one that leaves sideways and enters from above reads better. */
const ENTER_SIDEWAYS = 24;
const REACH = 60;
/** The area in which a simple path between two boxes can lie. */
export function reach(a: Box, b: Box): Box {
  const box = union([a, b])!;
  return { x: box.x - REACH, y: box.y - REACH, width: box.width + 2 * REACH, height: box.height + 2 * REACH };
}

/** Obstacles near the two boxes: far ones cannot matter to a simple path. */
export function nearby(a: Box, b: Box, boxes: Iterable<Box>): Box[] {
  const area = reach(a, b);
  return [...boxes].filter((box) => box !== a && box !== b && overlaps(box, area));
}

/** Sides from which a box looks towards another, nearest first; then the rest. */
function facing(from: Box, to: Box): Side[] {
  const [dx, dy] = [centre(to)[0] - centre(from)[0], centre(to)[1] - centre(from)[1]];
  const horizontal: Side = dx >= 0 ? "east" : "west";
  const vertical: Side = dy >= 0 ? "south" : "north";
  const flat = Math.abs(dx) - from.width / 2 > Math.abs(dy) - from.height / 2;
  return flat ? [horizontal, vertical] : [vertical, horizontal];
}

const remembered = new Memo<Ends>();

/** Chooses the sides of both ends: the pair with the cheapest path past the other components. */
export function chooseSides(wire: Wire, boxes: Map<string, Box>, used: Map<string, number>): Ends {
  const a = boxes.get(wire.from)!;
  const b = boxes.get(wire.to)!;
  const obstacles = nearby(a, b, boxes.values());
  const loads = [wire.from, wire.to].map((id) => SIDES.map((side) => (used.get(`${id}:${side}`) ?? 0) * (isUpright(side) ? 14 : 34)));
  return remembered.get(wire.key, signature([a, b, ...obstacles], [], ...loads.flat()), () => cheapestSides(a, b, obstacles, loads));
}

/** `loads`: what it costs to share each side (in the order of SIDES) with the wires already there, for both ends. */
function cheapestSides(a: Box, b: Box, obstacles: Box[], loads: number[][]): Ends {
  const load = (end: 0 | 1, side: Side) => loads[end]![SIDES.indexOf(side)]!;
  const scene = { boxes: obstacles, own: [a, b], placed: [] };
  let best: Ends = { start: "south", end: "north" };
  let bestCost = Infinity;
  const tryPairs = (starts: Side[], ends: Side[], thorough: boolean) => {
    for (const start of starts) for (const end of ends) {
      const docked = { start: sidePoint(a, start), startSide: start, end: sidePoint(b, end), endSide: end };
      const found = thorough ? bestPath(docked, scene) : cheapest(simplePaths(docked), scene);
      const cost = found.path.length ? found.cost + load(0, start) + load(1, end) + (isUpright(start) && !isUpright(end) ? ENTER_SIDEWAYS : 0) : Infinity;
      if (cost < bestCost) { best = { start, end }; bestCost = cost; }
    }
  };
  tryPairs(facing(a, b), facing(b, a), false);
  if (bestCost >= BLOCKED) tryPairs(facing(a, b), facing(b, a), true);
  if (bestCost >= BLOCKED) tryPairs(SIDES, SIDES, true);
  return best;
}

interface Docking { wire: string; at: "start" | "end"; other: Point }

/** Spreads the wires of every side along it, ordered by where they go so that they do not cross at the start. */
export function placePorts(wires: Wire[], ends: Map<string, Ends>, boxes: Map<string, Box>): Map<string, Ports> {
  const sides = new Map<string, Docking[]>();
  const dock = (id: string, side: Side, docking: Docking) => {
    const key = `${id}:${side}`;
    sides.set(key, [...(sides.get(key) ?? []), docking]);
  };
  for (const wire of wires) {
    const { start, end } = ends.get(wire.key)!;
    dock(wire.from, start, { wire: wire.key, at: "start", other: centre(boxes.get(wire.to)!) });
    dock(wire.to, end, { wire: wire.key, at: "end", other: centre(boxes.get(wire.from)!) });
  }
  const points = new Map<string, Point>();
  for (const [key, dockings] of sides) {
    const cut = key.lastIndexOf(":");
    const side = key.slice(cut + 1) as Side;
    const box = boxes.get(key.slice(0, cut))!;
    const axis = isUpright(side) ? 0 : 1;
    dockings.sort((p, q) => p.other[axis] - q.other[axis] || p.wire.localeCompare(q.wire));
    const room = (isUpright(side) ? box.width : box.height) - 20;
    const gap = Math.min(isUpright(side) ? 32 : 14, room / Math.max(1, dockings.length - 1));
    dockings.forEach((docking, index) => {
      const middle = sidePoint(box, side);
      middle[axis] = Math.round(middle[axis] + (index - (dockings.length - 1) / 2) * gap);
      points.set(`${docking.wire}:${docking.at}`, middle);
    });
  }
  const ports = new Map<string, Ports>();
  for (const wire of wires) {
    const { start, end } = ends.get(wire.key)!;
    ports.set(wire.key, { start: points.get(`${wire.key}:start`)!, startSide: start, end: points.get(`${wire.key}:end`)!, endSide: end });
  }
  straighten(wires, ports, boxes, sides);
  return ports;
}

/** Lets two facing ports share a coordinate where both sides have room: a straight line instead of a small step. */
function straighten(wires: Wire[], ports: Map<string, Ports>, boxes: Map<string, Box>, sides: Map<string, Docking[]>): void {
  const pairs: Partial<Record<Side, Side>> = { south: "north", north: "south", east: "west", west: "east" };
  for (const wire of wires) {
    const port = ports.get(wire.key)!;
    if (pairs[port.startSide] !== port.endSide) continue;
    const axis = isUpright(port.startSide) ? 0 : 1;
    const alone = (id: string, side: Side) => sides.get(`${id}:${side}`)!.length === 1;
    const inside = (box: Box, value: number) => (axis === 0
      ? value >= box.x + 10 && value <= box.x + box.width - 10 : value >= box.y + 10 && value <= box.y + box.height - 10);
    const [a, b] = [boxes.get(wire.from)!, boxes.get(wire.to)!];
    if (alone(wire.to, port.endSide) && inside(b, port.start[axis])) port.end[axis] = port.start[axis];
    else if (alone(wire.from, port.startSide) && inside(a, port.end[axis])) port.start[axis] = port.end[axis];
    else if (Math.abs(port.start[axis] - port.end[axis]) < 6) port.end[axis] = port.start[axis];
  }
}
