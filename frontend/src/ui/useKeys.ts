import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { type Command, commandFor } from "../model/keymap";
import { GRID } from "../model/sizes";
import type { Bench } from "../state/hook";
import { useBench } from "../state/hook";
import { groupOfNode } from "./flow";
import { FIT, toggleFullScreen } from "./Toolbar";

const EVERYWHERE = new Set<Command>(["undo", "redo", "search", "help", "fullscreen", "next_hop", "previous_hop", "escape"]);
const ARROWS: Partial<Record<Command, [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

const isTyping = (target: EventTarget | null): boolean => {
  const element = target as HTMLElement | null;
  return element !== null && (/^(INPUT|TEXTAREA|SELECT)$/.test(element.nodeName) || element.isContentEditable);
};

/** The keyboard of the workbench: one listener at its root. Text fields keep their keys. */
export function useKeys(): (event: React.KeyboardEvent) => void {
  const bench = useBench();
  const flow = useReactFlow();
  return useCallback((event: React.KeyboardEvent) => {
    const target = event.nativeEvent.composedPath()[0] as HTMLElement;
    // Streamlit listens for bare letters (c, r) on the document: keys pressed in here are ours.
    if (!event.ctrlKey && !event.metaKey && event.key.length === 1) event.nativeEvent.stopPropagation();
    if (isTyping(target) || bench.store.state.dialog) return;
    const command = commandFor(event);
    if (!command) return;
    const onCanvas = target.closest?.(".canvas") !== null && target.closest?.(".canvas") !== undefined;
    if (!onCanvas && !EVERYWHERE.has(command)) return;
    const inside = target.closest?.("button, a, summary, .picker");
    if (inside && (command === "edit" || command === "toggle")) return;
    event.preventDefault();
    if (bench.store.state.saying && sayingKey(bench, command)) return;
    if (onCanvas) selectFocused(bench, target, command);
    run(command, event.shiftKey, bench, () => void flow.fitView(FIT));
  }, [bench, flow]);
}

/** A key on a focused card or line is about that element, selected or not. */
function selectFocused({ store }: Bench, target: HTMLElement, command: Command): void {
  const element = target.closest<HTMLElement>(".react-flow__node, .react-flow__edge");
  const id = element?.dataset.id;
  if (!id || command === "escape" || command === "undo" || command === "redo" || command === "select_all") return;
  const { selection, design } = store.state;
  const group = groupOfNode(id);
  if (element.classList.contains("react-flow__edge")) { if (!selection.connections.includes(id)) store.select({ connections: [id] }); }
  else if (group !== null) { if (!selection.groups.includes(group)) store.select({ groups: [group] }); }
  else if (design.components[id] && !selection.components.includes(id)) store.select({ components: [id] });
}

/** While a way is being said, keys are about it: what would change the drawing does nothing. True when that is all. */
function sayingKey({ act }: Bench, command: Command): boolean {
  if (command === "escape") { act.way.cancel(); act.focusCanvas(); }
  else if (command === "remove" || command === "undo") act.way.takeBack();
  else return !["search", "help", "fullscreen", "fit"].includes(command);
  return true;
}

function run(command: Command, shift: boolean, { store, act, host }: Bench, fit: () => void): void {
  const arrow = ARROWS[command];
  if (arrow) { act.nudge(arrow[0] * GRID * (shift ? 4 : 1), arrow[1] * GRID * (shift ? 4 : 1)); return; }
  switch (command) {
    case "undo": case "redo": store.travel(command); break;
    case "search": act.search(); break;
    case "help": store.set({ dialog: "help" }); break;
    case "fullscreen": toggleFullScreen(host); break;
    case "next_hop": act.hop(1); break;
    case "previous_hop": act.hop(-1); break;
    case "escape": escape({ store, act }); break;
    case "connect": startConnecting({ store, act }); break;
    case "remove": act.removeSelected(); break;
    case "fit": fit(); break;
    case "layout": act.layout(); break;
    case "group": store.set({ dialog: "group" }); break;
    case "edit": act.edit(); break;
    case "take_down": takeDown({ store, act }); break;
    case "select_all": act.selectAll(); break;
    case "copy": act.copy(); break;
    case "cut": act.copy(); act.removeSelected(); break;
    case "paste": act.paste(); break;
    case "duplicate": act.duplicate(); break;
    default: break;
  }
}

function takeDown({ store, act }: Pick<Bench, "store" | "act">): void {
  const [first] = act.losable();
  if (store.state.loss) act.bringBack();
  else if (first) act.takeDown(first.target);
  else store.say("Select a part, a zone or a region to take down");
}

function escape({ store, act }: Pick<Bench, "store" | "act">): void {
  const { connecting, notice, walk, loss, lossAsked } = store.state;
  if (connecting) store.set({ connecting: null });
  else if (loss || lossAsked) act.bringBack();
  else if (notice) store.set({ notice: null });
  else if (walk) store.set({ walk: null });
  else if (act.simulation.dismiss()) act.focusCanvas();
  else store.select({});
}

function startConnecting({ store, act }: Pick<Bench, "store" | "act">): void {
  const [from, to] = store.state.selection.components;
  if (from && to) { act.connect(from, to); return; }
  if (from) store.set({ connecting: { from, to: null, by: "picker" } });
  else store.say("Select a component first");
}
