import { describe, expect, it } from "vitest";
import type { Answers } from "../src/contract";
import { seconds, short, wordsIn } from "../src/model/playing";
import type { Frame, Played, SimulationChoices, StationFrame } from "../src/overlays";
import { Actions } from "../src/state/actions";
import { offered } from "../src/state/simulating";
import { Store } from "../src/state/store";
import { frameOf } from "../src/state/view";
import { grouped } from "../src/ui/SimulationForm";
import { sampleData, sampleDesign } from "./support";

const station = (change: Partial<StationFrame> = {}): StationFrame => ({ utilisation: 0.5, waiting: 0, slots: 4, dropped_per_s: {}, ...change });
const frame = (index: number, change: Partial<StationFrame> = {}): Frame => ({ from_s: index, until_s: index + 1, stations: { api: station(change) }, flows: {} });
const playedOf = (id: number): Played => ({ id, rev: 0, title: "At peak", frames: [frame(0), frame(1), frame(2)], event: null, flows: [], text: "", recovery: null, parts: [], remarks: [], notes: [] });
const choicesOf = (id: number): SimulationChoices => ({
  id, rev: 0,
  happenings: [
    { id: "", label: "Nothing" }, { id: "burst", label: "A burst" }, { id: "down:api", label: "API down", group: "A part goes down", part: "api" },
    { id: "down:db", label: "Database down", group: "A part goes down", part: "db" }, { id: "hangs:api", label: "API hanging", group: "A part hangs", part: "api" },
  ],
  protections: [{ id: "timeouts", label: "Timeouts", help: "" }, { id: "autoscaling", label: "Autoscaling", help: "", off: "No part says so." }],
});

function bench() {
  const sent: Record<string, unknown>[] = [];
  const outside = { send: (key: string, value: unknown) => { if (key === "request") sent.push(value as Record<string, unknown>); }, post: async () => "broken" as const, storage: null, now: () => 100, newEpoch: () => "e" };
  const store = new Store(sampleData(), outside);
  const receive = (answers: Answers, handled: number) => store.receive({ ...sampleData(), rev: store.state.rev, design: store.state.design, answers, handled }, outside);
  return { store, act: new Actions(store), sent, receive };
}

describe("a simulation", () => {
  it("is asked for, played to its end, and begins anew from there", () => {
    const { store, act, sent, receive } = bench();
    act.simulation.start();
    expect(sent.at(-1)).toEqual({ action: "simulate", load: 1, happens: "", protections: [], id: 101 });
    receive({ played: playedOf(101) }, 101);
    expect([store.state.simulation.at, store.state.simulation.playing]).toEqual([0, true]);
    act.simulation.step();
    act.simulation.step();
    expect([store.state.simulation.at, store.state.simulation.playing]).toEqual([2, false]);
    act.simulation.play(true);
    expect([store.state.simulation.at, store.state.simulation.playing]).toEqual([0, true]);
    act.simulation.show(9);
    expect([store.state.simulation.at, store.state.simulation.playing]).toEqual([2, false]);
  });
  it("asks for what the form says, as far as the drawing offers it", () => {
    const { store, act, sent, receive } = bench();
    act.simulation.askChoices();
    act.simulation.askChoices();
    expect(sent).toEqual([{ action: "simulation_choices", id: 101 }]);
    receive({ choices: choicesOf(101) }, 101);
    act.simulation.askChoices();
    expect(sent).toHaveLength(1);
    act.simulation.wish({ load: 2, happens: "down:api", protections: ["timeouts", "autoscaling"] });
    act.simulation.start();
    expect(sent.at(-1)).toEqual({ action: "simulate", load: 2, happens: "down:api", protections: ["timeouts"], id: 102 });
    receive({ played: playedOf(102) }, 102);
    act.simulation.stop();
    expect(store.state.simulation.wish.happens).toBe("down:api");
    store.commit({ ...sampleDesign(), connections: [] }, "edit");
    act.simulation.askChoices();
    receive({ choices: { ...choicesOf(104), happenings: [{ id: "", label: "Nothing" }] } }, 104);
    expect(offered(store.state.simulation).happens).toBe("");
  });
  it("offers what can happen to the selected part first", () => {
    const headings = (part: string | null) => grouped(choicesOf(1).happenings!, part, "API").map(({ heading, choices }) => [heading, ...choices.map(({ id }) => id)]);
    expect(headings(null)).toEqual([["", "", "burst"], ["A part goes down", "down:api", "down:db"], ["A part hangs", "hangs:api"]]);
    expect(headings("api")).toEqual([["", "", "burst"], ["API", "down:api", "hangs:api"], ["A part goes down", "down:db"]]);
  });
  it("leaves the drawing when it is stopped, and does not come back late", () => {
    const { store, act, sent, receive } = bench();
    act.simulation.start();
    receive({}, 101);
    act.simulation.close();
    expect(sent.at(-1)).toMatchObject({ action: "stop_simulation" });
    receive({ played: playedOf(101) }, 102);
    expect([store.state.simulation.played, frameOf(store.state)]).toEqual([null, null]);
  });
  it("is not thrown away by a key while it runs", () => {
    const { act, sent, receive } = bench();
    act.simulation.open();
    act.simulation.start();
    receive({}, 101);
    expect([act.simulation.dismiss(), sent.at(-1)!.action]).toEqual([false, "simulate"]);
    receive({ played: playedOf(101) }, 101);
    expect([act.simulation.dismiss(), sent.at(-1)!.action]).toEqual([true, "stop_simulation"]);
  });
  it("stays when one draws on, and gives way to a loss", () => {
    const { store, act, receive } = bench();
    act.simulation.start();
    receive({ played: playedOf(101) }, 101);
    store.commit({ ...sampleDesign(), connections: [] }, "edit");
    expect(frameOf(store.state)?.from_s).toBe(0);
    store.set({ loss: { id: 1, rev: 1, target: "", label: "", text: "", tone: "bad", recovery: "", recovers: null, minutes: "", gone: [], cut: [], weaker: {}, overloaded: {}, parts: {}, flows: [] } });
    expect(frameOf(store.state)).toBeNull();
  });
});

describe("words on a card", () => {
  it.each([
    [{}, { down: false, waits: "", drops: "" }],
    [{ slots: 0 }, { down: true, waits: "", drops: "" }],
    [{ waiting: 0.6 }, { down: false, waits: "", drops: "" }],
    [{ waiting: 2412.3 }, { down: false, waits: "2.41k wait", drops: "" }],
    [{ dropped_per_s: { shed: 20, "timed out": 100, unfinished: 900 } }, { down: false, waits: "", drops: "120/s timed out" }],
    [{ dropped_per_s: { unfinished: 900 } }, { down: false, waits: "", drops: "" }],
  ])("say what happens there: %j", (change, words) => {
    const now = frame(0, change as Partial<StationFrame>);
    expect(wordsIn(now, "api")).toEqual(words);
    expect(wordsIn(now, "api")).toBe(wordsIn(now, "api"));
  });
  it("are none without a frame, or for what is not simulated", () => {
    expect([wordsIn(null, "api"), wordsIn(frame(0), "db")]).toEqual(Array(2).fill({ down: false, waits: "", drops: "" }));
  });
  it.each([[0, "0"], [0.0312, "0.031"], [7, "7"], [999.6, "1k"], [2412, "2.41k"], [999_900, "1M"], [3.2e6, "3.2M"], [1e9, "1G"]])("write %d as %s", (amount, text) => { expect(short(amount)).toBe(text); });
  it.each([[0.0123, "12.3 ms"], [0.9996, "1 s"], [12.34, "12.3 s"]])("write %d s as %s", (time, text) => { expect(seconds(time)).toBe(text); });
});
