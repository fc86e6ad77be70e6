import type { DropReason, Frame, PerReason, StationFrame } from "../overlays";

/** "2.4k": three digits at most, as the rest of the page writes amounts. */
export function short(amount: number): string {
  for (const [size, letter] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]] as const) {
    if (Math.abs(amount) >= size * 0.9995) return `${Number((amount / size).toPrecision(3))}${letter}`;
  }
  return String(amount >= 1 ? Number(amount.toPrecision(3)) : Number(amount.toPrecision(2)));
}

/** "462 ms", "1.5 s" */
export function seconds(time: number): string {
  if (time < 0.9995) return `${Number((time * 1000).toPrecision(3))} ms`;
  return `${Number(time.toPrecision(3))} s`;
}

const WORDS: Record<DropReason, string> = { shed: "turned away", "timed out": "timed out", outage: "refused", breaker: "circuit open", unfinished: "unfinished" };

const drops = (lost: PerReason): [DropReason, number][] =>
  (Object.entries(lost) as [DropReason, number][]).filter(([reason, count]) => reason !== "unfinished" && count > 0).sort((a, b) => b[1] - a[1]);

export const lostPerSecond = (lost: PerReason): number => drops(lost).reduce((sum, [, count]) => sum + count, 0);

export interface StationWords { down: boolean; waits: string; drops: string }
const CALM: StationWords = { down: false, waits: "", drops: "" };
const known = new WeakMap<StationFrame, StationWords>();

/** What a card says of its part in a slice of time; the same object each time it is asked. */
export function wordsIn(frame: Frame | null, id: string): StationWords {
  const station = frame?.stations[id];
  if (!station) return CALM;
  let words = known.get(station);
  if (!words) {
    const [worst] = drops(station.dropped_per_s);
    words = {
      down: station.slots === 0,
      waits: station.waiting >= 1 ? `${short(Math.round(station.waiting))} wait` : "",
      drops: worst ? `${short(lostPerSecond(station.dropped_per_s))}/s ${WORDS[worst[0]]}` : "",
    };
    known.set(station, words);
  }
  return words;
}
