import { describe, expect, it } from "vitest";
import type { Box } from "../src/model/sizes";
import { overlaps } from "../src/model/sizes";
import { hitsBox, pathOf, segmentsOf, sharedLength, simplify, turnsBack } from "../src/routing/geometry";
import { placeLabels } from "../src/routing/labels";
import { routeAll } from "../src/routing/route";

const card = (x: number, y: number): Box => ({ x, y, width: 152, height: 60 });

/** A small generator of numbers, so that every run draws the same drawings. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
}

function drawing(seed: number, parts: number, wires: number, jitter = 3) {
  const next = numbers(seed);
  const boxes = new Map<string, Box>();
  for (let i = 0; i < parts; i += 1) boxes.set(`n${i}`, card((i % 5) * 216 + Math.floor(next() * jitter) * 18, Math.floor(i / 5) * 126));
  const pairs = new Map<string, { key: string; from: string; to: string }>();
  while (pairs.size < wires) {
    const [from, to] = [`n${Math.floor(next() * parts)}`, `n${Math.floor(next() * parts)}`];
    if (from !== to) pairs.set(`${from}>${to}`, { key: `${from}>${to}`, from, to });
  }
  return { boxes, wires: [...pairs.values()] };
}

describe("routes", () => {
  it("draws a straight line between parts that face each other", () => {
    const routes = routeAll(new Map([["a", card(0, 0)], ["b", card(18, 180)]]), [{ key: "k", from: "a", to: "b" }]);
    expect(routes.get("k")).toEqual([[76, 60], [76, 180]]);
  });

  it("ends at the border of the last card of a stack, where its head is seen", () => {
    const boxes = new Map([["a", { ...card(0, 0), stack: 6 }], ["b", { ...card(400, 0), stack: 3 }], ["c", card(18, 180)]]);
    const routes = routeAll(boxes, [{ key: "east", from: "a", to: "b" }, { key: "back", from: "b", to: "a" }, { key: "south", from: "a", to: "c" }]);
    expect(routes.get("east")![0]![0]).toBe(158);
    expect(routes.get("east")!.at(-1)![0]).toBe(400);
    expect(routes.get("back")!.at(-1)![0]).toBe(158);
    expect(routes.get("south")![0]![1]).toBe(66);
  });

  it.each([440, 443, 446])("does not creep along a border to get in at the side (from x = %i)", (x) => {
    const boxes = new Map([["a", card(x - 82, 0)], ["b", card(x - 154, 108)]]);
    const points = routeAll(boxes, [{ key: "k", from: "a", to: "b" }]).get("k")!;
    const [from, to] = [points.at(-2)!, points.at(-1)!];
    expect(Math.abs(from[0] - to[0]) + Math.abs(from[1] - to[1])).toBeGreaterThanOrEqual(10);
    expect(to[1]).toBe(108);
  });

  it.each([1, 2, 3, 4, 5])("keeps every line orthogonal, with its ends on the borders (drawing %i)", (seed) => {
    const { boxes, wires } = drawing(seed, 15, 24);
    for (const [key, points] of routeAll(boxes, wires)) {
      for (const { x1, x2, y1, y2 } of segmentsOf(points)) expect(x1 === x2 || y1 === y2).toBe(true);
      const [from, to] = key.split(">");
      for (const [id, [x, y]] of [[from, points[0]!], [to, points.at(-1)!]] as const) {
        const box = boxes.get(id!)!;
        const onSide = x === box.x || x === box.x + box.width;
        const onLid = y === box.y || y === box.y + box.height;
        expect(onSide || onLid).toBe(true);
      }
      expect(turnsBack(points)).toBe(false);
    }
  });

  it.each([1, 2, 3, 4, 5])("runs through no component (drawing %i)", (seed) => {
    const { boxes, wires } = drawing(seed, 15, 24);
    const routes = routeAll(boxes, wires);
    const hits = [...routes].flatMap(([key, points]) => segmentsOf(points).flatMap((segment) => [...boxes].filter(([, box]) => hitsBox(segment, box)).map(([id]) => `${key} through ${id}`)));
    expect(hits).toEqual([]);
  });

  it.each([1, 2, 3])("lays at most one pair of lines over each other for long where there are lanes (drawing %i)", (seed) => {
    const { boxes, wires } = drawing(seed, 15, 16, 1);
    const runs = [...routeAll(boxes, wires)].flatMap(([key, points]) => segmentsOf(points).map((segment) => ({ key, segment })));
    const covered = runs.flatMap((s, i) => runs.slice(i + 1).filter((t) => t.key !== s.key && s.segment.upright === t.segment.upright && sharedLength(s.segment, t.segment, 1) > 60));
    expect(covered.length).toBeLessThanOrEqual(1);
  });

  it("gives the same lines whatever order the connections come in", () => {
    const { boxes, wires } = drawing(3, 12, 16);
    const forwards = routeAll(boxes, wires);
    const backwards = routeAll(boxes, [...wires].reverse());
    expect(Object.fromEntries(backwards)).toEqual(Object.fromEntries(forwards));
  });

  it("leaves out what has an end nowhere", () => {
    expect(routeAll(new Map([["a", card(0, 0)]]), [{ key: "k", from: "a", to: "gone" }]).size).toBe(0);
  });
});

describe("labels", () => {
  it.each([1, 2, 3])("stand on no component and on no other label where there is room (drawing %i)", (seed) => {
    const { boxes, wires } = drawing(seed, 10, 9);
    const routes = routeAll(boxes, wires);
    const labels = [...placeLabels(routes, new Map(wires.map((w) => [w.key, { width: 60, height: 18 }])), boxes.values()).values()];
    const clashes = labels.filter((label, i) => [...boxes.values()].some((box) => overlaps(label, box)) || labels.slice(i + 1).some((other) => overlaps(label, other)));
    expect(clashes.length).toBeLessThanOrEqual(1);
    expect(labels).toHaveLength(9);
  });
});

describe("labels where it is tight", () => {
  // Two cards with a gap that is lower than a label, and two lines through it.
  const boxes = [card(0, 0), card(0, 76)];
  const routes = new Map<string, [number, number][]>([["a", [[60, 60], [60, 76]]], ["b", [[70, 60], [70, 76]]]]);
  const sizes = new Map([["a", { width: 60, height: 18 }], ["b", { width: 60, height: 18 }]]);
  it("are left out rather than laid over a part or each other", () => {
    expect(placeLabels(routes, sizes, boxes, () => false).size).toBe(0);
  });
  it("are there all the same when somebody looks at them", () => {
    expect([...placeLabels(routes, sizes, boxes, (key) => key === "b").keys()]).toEqual(["b"]);
  });
  it("are cut before they cover anything", () => {
    const [first, second] = [card(0, 0), card(200, 0)];
    const between = new Map<string, [number, number][]>([["a", [[176, 0], [176, 60]]]]);
    const [label] = [...placeLabels(between, new Map([["a", { width: 90, height: 18, least: { width: 16, height: 18 } }]]), [first, second]).values()];
    expect([label?.brief, label?.width]).toEqual([true, 16]);
  });
  it("stand beside a short line where that is free", () => {
    const short = new Map<string, [number, number][]>([["a", [[200, 0], [200, 16]]]]);
    const [label] = [...placeLabels(short, sizes, boxes, () => false).values()];
    expect(label && boxes.some((box) => overlaps(label, box))).toBe(false);
  });
});

describe("geometry", () => {
  it("drops repeated and straight points", () => {
    expect(simplify([[0, 0], [0, 0], [0, 5], [0, 9], [4, 9]])).toEqual([[0, 0], [0, 9], [4, 9]]);
  });
  it("rounds the corners of a path", () => {
    expect(pathOf([[0, 0], [0, 20], [20, 20]])).toBe("M0 0L0 12Q0 20 8 20L20 20");
  });
});
