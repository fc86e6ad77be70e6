export type Theme = "light" | "dark";
/** The colours of a theme by the names of their tokens, without the leading dashes. */
export type Inks = Record<string, string>;

// As people write them and as the build shortens them: without quotes, spaces and the last semicolon.
const DARK = /\.workbench\[data-theme="?dark"?\]\s*\{([^}]*)\}/g;
const TOKEN = /--([\w-]+):\s*(#[0-9a-f]{3,8}|var\(--([\w-]+)\))\s*(?=[;}]|$)/gi;

/** Reads the colours out of style sheets, for images: they cannot ask their page for them. */
export function inksOf(css: string): Record<Theme, Inks> {
  const dark = [...css.matchAll(DARK)].map((block) => block[1]).join("\n");
  const light = css.replace(DARK, "");
  return { light: coloursIn(light), dark: coloursIn(`${light}\n${dark}`) };
}

function coloursIn(css: string): Inks {
  const found = [...css.matchAll(TOKEN)];
  const plain = Object.fromEntries(found.filter(([, , , other]) => !other).map(([, name, colour]) => [name!, colour!]));
  const named = found.flatMap(([, name, , other]) => (other && plain[other] ? [[name!, plain[other]] as const] : []));
  return { ...Object.fromEntries(named), ...plain };
}
