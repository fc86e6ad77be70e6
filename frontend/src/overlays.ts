/** What Python computes on request to be laid over the drawing: the loss of one thing. Part of the contract. */

export type FlowFate = "breaks" | "overloads" | "degrades" | "unaffected";
export interface Loss {
  id: number; rev: number; target: string; label: string; text: string; tone: "good" | "bad"; recovery: string; recovers: boolean | null; minutes: string;
  gone: string[];
  /** Component → how many of it are left, in words. */
  weaker: Record<string, string>;
  /** Component → how full it would be, in words; only what is above 100 % because of the loss. */
  overloaded: Record<string, string>;
  /** Component → utilisation after the loss. */
  parts: Record<string, number>;
  flows: { flow: string; title: string; status: FlowFate; text: string }[];
}
