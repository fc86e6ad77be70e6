/** Red, green and blue of a CSS colour as Streamlit hands it down (#rgb, #rrggbb, rgb(), rgba()); null when unknown. */
function channels(colour: string): [number, number, number] | null {
  const text = colour.trim();
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})([0-9a-f]{2})?$/i.exec(text)?.[1];
  if (hex) {
    const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
    return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16)) as [number, number, number];
  }
  const inside = /^rgba?\(([^)]+)\)$/i.exec(text)?.[1];
  const parts = inside?.split(/[\s,/]+/).map(Number).filter((n) => !Number.isNaN(n));
  return parts && parts.length >= 3 ? [parts[0]!, parts[1]!, parts[2]!] : null;
}

/** Light or dark by the luminance of the page's background; light when there is none to ask. */
export function isDark(background: string): boolean {
  const rgb = channels(background);
  return rgb !== null && 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] < 128;
}
