import type { Answers } from "../contract";
import type { State } from "./view";

const prefersStill = (): boolean => typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Kinds of answers that are large: the tab says which it has, and Python leaves those out. */
export type Large = "numbers" | "loss" | "played" | "choices";
export type Got = Record<Large, number>;
export const GOT_NOTHING: Got = { numbers: 0, loss: 0, played: 0, choices: 0 };

/** What large answers are news: each is taken once, by its id. */
export function takeLarge(state: State, answers: Answers): Partial<State> | null {
  const { numbers, loss, played, choices } = answers;
  const change: Partial<State> = {};
  const got = { ...state.got };
  if (numbers && numbers.id > got.numbers) {
    got.numbers = numbers.id;
    change.numbers = numbers;
  }
  if (loss && loss.id > got.loss) {
    got.loss = loss.id;
    // What was brought back or edited meanwhile is not laid over the drawing any more.
    if (state.lossAsked?.id === loss.id) Object.assign(change, { loss, lossAsked: null, said: `${loss.text} ${loss.recovery}` });
    else change.got = got;
  }
  if (played && played.id > got.played) {
    got.played = played.id;
    if (state.simulation.asked === played.id) Object.assign(change, { simulation: { ...state.simulation, played, at: 0, playing: !prefersStill() }, said: `${played.title}: the simulation is done` });
    else change.got = got;
  }
  if (choices && choices.id > got.choices) {
    got.choices = choices.id;
    change.simulation = { ...(change.simulation ?? state.simulation), choices };
  }
  return Object.keys(change).length ? { ...change, got } : null;
}

/** Whether an answer is still to come. */
export const awaits = (state: State, request: number | null): boolean => request !== null && request > (state.data.handled ?? Infinity);
