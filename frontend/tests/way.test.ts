import { describe, expect, it } from "vitest";
import type { Design, Hop, Walk } from "../src/contract";
import { removeSelection, NOTHING } from "../src/model/edits";
import { allowedNext, checkWay, soundPart, starts, withWay } from "../src/model/way";
import { Actions } from "../src/state/actions";
import { Store } from "../src/state/store";
import { catalogue, sampleData } from "./support";

/** People → lb → two twins, each before its own store; the workers poll the queue, and the push goes back on an open line. */
function twins(): Design {
  const part = (type: string, label: string) => ({ type, label });
  return {
    design: { id: "d", version: 1, scenario: "s", kind: "system" },
    components: {
      people: part("client", "People"), lb: part("load_balancer", "Balancer"), one: part("service", "One"), two: part("service", "Two"),
      hot: part("cache", "Cache"), db: part("relational", "Database"), jobs: part("queue", "Jobs"), workers: part("service", "Workers"), push: part("service", "Push"),
    },
    connections: [
      { from: "people", to: "lb" }, { from: "lb", to: "one" }, { from: "lb", to: "two" }, { from: "one", to: "db" }, { from: "two", to: "db" }, { from: "two", to: "hot" },
      { from: "one", to: "jobs", kind: "async" }, { from: "workers", to: "jobs", kind: "async" }, { from: "people", to: "push", kind: "persistent" }, { from: "workers", to: "push" },
    ],
    layout: { positions: {} },
  };
}
const hop = (order: number, from: string, to: string): Hop => ({ order, from, to, name: to, calls: "×1", rate: "", mode: "must", after: false });
const walk = (...ends: [string, string][]): Walk => ({ flow: "post", title: "Post", state: "served", hops: ends.map(([from, to], i) => hop(i + 1, from, to)) });
const VIA_ONE = walk(["people", "lb"], ["lb", "one"], ["one", "db"]);

describe("what may be said next", () => {
  it("is who asks at first", () => {
    expect(starts(twins(), catalogue, null)).toEqual(["people"]);
    expect(starts(twins(), catalogue, walk(["workers", "jobs"]))).toEqual(["people", "workers"]);
  });
  it.each([
    ["along arrows", ["people"], { lb: "people", push: "people" }],
    ["from any part said before, the latest first", ["people", "lb", "two", "db"], { one: "lb", hot: "two", push: "people" }],
    ["against the arrow of one that polls", ["people", "lb", "one", "jobs"], { two: "lb", db: "one", workers: "jobs", push: "people" }],
    ["back over an open connection", ["workers", "push"], { people: "push", jobs: "workers" }],
  ])("goes on %s", (_words, parts, expected) => {
    expect(Object.fromEntries(allowedNext(twins(), catalogue, null, parts))).toEqual(expected);
  });
});

describe("a way held against drawing and walk", () => {
  it("holds where both go it, a return said or not", () => {
    for (const parts of [["people", "lb", "one", "db"], ["people", "lb", "one", "db", "one"]]) {
      expect(checkWay(twins(), catalogue, VIA_ONE, parts)).toMatchObject({ fault: null, differs: null, unsaid: [] });
    }
  });
  it.each([
    ["a connection that is missing", ["people", "one"], { index: 1, text: "No connection leads from People to One." }],
    ["a part that is missing", ["people", "lb", "gone", "db"], { index: 2, text: "There is no part called gone." }],
    ["a first part that nobody asks from", ["lb", "one"], { index: 0, text: "Balancer does not ask first. Begin with who does." }],
  ])("fails at %s", (_words, parts, fault) => {
    expect(checkWay(twins(), catalogue, VIA_ONE, parts)).toMatchObject({ fault, differs: null });
  });
  it("says where the walk leaves it, and what the walk uses besides", () => {
    const check = checkWay(twins(), catalogue, VIA_ONE, ["people", "lb", "two", "db"]);
    expect(check).toMatchObject({ fault: null, differs: { index: 2 }, unsaid: ["one"] });
    expect(check.differs!.text).toContain("does not go from Balancer to Two, but to One");
    expect(checkWay(twins(), catalogue, walk(["people", "lb"], ["lb", "two"], ["lb", "one"], ["one", "db"]), ["people", "lb", "two", "db"]).differs)
      .toEqual({ index: 3, text: "The walk comes to Database from One, not from Two." });
  });
  it("says where a walk that stops does so", () => {
    const stopped = { ...walk(["people", "lb"], ["lb", "one"]), stop: { at: "one", message: "", completes: "" } };
    expect(checkWay(twins(), catalogue, stopped, ["people", "lb", "one", "db"]).differs).toEqual({ index: 3, text: "The walk does not come to Database: it stops at One." });
  });
});

describe("ways in the design", () => {
  it("are said, changed and removed without a trace", () => {
    const said = withWay(twins(), "post", ["people", "lb"]);
    expect(said.walkthroughs).toEqual({ post: ["people", "lb"] });
    expect(withWay(said, "post", ["people", "lb"])).toBe(said);
    expect(withWay(said, "post", null)).toEqual(twins());
  });
  it("lose a part that is removed, and are then seen to fail there", () => {
    const said = withWay(twins(), "post", ["people", "lb", "one", "db"]);
    const left = removeSelection(said, { ...NOTHING, components: ["one"] });
    expect(left.walkthroughs).toEqual({ post: ["people", "lb", "db"] });
    expect(soundPart(left, catalogue, null, left.walkthroughs!.post!)).toEqual(["people", "lb"]);
    expect(removeSelection(left, { ...NOTHING, components: ["lb", "db"] }).walkthroughs).toBeUndefined();
  });
});

describe("saying a way", () => {
  function bench() {
    const sent: unknown[] = [];
    const data = sampleData({ design: twins(), review: { walks: { post: VIA_ONE } } as never });
    const store = new Store(data, { send: (key, value) => void sent.push({ key, value }), post: async () => "broken" as const, storage: null, now: () => 0, newEpoch: () => "e" });
    return { store, act: new Actions(store), sent };
  }
  it("is one edit, told once it is kept, and one undo away", () => {
    const { store, act, sent } = bench();
    act.showWalk("post");
    act.way.start("post");
    expect(store.state.walk).toBeNull();
    for (const id of ["people", "lb", "two", "db"]) expect(act.way.pick(id)).toBe(true);
    expect([sent.length, store.state.rev]).toEqual([0, 0]);
    act.way.keep();
    expect(store.state).toMatchObject({ rev: 1, saying: null, walk: { flow: "post" }, design: { walkthroughs: { post: ["people", "lb", "two", "db"] } } });
    store.travel("undo");
    expect(store.state.design.walkthroughs).toBeUndefined();
  });
  it("refuses what cannot be next, with the reason", () => {
    const { store, act } = bench();
    act.way.start("post");
    for (const [id, text] of [["db", "Database does not ask first"], ["people", null], ["db", "No connection leads from People to Database"], ["people", "People is number 1 already"]] as const) {
      expect(act.way.pick(id)).toBe(text === null);
      if (text) expect(store.state.notice).toMatchObject({ text, tone: "bad" });
    }
    expect(store.state.saying!.parts).toEqual(["people"]);
  });
  it("takes back part by part, and leaves without an edit", () => {
    const { store, act, sent } = bench();
    act.way.start("post");
    ["people", "lb"].forEach((id) => act.way.pick(id));
    act.way.takeBack();
    expect(store.state.saying!.parts).toEqual(["people"]);
    act.way.keep();
    expect(store.state.saying).not.toBeNull();  // one part is no way
    act.way.cancel();
    expect(store.state).toMatchObject({ saying: null, walk: { flow: "post" }, rev: 0 });
    expect(sent).toEqual([]);
  });
  it("changes a kept way from where it still holds, and removes it", () => {
    const { store, act } = bench();
    store.commit(withWay(store.state.design, "post", ["people", "lb", "db", "one"]), "");
    act.way.start("post");
    expect(store.state.saying!.parts).toEqual(["people", "lb"]);
    act.way.cancel();
    act.way.remove("post");
    expect(store.state.design.walkthroughs).toBeUndefined();
    expect(store.state.notice).toMatchObject({ undo: true });
  });
});
