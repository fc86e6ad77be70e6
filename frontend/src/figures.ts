/** What Python computes on request: figures with their working, a journey's numbers. Part of the contract. */

export interface Given { label: string; value: number | null; unit: string; text: string; source: string }
export interface Figure {
  label: string; value: number | null; unit: string; text: string; why_not: string | null; simulate: boolean;
  formula?: string; substituted?: string; inputs?: (Figure | Given)[]; approximation?: string;
  /** How far the truth may lie below and above, as shares. */
  error_band?: [number, number] | null;
  mistake?: { name: string; text: string; why: string } | null;
  assumes?: string[];
}
export const isGiven = (input: Figure | Given): input is Given => "source" in input;

export interface Target { text: string; met: boolean | null }
/** A bar of the waterfall; `from` and `to` are shares of the axis. */
export interface HopTime { label: string; note: string; from: number; to: number; slow: boolean; mean: Figure }
export interface JourneyNumbers {
  id: number; rev: number; flow: string; title: string;
  /** Why there are no numbers; everything below is absent then. */
  why?: string;
  latency?: { p50: Figure; p99: Figure; mean: Figure; target: Target | null; simulate: string[]; hops: HopTime[]; owner: string } | null;
  availability?: {
    text: string; minutes: string; figure: Figure; target: Target | null; more: number; cuts: { text: string; minutes: string; share: number }[];
  } | null;
  first?: { part: string; label: string; dimension: string; tone: "bad" | "warn" | "good"; at: Figure } | null;
  cost?: { total: Figure; budget: Target | null; notes: string[] };
}
