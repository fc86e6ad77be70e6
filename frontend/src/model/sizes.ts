import type { Component, Design } from "../contract";

export const GRID = 18;
export const CARD_WIDTH = 152;
export const CARD_HEIGHT = 60;
const CLASS_WIDTH = 190;
const CLASS_HEADER = 46;
const CLASS_LINE = 17;
const CLASS_GAP = 12;

export interface Size { width: number; height: number }
export interface Box { x: number; y: number; width: number; height: number }

export const snap = (value: number): number => Math.round(value / GRID) * GRID || 0; // never −0

export function textList(component: Component | undefined, field: string): string[] {
  const value = component?.[field];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** Size in canvas pixels, a pure function of the component: routes and groups never wait for a measurement. */
export function componentSize(component: Component, kind: Design["design"]["kind"]): Size {
  if (kind !== "object_model") return { width: CARD_WIDTH, height: CARD_HEIGHT };
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
  return { x: position[0], y: position[1], ...componentSize(component, design.design.kind) };
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
