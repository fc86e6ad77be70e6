export type Command =
  | "search" | "connect" | "remove" | "undo" | "redo" | "fit" | "layout" | "group" | "help" | "edit" | "select_all"
  | "copy" | "cut" | "paste" | "duplicate" | "escape" | "fullscreen" | "next_hop" | "previous_hop"
  | "left" | "right" | "up" | "down" | "toggle" | "take_down";

export interface Stroke { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }

const PLAIN: Record<string, Command> = {
  "/": "search", c: "connect", delete: "remove", backspace: "remove", f: "fit", l: "layout", g: "group", "?": "help",
  enter: "edit", escape: "escape", arrowleft: "left", arrowright: "right", arrowup: "up", arrowdown: "down", " ": "toggle",
  x: "take_down", ".": "next_hop", ",": "previous_hop",
};
const WITH_CONTROL: Record<string, Command> = {
  z: "undo", y: "redo", a: "select_all", c: "copy", x: "cut", v: "paste", d: "duplicate",
};

/** The command of a key stroke on the canvas, or null. Text fields keep their keys: the caller checks that first. */
export function commandFor(stroke: Stroke): Command | null {
  const key = stroke.key.toLowerCase();
  if (stroke.altKey) return null;
  if (stroke.ctrlKey || stroke.metaKey) {
    if (key === "z" && stroke.shiftKey) return "redo";
    return WITH_CONTROL[key] ?? null;
  }
  if (key === "f" && stroke.shiftKey) return "fullscreen";
  return PLAIN[key] ?? null;
}

/** What the help dialog shows. */
export const HELP: { title: string; rows: [keys: string, does: string][] }[] = [
  { title: "Add and find", rows: [
    ["/", "Search the palette; Enter adds the first match"],
    ["Tab", "Go through the components"],
    ["Enter", "Edit the selected component"],
  ] },
  { title: "Change", rows: [
    ["C", "Connect: type or pick the target, Enter"],
    ["← ↑ → ↓", "Move by 18 px; with Shift by 72 px"],
    ["Del", "Remove"],
    ["G", "Group the selection"],
    ["Ctrl C · Ctrl V · Ctrl D", "Copy, paste, duplicate"],
    ["Ctrl Z · Ctrl Shift Z", "Undo, redo"],
    ["Ctrl A · Shift drag", "Select all, select an area"],
  ] },
  { title: "See", rows: [
    ["F", "Fit the drawing"],
    ["Shift F", "Full screen"],
    ["L", "Auto layout"],
    [", · .", "Walk: one hop back, one hop on"],
    ["X", "Take the selection down, bring it back"],
    ["Esc", "Close, or select nothing"],
    ["?", "This list"],
  ] },
];
