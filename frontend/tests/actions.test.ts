import { describe, expect, it } from "vitest";
import { groupBoxes, parentGroup } from "../src/model/groups";
import { Actions } from "../src/state/actions";
import { Store } from "../src/state/store";
import { sampleData } from "./support";

function bench(change = {}) {
  const sent: { key: string; value: unknown }[] = [];
  const store = new Store(sampleData(change), { send: (key, value) => void sent.push({ key, value }), post: async () => "broken" as const, storage: null, now: () => 0, newEpoch: () => "e" });
  return { store, act: new Actions(store), sent, design: () => store.state.design };
}

describe("connecting", () => {
  it("takes the kind from what the ends are", () => {
    const { act, design } = bench();
    act.connect("db", "jobs");
    expect(design().connections.at(-1)).toEqual({ from: "db", to: "jobs", kind: "async" });
  });
  it("says why it refuses and changes nothing", () => {
    const { act, store, sent } = bench();
    expect(act.connect("api", "api")).toBe(false);
    expect(store.state.notice).toMatchObject({ tone: "bad", text: "Not connected" });
    expect([store.state.rev, sent.length]).toEqual([0, 0]);
  });
  it("keeps a connection selected when its kind or direction changes", () => {
    const { act, store } = bench();
    store.select({ connections: ["api>db>request"] });
    act.setConnection("api>db>request", { kind: "async" });
    expect(store.state.selection.connections).toEqual(["api>db>async"]);
    act.reverse("api>db>async");
    expect(store.state.selection.connections).toEqual(["db>api>async"]);
  });
});

describe("dragging", () => {
  it("puts a part in the group it is dropped on, and takes it out far away", () => {
    const { act, design } = bench();
    const { x, y } = groupBoxes(design()).get("eu")!;
    act.drop({ people: [x + 36, y + 180] }, true);
    expect(parentGroup(design(), "people")).toBe("eu");
    act.drop({ people: [1800, 1800] }, true);
    expect(parentGroup(design(), "people")).toBeNull();
  });
  it("lets a group grow when a part of it is dropped just outside", () => {
    const { act, design } = bench();
    act.drop({ db: [90, 252] }, true);
    expect(parentGroup(design(), "db")).toBe("eu");
  });
  it("moves several parts without changing where they belong", () => {
    const { act, design } = bench();
    act.drop({ db: [1800, 1800], people: [1800, 1600] }, false);
    expect(parentGroup(design(), "db")).toBe("eu");
  });
});

describe("editing", () => {
  it("makes one undo step of a held arrow key", () => {
    const { act, store, design } = bench();
    store.select({ components: ["api"] });
    [1, 2, 3].forEach(() => act.nudge(18, 0));
    expect(design().layout!.positions.api).toEqual([54, 108]);
    store.travel("undo");
    expect(design().layout!.positions.api).toEqual([0, 108]);
  });
  it("copies, pastes twice and duplicates", () => {
    const { act, store, design } = bench();
    store.select({ components: ["api", "db"] });
    act.copy();
    act.paste();
    act.paste();
    expect(Object.keys(design().components)).toHaveLength(8);
    expect(store.state.selection.components).toHaveLength(2);
    act.duplicate();
    expect(Object.keys(design().components)).toHaveLength(10);
  });
  it("never bothers Python with a selection", () => {
    const { store, sent } = bench();
    store.select({ components: ["api"] });
    expect(store.state.selection.components).toEqual(["api"]);
    expect(sent).toEqual([]);
  });
  it("waives a finding with a reason and brings it back", () => {
    const { act, design } = bench();
    const finding = { rule: "r", elements: ["api"], title: "t" } as never;
    act.waive(finding, "on purpose");
    expect(design().waivers).toEqual([{ rule: "r", element: "api", reason: "on purpose" }]);
    act.unwaive(finding);
    expect(design().waivers).toEqual([]);
  });
});

describe("the walk", () => {
  const hop = (order: number) => ({ order, from: "api", to: "db", name: "Database", calls: "×1", rate: "", mode: "must", after: false });
  const walks = { f: { flow: "f", title: "F", state: "served", hops: [hop(1), hop(2)] } };
  it("plays from all hops to the first and back to all after the last", () => {
    const { act, store } = bench({ review: { walks } });
    act.showWalk("f");
    const seen = [1, 1, 1].map(() => { act.hop(1); return store.state.walk!.hop; });
    expect(seen).toEqual([1, 2, null]);
    act.hop(-1);
    expect(store.state.walk!.hop).toBe(2);
    act.showWalk("f");
    expect(store.state.walk).toBeNull();
  });
});

describe("jumping", () => {
  it.each([["api", { components: ["api"] }], ["api -> db", { connections: ["api>db>request"] }], ["eu", { groups: ["eu"] }]])("to %s selects it and brings it into view", (element, selection) => {
    const { act, store } = bench();
    act.jumpTo(element);
    expect(store.state.selection).toMatchObject(selection);
    expect(store.state.asks.revealCount).toBe(1);
  });
  it("to something that is gone does nothing", () => {
    const { act, store } = bench();
    act.jumpTo("gone");
    expect(store.state.asks.revealCount).toBe(0);
  });
  it("shows what a fix has added, and leaves the view alone when it adds nothing", () => {
    const { store, act } = bench();
    const before = store.state.asks.revealCount;
    const fix = (patch: object[]) => act.applyFix({ fix: { label: "Fix", gain: 1, verified: true, patch } } as never);
    fix([{ op: "set", component: "api", field: "replicas", value: 3 }]);
    expect(store.state.asks.revealCount).toBe(before);
    fix([{ op: "add_component", id: "log", component: { type: "queue" }, near: "api" }]);
    expect([store.state.asks.revealCount, store.state.asks.reveal]).toEqual([before + 1, ["log"]]);
  });
});
