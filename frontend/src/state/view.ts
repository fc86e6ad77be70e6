import type { Data, Design, Patch, Position, YamlProblem } from "../contract";
import type { JourneyNumbers } from "../figures";
import type { Selection } from "../model/edits";
import type { Frame, Loss, Played, SimulationChoices } from "../overlays";
import type { Got } from "./asked";

export type DockTab = "findings" | "questions" | "assumed" | "waived";
export type Dialog = "help" | "clarifications" | "load" | "scope" | "group" | "prompt" | null;
export type PhoneTab = "prompt" | "canvas" | "findings";

export interface ShownWalk { flow: string; hop: number | null; playing: boolean }
/** A journey whose way the learner is just saying, and the parts said so far. */
export interface SaidWay { flow: string; parts: string[] }
export interface Notice { text: string; detail?: string; tone: "good" | "bad" | "plain"; undo?: boolean; fix?: { before: number | null; rev: number } }
/** A connection being made without dragging: by keyboard (a picker) or by tapping the second part. */
export interface Connecting { from: string; to: string | null; by: "picker" | "tap" }
export interface YamlDraft { text: string; problems: YamlProblem[]; request: number | null }

/** What the form says: a multiple of the peak, and ids of the choices. */
export interface Wish { load: number; happens: string; protections: string[] }
/** The simulation under the canvas: what may be asked for, what was asked for last, and what of it is played. */
export interface Simulation { open: boolean; choices: SimulationChoices | null; choicesAsked: number | null; wish: Wish; asked: number | null; played: Played | null; at: number; playing: boolean; speed: number }
export const NO_SIMULATION: Simulation = {
  open: false, choices: null, choicesAsked: null, wish: { load: 1, happens: "", protections: [] }, asked: null, played: null, at: 0, playing: false, speed: 1,
};

export interface State {
  data: Data;
  design: Design;
  rev: number;
  epoch: string;
  /** False once Python has not confirmed a commit for some seconds. */
  reached: boolean;
  /** True once the review has been behind the drawing for longer than a moment. */
  late: boolean;
  undo: string | null;
  redo: string | null;
  selection: Selection;
  view: "canvas" | "split" | "yaml";
  phoneTab: PhoneTab;
  dockTab: DockTab;
  dockOpen: boolean;
  dialog: Dialog;
  walk: ShownWalk | null;
  saying: SaidWay | null;
  /** Whether the panel of a walk shows its hops or its numbers. */
  walkView: "hops" | "numbers";
  /** The newest numbers of a journey, and the request that asked last. */
  numbers: JourneyNumbers | null;
  numbersAsked: { flow: string; id: number } | null;
  /** What is down, as long as it is, and the request for it. */
  loss: Loss | null;
  lossAsked: { target: string; id: number } | null;
  simulation: Simulation;
  got: Got;
  /** The dashed edit shown while a fix is hovered. */
  preview: { patch: Patch; words: string } | null;
  /** Elements outlined while a finding is hovered. */
  outlined: string[];
  connecting: Connecting | null;
  /** Component corners while a drag is under way. */
  dragging: Record<string, Position> | null;
  notice: Notice | null;
  /** Words for screen readers. */
  said: string;
  yaml: YamlDraft | null;
  paletteOpen: boolean;
  /** Counters that ask a part of the page to do something once. */
  asks: { fit: number; search: number; edit: number; canvas: number; reveal: string | string[]; revealCount: number };
}

/** Whether the review that is shown belongs to an older drawing. */
export const isBehind = ({ data: { review }, rev }: State): boolean => review !== null && (review.rev < rev || review.pending);

export type Change = Partial<State> | ((state: State) => Partial<State>);

/** The slice of time that lies over the drawing; a loss goes before it. */
export const frameOf = ({ simulation: { played, at }, loss }: State): Frame | null => (loss ? null : played?.frames[at] ?? null);
