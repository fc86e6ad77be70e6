/** What Python computes on request to be laid over the drawing: the loss of one thing, a simulation. Part of the contract. */

import type { Target } from "./figures";

export type FlowFate = "breaks" | "overloads" | "degrades" | "unaffected";
export interface Loss {
  id: number; rev: number; target: string; label: string; text: string; tone: "good" | "bad"; recovery: string; recovers: boolean | null; minutes: string;
  gone: string[];
  /** Ends of the connections over which nothing passes any more. */
  cut: [string, string][];
  /** Component → how many of it are left, in words. */
  weaker: Record<string, string>;
  /** Component → how full it would be, in words; only what is above 100 % because of the loss. */
  overloaded: Record<string, string>;
  /** Component → utilisation after the loss. */
  parts: Record<string, number>;
  flows: { flow: string; title: string; status: FlowFate; text: string }[];
}

export type DropReason = "shed" | "timed out" | "outage" | "breaker" | "unfinished";
export type PerReason = Partial<Record<DropReason, number>>;
/** One part in a slice of time; `slots` is 0 while it is down. */
export interface StationFrame { utilisation: number; waiting: number; slots: number; dropped_per_s: PerReason }
export interface FlowFrame { answered_per_s: number; failed_per_s: PerReason; p99_s: number | null }
export interface Frame { from_s: number; until_s: number; stations: Record<string, StationFrame>; flows: Record<string, FlowFrame> }
export interface Played {
  id: number; rev: number; title: string; frames: Frame[];
  /** When what happens, happens. */
  event: { from_s: number; until_s: number } | null;
  flows: { flow: string; title: string; p50: string; p99: string; target: Target | null; answered: string; failed: string }[];
  /** Parts at which calls failed, with how many and why. */
  parts: { part: string; title: string; failed: string }[];
  text: string; recovery: { text: string; good: boolean } | null; notes: string[];
  /** What has to be known beside the result, such as an effect that takes longer than is simulated. */
  remarks: string[];
}
/** What may be simulated on the drawing of `rev`; `why` says in words when nothing can be. */
export interface SimulationChoices {
  id: number; rev: number; why?: string;
  happenings?: { id: string; label: string; group?: string; part?: string }[];
  /** `off`: why it would change nothing here. */
  protections?: { id: string; label: string; help: string; off?: string }[];
}
/** How far a simulation is. */
export interface SimulationRun {
  id: number; rev: number; title: string; state: "waiting" | "running" | "done" | "failed" | "cancelled"; progress: number; text: string;
}
