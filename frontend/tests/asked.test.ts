import { describe, expect, it } from "vitest";
import type { Answers } from "../src/contract";
import type { JourneyNumbers } from "../src/figures";
import { fateOf, losableOf } from "../src/model/losing";
import { Actions } from "../src/state/actions";
import type { Loss } from "../src/overlays";
import { Store } from "../src/state/store";
import { catalogue, sampleData, sampleDesign } from "./support";

function bench(change = {}) {
  const sent: { key: string; value: Record<string, unknown> }[] = [];
  const outside = { send: (key: string, value: unknown) => void sent.push({ key, value: value as Record<string, unknown> }), post: async () => "broken" as const, storage: null, now: () => 100, newEpoch: () => "e" };
  const store = new Store(sampleData(change), outside);
  const requests = () => sent.filter(({ key }) => key === "request").map(({ value }) => value);
  const receive = (answers: Answers, more = {}) => store.receive({ ...sampleData(), rev: store.state.rev, design: store.state.design, answers, ...more }, outside);
  return { store, act: new Actions(store), sent, requests, receive };
}

const lossOf = (id: number, change: Partial<Loss> = {}): Loss => ({
  id, rev: 0, target: "component:db", label: "Database", text: "Database is lost.", tone: "bad", recovery: "It passes.", recovers: true, minutes: "",
  gone: ["db"], cut: [], weaker: { api: "1 of 2 left" }, overloaded: {}, parts: { api: 1.4 }, flows: [], ...change,
});
const numbersOf = (flow: string, id: number, rev = 0): JourneyNumbers => ({ id, rev, flow, title: flow });

describe("the numbers of a journey", () => {
  it("are asked for once for a drawing", () => {
    const { act, store, requests, receive } = bench();
    act.showWalk("read");
    act.askNumbers();
    act.askNumbers();
    expect(requests()).toEqual([{ action: "numbers", flow: "read", id: 101 }]);
    receive({ numbers: numbersOf("read", 101) }, { handled: 101 });
    act.askNumbers();
    expect(store.state.numbers?.flow).toBe("read");
    expect(requests()).toHaveLength(1);
  });
  it("are asked for again when the drawing or the journey is another", () => {
    const { act, store, requests, receive } = bench();
    act.showWalk("read");
    act.askNumbers();
    receive({ numbers: numbersOf("read", 101) }, { handled: 101 });
    store.commit({ ...sampleDesign(), connections: [] }, "edit");
    act.askNumbers();
    receive({ numbers: numbersOf("read", 102, 1) }, { handled: 102 });
    act.showWalk("write");
    act.askNumbers();
    expect(requests().map(({ flow, id }) => [flow, id])).toEqual([["read", 101], ["read", 102], ["write", 103]]);
  });
  it("are taken once, and Python is told which the tab has", () => {
    const { store, sent, receive } = bench();
    receive({ numbers: numbersOf("read", 7) }, { handled: 7 });
    const first = store.state.numbers;
    receive({ numbers: numbersOf("read", 7) }, { handled: 7 });
    expect(store.state.numbers).toBe(first);
    receive({}, { handled: 7 });
    expect(store.state.numbers).toBe(first);
    store.commit({ ...sampleDesign(), connections: [] }, "edit");
    expect(sent.findLast(({ key }) => key === "document")!.value.got).toMatchObject({ numbers: 7 });
  });
});

describe("a loss", () => {
  it("lies over the drawing until it is brought back", () => {
    const { act, store, requests, receive } = bench();
    act.takeDown("component:db");
    expect(requests().at(-1)).toEqual({ action: "take_down", target: "component:db", id: 101 });
    expect(store.state.loss).toBeNull();
    receive({ loss: lossOf(101) }, { handled: 101 });
    expect(store.state.loss?.gone).toEqual(["db"]);
    expect(store.state.said).toContain("It passes.");
    act.takeDown("component:db");
    expect(store.state.loss).toBeNull();
    receive({ loss: lossOf(101) }, { handled: 101 });
    expect(store.state.loss).toBeNull();
  });
  it("ends with any edit, also while it is on its way", () => {
    const { act, store, receive } = bench();
    act.takeDown("component:db");
    receive({ loss: lossOf(101) }, { handled: 101 });
    act.setField("api", "replicas", 3, "replicas");
    expect(store.state.loss).toBeNull();
    act.takeDown("component:db");
    act.setField("api", "replicas", 4, "replicas");
    receive({ loss: lossOf(102) }, { handled: 102 });
    expect([store.state.loss, store.state.got.loss]).toEqual([null, 102]);
  });
  it("tells what it does to each part", () => {
    const loss = lossOf(1, { overloaded: { jobs: "Jobs would be at 140 %" } });
    expect(["db", "api", "jobs", "people"].map((id) => [fateOf(loss, id).state, fateOf(loss, id).chip])).toEqual([
      ["down", "down"], ["weaker", "1 of 2 left"], ["over", ""], ["", ""]]);
    expect(fateOf(null, "db")).toEqual({ state: "", chip: "" });
    expect(fateOf(loss, "db")).toBe(fateOf(loss, "db"));
  });
  it.each([
    ["people", []], ["db", ["component:db"]], ["api", ["component:api", "instance:api"]], ["eu", ["region:eu"]], ["az", ["zone:az"]], ["none", []],
  ])("can be asked for at %s: %j", (id, targets) => {
    expect(losableOf(sampleDesign(), catalogue, id).map(({ target }) => target)).toEqual(targets);
  });
  it("is offered one zone at a time where a region has several, and never among classes", () => {
    const design = sampleDesign();
    expect(losableOf({ ...design, groups: { eu: { kind: "region", contains: [], zones: 3 } } }, catalogue, "eu").map(({ target }) => target)).toEqual(["region:eu", "zone:eu/zone-1"]);
    expect(losableOf({ ...design, design: { ...design.design, kind: "object_model" } }, catalogue, "db")).toEqual([]);
  });
});
