/** Only drawing elements and their geometry: an icon in a catalogue is data, never markup that could act. */
const ELEMENTS = new Set(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "g"]);
const ATTRIBUTES = new Set([
  "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "transform", "opacity",
  "fill", "stroke", "fill-rule", "clip-rule", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
]);
const SAFE_VALUE = /^[\w\s.,#()%+-]*$/;

export interface Shape { element: string; attributes: Record<string, string> }

/** Reads the shapes of an SVG body; unknown elements and attributes are dropped, nesting is flattened. */
export function shapesOf(body: string): Shape[] {
  const shapes: Shape[] = [];
  for (const [, element, rest] of body.slice(0, 8000).matchAll(/<([a-zA-Z]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g)) {
    if (!ELEMENTS.has(element!) || element === "g") continue;
    const attributes: Record<string, string> = {};
    for (const [, name, double, single] of rest!.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
      const value = double ?? single ?? "";
      if (ATTRIBUTES.has(name!) && SAFE_VALUE.test(value) && !/url|script/i.test(value)) attributes[name!] = value;
    }
    shapes.push({ element: element!, attributes });
  }
  return shapes;
}
