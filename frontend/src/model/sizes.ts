import type { Component, Design } from "../contract";

export const GRID = 18;
export const CARD_WIDTH = 152;
export const CARD_HEIGHT = 60;
const CARD_WIDEST = 224;
/** The bar of the role, the tile and the gaps: what stands beside the name. */
const CARD_REST = 60;
const CLASS_WIDTH = 190;
const CLASS_HEADER = 46;
const CLASS_LINE = 17;
const CLASS_GAP = 12;

export interface Size { width: number; height: number }
/** `stack`: how far (px) the cards behind it look out to the right and below. */
export interface Box { x: number; y: number; width: number; height: number; stack?: number }

/** How far each card of a stack stands out from the one before it. */
const STACK_STEP = 3;

export const snap = (value: number): number => Math.round(value / GRID) * GRID || 0; // never −0

export function textList(component: Component | undefined, field: string): string[] {
  const value = component?.[field];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** About the width of a name on a card, by the kinds of its letters: a few px more than it takes, seldom less. What is too wide is not measured to its end. */
function nameWidth(name: string): number {
  let width = 0;
  for (const letter of name) {
    if (width > CARD_WIDEST) break;
    width += letter >= "\u1100" ? 14 : /[ .,:;'|!()iIjlt]/.test(letter) ? 4.3 : /[MWmw&@%]/.test(letter) ? 10.8 : /\p{Lu}/u.test(letter) ? 8.3 : 7;
  }
  return width;
}

/** How many cards stand behind: replicas, shards, nodes, whichever is largest. */
export function stackOf(component: Component): number {
  const counts = ["replicas", "shards", "nodes", "instances"].map((key) => Number(component[key])).filter((n) => n > 1);
  return Math.min(2, Math.max(0, ...counts.map((n) => n - 1)));
}

/** The size of a component that may go by its id. */
export const sizeOf = (design: Design, id: string): Size => componentSize({ label: id, ...design.components[id]! }, design.design.kind);

/** Size in canvas pixels, a pure function of the component: routes and groups never wait for a measurement. */
export function componentSize(component: Component, kind: Design["design"]["kind"]): Size {
  if (kind !== "object_model") {
    const wanted = 2 * Math.ceil((nameWidth(component.label ?? "") + CARD_REST) / 2);
    return { width: Math.min(CARD_WIDEST, Math.max(CARD_WIDTH, wanted)), height: CARD_HEIGHT };
  }
  const attributes = textList(component, "attributes");
  const operations = textList(component, "operations");
  const longest = Math.max(0, ...attributes.concat(operations).map((line) => line.length));
  const compartment = (lines: string[]) => (lines.length ? lines.length * CLASS_LINE + CLASS_GAP : 0);
  return {
    width: Math.min(270, Math.max(CLASS_WIDTH, Math.ceil((longest * 7.2 + 24) / 2) * 2)),
    height: CLASS_HEADER + compartment(attributes) + compartment(operations),
  };
}

export function componentBox(design: Design, id: string): Box | null {
  const component = design.components[id];
  const position = design.layout?.positions[id];
  if (!component || !position) return null;
  const stack = design.design.kind === "object_model" ? 0 : STACK_STEP * stackOf(component);
  return { x: position[0], y: position[1], ...sizeOf(design, id), ...(stack ? { stack } : {}) };
}

export function boxesOf(design: Design): Map<string, Box> {
  const boxes = new Map<string, Box>();
  for (const id of Object.keys(design.components)) {
    const box = componentBox(design, id);
    if (box) boxes.set(id, box);
  }
  return boxes;
}

export const overlaps = (a: Box, b: Box, gap = 0): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

export const contains = (box: Box, x: number, y: number): boolean =>
  x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;

export function union(boxes: Box[]): Box | null {
  if (!boxes.length) return null;
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  return {
    x, y,
    width: Math.max(...boxes.map((b) => b.x + b.width)) - x,
    height: Math.max(...boxes.map((b) => b.y + b.height)) - y,
  };
}
