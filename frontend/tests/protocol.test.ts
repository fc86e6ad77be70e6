import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readDraft, reconcile, writeDraft } from "../src/model/protocol";
import { Requests } from "../src/state/requests";
import { Store } from "../src/state/store";
import { Actions } from "../src/state/actions";
import { sampleData, sampleDesign } from "./support";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function memory(): Storage {
  const kept = new Map<string, string>();
  return { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v), removeItem: (k: string) => void kept.delete(k) } as unknown as Storage;
}

function bench(change = {}, storage = memory()) {
  const sent: { key: string; value: any }[] = [];
  const outside = { send: (key: string, value: unknown) => void sent.push({ key, value }), post: async () => "broken" as const, storage, now: () => 1000, newEpoch: () => "fresh" };
  const store = new Store(sampleData(change), outside);
  return { store, act: new Actions(store), sent, outside, storage, documents: () => sent.filter((s) => s.key === "document").map((s) => s.value) };
}

describe("who is right about the design", () => {
  it.each([
    ["nothing here yet", null, { epoch: "a", rev: 3, initial: false }, "replace"],
    ["the same", { epoch: "a", rev: 3 }, { epoch: "a", rev: 3, initial: false }, "keep"],
    ["the tab is ahead", { epoch: "a", rev: 5 }, { epoch: "a", rev: 3, initial: false }, "resend"],
    ["another tab was ahead", { epoch: "a", rev: 3 }, { epoch: "a", rev: 5, initial: false }, "adopt"],
    ["another design was opened", { epoch: "a", rev: 5 }, { epoch: "b", rev: 0, initial: false }, "replace"],
    ["a new session knows nothing", { epoch: "a", rev: 5 }, { epoch: "b", rev: 0, initial: true }, "resend"],
    ["a new session, an untouched tab", { epoch: "a", rev: 0 }, { epoch: "b", rev: 0, initial: true }, "replace"],
    ["Python has no epoch yet", { epoch: "a", rev: 2 }, { epoch: null, rev: 0, initial: true }, "resend"],
  ] as const)("%s", (_name, local, data, verdict) => {
    // A wrong verdict here would wipe somebody's drawing.
    expect(reconcile(local, data)).toBe(verdict);
  });
});

describe("what Python made meanwhile", () => {
  it("is adopted only when it holds this tab's last commit", () => {
    // Python changed the drawing twice while a commit was on its way: adopting would lose the commit.
    const local = { epoch: "a", rev: 3 };
    expect(reconcile(local, { epoch: "a", rev: 5, initial: false, heard: 2 }, 3)).toBe("unheard");
    expect(reconcile(local, { epoch: "a", rev: 5, initial: false, heard: 3 }, 3)).toBe("adopt");
  });
});

describe("the draft in the browser", () => {
  it("is kept at each commit and taken up by a later page, then sent", () => {
    const first = bench();
    first.act.add("cache", [400, 0]);
    const second = bench({}, first.storage);
    expect(second.store.state.design.components.cache).toBeDefined();
    expect(second.documents()[0]).toMatchObject({ rev: 1, epoch: "e1" });
  });
  it("comes back as one undo step when the session is a new one, so that neither version is lost", () => {
    const first = bench();
    first.act.add("cache", [400, 0]);
    const { store, documents } = bench({ epoch: "later", initial: true, rev: 0 }, first.storage);
    expect(store.state.design.components.cache).toBeDefined();
    expect(documents()[0]).toMatchObject({ rev: 1, epoch: "later" });
    store.travel("undo");
    expect(store.state.design).toEqual(sampleDesign());
  });
  it("goes away once Python has confirmed it", () => {
    const { store, act, storage, outside } = bench();
    act.add("cache", [400, 0]);
    store.receive(sampleData({ rev: 1, design: store.state.design }), outside);
    expect(readDraft(storage, "b")).toBeNull();
  });
  it.each(["", "{", "[]", '{"epoch":1}', '{"epoch":"a","rev":2,"design":{}}'])("ignores broken content %s", (text) => {
    expect(readDraft({ getItem: () => text }, "b")).toBeNull();
  });
  it("survives a full storage", () => {
    const full = { setItem: () => { throw new Error("full"); } };
    expect(writeDraft(full, "b", { epoch: "a", rev: 1, design: sampleDesign() })).toBe(false);
  });
});

describe("the store", () => {
  it("sends the whole document with a growing rev at each commit, undo and redo", () => {
    const { store, act, documents } = bench();
    act.add("cache", [400, 0]);
    act.connect("api", "cache");
    store.travel("undo");
    store.travel("redo");
    expect(documents().map((d) => d.rev)).toEqual([1, 2, 3, 4]);
    expect(documents()[3].design).toEqual(documents()[1].design);
    expect(documents()[2].design.connections).toHaveLength(3);
  });
  it("keeps a commit that Python has not seen when older data arrives", () => {
    const { store, act, outside } = bench();
    act.add("cache", [400, 0]);
    store.receive(sampleData(), outside);
    expect(store.state.design.components.cache).toBeDefined();
  });
  it("replaces everything when another design is opened", () => {
    const { store, act, outside } = bench();
    act.add("cache", [400, 0]);
    store.receive(sampleData({ epoch: "e2" }), outside);
    expect(store.state.design).toEqual(sampleDesign());
    expect([store.state.undo, store.state.rev, store.state.epoch]).toEqual([null, 0, "e2"]);
  });
  it("says so and sends again when nobody confirms", () => {
    const { store, act, documents } = bench();
    act.add("cache", [400, 0]);
    vi.advanceTimersByTime(7000);
    expect(store.state.reached).toBe(false);
    expect(documents()).toHaveLength(2);
  });
  it("applies an answer to a layout request once, as one undo step", () => {
    const { store, outside } = bench();
    const answers = { layout: { id: 7, positions: { api: [360, 360] as [number, number] } } };
    store.receive(sampleData({ answers }), outside);
    store.receive(sampleData({ answers, rev: 1, design: store.state.design }), outside);
    expect([store.state.rev, store.state.undo]).toEqual([1, "Arranged"]);
    expect(store.state.design.layout!.positions).toMatchObject({ api: [360, 360], db: [0, 216] });
  });
  it("keeps YAML that is not valid, with its problems, and leaves the drawing alone", () => {
    const { store, outside } = bench();
    const id = store.ask({ action: "apply_yaml", text: "components: [", rev: 0 });
    store.set({ yaml: { text: "components: [", problems: [], request: id } });
    store.receive(sampleData({ answers: { yaml: { id, ok: false, problems: [{ line: 1, column: 13, message: "no end" }] } } }), outside);
    expect(store.state.yaml).toEqual({ text: "components: [", problems: [{ line: 1, column: 13, message: "no end" }], request: null });
    expect(store.state.rev).toBe(0);
  });
  it("takes valid YAML as one edit and keeps the positions it does not name", () => {
    const { store, outside } = bench();
    const id = store.ask({ action: "apply_yaml", text: "…", rev: 0 });
    store.set({ yaml: { text: "…", problems: [], request: id } });
    const design = sampleDesign();
    delete design.layout;
    delete design.components.jobs;
    design.connections.pop();
    store.receive(sampleData({ answers: { yaml: { id, ok: true, problems: [], design } } }), outside);
    expect(store.state.design.layout!.positions).toEqual({ people: [0, 0], api: [0, 108], db: [0, 216] });
    expect(store.state.undo).toBe("Edited as YAML");
  });
  it("gives a text that is mostly another drawing places of its own", () => {
    const { store, outside } = bench();
    const id = store.ask({ action: "apply_yaml", text: "…", rev: 0 });
    store.set({ yaml: { text: "…", problems: [], request: id } });
    const design = { ...sampleDesign(), components: { api: { type: "service" }, x: { type: "cache" }, y: { type: "cache" } }, connections: [{ from: "x", to: "api" }], groups: {}, layout: undefined };
    store.receive(sampleData({ answers: { yaml: { id, ok: true, problems: [], design } } }), outside);
    const places = store.state.design.layout!.positions;
    expect(Object.keys(places).sort()).toEqual(["api", "x", "y"]);
    expect(places.x![1]).toBeLessThan(places.api![1]);
  });
  it("tells a fix's gain once the review of the fixed design is there", () => {
    const review = { rev: 0, pending: false, score: 71, of: 100 } as never;
    const { store, act, outside } = bench({ review });
    act.applyFix({ fix: { label: "Connect", gain: 6, verified: true, patch: [{ op: "add_connection", connection: { from: "people", to: "db" } }] } } as never);
    store.receive(sampleData({ rev: 1, design: store.state.design, review: { rev: 1, pending: false, score: 77, of: 100 } as never }), outside);
    expect(store.state.notice).toMatchObject({ text: "71 → 77", detail: "Connect", undo: true });
  });
});

describe("requests", () => {
  it("wait for each other, since the state of a moment holds only one", () => {
    const sent: string[] = [];
    const requests = new Requests((r) => sent.push(r.action), 5);
    requests.acknowledge(0);
    const first = requests.ask({ action: "hint" });
    requests.ask({ action: "review" });
    expect(sent).toEqual(["hint"]);
    requests.acknowledge(first);
    expect(sent).toEqual(["hint", "review"]);
  });
  it("are repeated until handled, with the same id", () => {
    const ids: number[] = [];
    const requests = new Requests((r) => ids.push(r.id), 5);
    requests.acknowledge(0);
    const id = requests.ask({ action: "hint" });
    vi.advanceTimersByTime(4100);
    requests.acknowledge(id);
    vi.advanceTimersByTime(9000);
    expect(ids).toEqual([id, id]);
  });
  it("keep only the newest text of several that wait", () => {
    const texts: string[] = [];
    const requests = new Requests((r) => texts.push(r.action === "apply_yaml" ? r.text : r.action), 5);
    requests.acknowledge(0);
    const first = requests.ask({ action: "hint" });
    requests.ask({ action: "apply_yaml", text: "one", rev: 0 });
    requests.ask({ action: "apply_yaml", text: "two", rev: 0 });
    requests.acknowledge(first);
    expect(texts).toEqual(["hint", "two"]);
  });
});

describe("Python first", () => {
  it("hears of an edit before the page is drawn", () => {
    const { act, store, documents } = bench();
    const drawn = vi.fn();
    store.subscribe(drawn);
    act.add("cache", [400, 0]);
    expect([documents().length, drawn.mock.calls.length]).toEqual([1, 0]);
    vi.advanceTimersByTime(1);
    expect(drawn).toHaveBeenCalledTimes(1);
  });
  it("does not keep a form waiting: a field would fall back to its old value for a moment", () => {
    const { act, store } = bench();
    const drawn = vi.fn();
    store.subscribe(drawn);
    act.setField("api", "replicas", 3, "replicas");
    expect(drawn).toHaveBeenCalled();
  });
  it("is asked for the text only when it is looked at, and then at each edit", () => {
    const { act, store, documents } = bench();
    store.look("split");
    act.add("cache", [400, 0]);
    store.look("canvas");
    act.add("queue", [400, 200]);
    expect(documents().map((d) => [d.rev, d.yaml])).toEqual([[0, true], [1, true], [2, false]]);
  });
  it("need not repeat a catalogue that the tab names", () => {
    const { act, store, outside, documents } = bench({ catalogue_id: "c1" });
    act.add("cache", [400, 0]);
    expect(documents()[0]).toMatchObject({ knows: "c1" });
    const { catalogue } = store.state.data;
    store.receive({ ...sampleData({ rev: 1, catalogue_id: "c1" }), catalogue: null }, outside);
    expect(store.state.data.catalogue).toBe(catalogue);
  });
});

describe("a review that is behind", () => {
  const review = (rev: number) => ({ rev, pending: false, findings: [], questions: [] }) as never;
  it("dims nothing when it catches up quickly", () => {
    const { act, store, outside } = bench({ review: review(0) });
    act.add("cache", [400, 0]);
    vi.advanceTimersByTime(200);
    store.receive(sampleData({ rev: 1, review: review(1) }), outside);
    vi.advanceTimersByTime(1000);
    expect(store.state.late).toBe(false);
  });
  it("is said to be late after a moment, until it has caught up", () => {
    const { act, store, outside } = bench({ review: review(0) });
    act.add("cache", [400, 0]);
    vi.advanceTimersByTime(300);
    expect(store.state.late).toBe(true);
    store.receive(sampleData({ rev: 1, review: review(1) }), outside);
    expect(store.state.late).toBe(false);
  });
});
