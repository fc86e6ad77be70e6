import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { News } from "../src/contract";
import { type Answer, type Message, post } from "../src/state/line";
import { Actions } from "../src/state/actions";
import { Store } from "../src/state/store";
import { sampleData } from "./support";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

const line = { path: "/direct-line", name: "secret" };
const review = (rev: number, score: number) => ({ rev, score, pending: false, of: 100, findings: [], questions: [] }) as never;
const news = ({ epoch, rev }: Message, score = 70): News =>
  ({ epoch, rev, initial: false, heard: rev, review: review(rev, score), saved: { state: "saved", text: "" }, yaml: null, answers: {}, handled: 0 });

function bench(answer: (message: Message) => Answer | Promise<Answer> = news) {
  const sent: { key: string; value: any }[] = [];
  const told: Message[] = [];
  const outside = {
    send: (key: string, value: unknown) => void sent.push({ key, value }),
    post: async (_line: unknown, message: Message) => { told.push(message); return answer(message); },
    storage: null, now: () => 1000, newEpoch: () => "fresh",
  };
  const store = new Store(sampleData({ line }), outside);
  const pages = () => sent.filter((one) => one.key === "document").map((one) => one.value.rev);
  return { store, act: new Actions(store), outside, sent, told, pages };
}

describe("the direct line", () => {
  it("answers an edit at once, and the page hears of it when the hand rests", async () => {
    const { store, act, told, pages } = bench();
    act.add("cache", [400, 0]);
    await vi.advanceTimersByTimeAsync(0);
    expect([told.length, store.state.data.review?.score, store.state.data.rev, pages()]).toEqual([1, 70, 1, []]);
    await vi.advanceTimersByTimeAsync(500);
    expect(pages()).toEqual([1]);
  });

  it("lets the page rest while somebody draws on", async () => {
    const { act, told, pages } = bench();
    for (let index = 0; index < 5; index += 1) {
      act.add("cache", [400, index * 200]);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect([told.length, pages()]).toEqual([5, []]);
    await vi.advanceTimersByTimeAsync(500);
    expect(pages()).toEqual([5]);
  });

  it("has one message under way, and skips what is overtaken", async () => {
    let free = (): void => {};
    const { store, act, told } = bench(async (message) => { await new Promise<void>((done) => { free = done; }); return news(message); });
    for (let index = 0; index < 4; index += 1) act.add("cache", [400, index * 200]);
    await vi.advanceTimersByTimeAsync(0);
    expect(told.map((one) => one.rev)).toEqual([1]);
    free();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.map((one) => one.rev)).toEqual([1, 4]);
    free();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.state.data.rev).toBe(4);
  });

  it("leaves an edit to the page at once when only that can answer, and stays open", async () => {
    let first = true;
    const { act, told, pages } = bench((message) => { const was = first; first = false; return was ? "page" : news(message); });
    act.add("cache", [400, 0]);
    await vi.advanceTimersByTimeAsync(0);
    expect(pages()).toEqual([1]);
    act.add("cache", [400, 200]);
    await vi.advanceTimersByTimeAsync(500);
    expect([told.length, pages()]).toEqual([2, [1, 2]]);
  });

  it("is given up when nobody is at its other end, until another one is told", async () => {
    const { store, act, outside, told, pages } = bench(() => "broken");
    act.add("cache", [400, 0]);
    await vi.advanceTimersByTimeAsync(0);
    act.add("cache", [400, 200]);
    await vi.advanceTimersByTimeAsync(500);
    expect([told.length, pages()]).toEqual([1, [1, 2]]);
    store.receive(sampleData({ line: { ...line, name: "another" }, rev: 2, design: store.state.design }), outside);
    act.add("cache", [400, 400]);
    await vi.advanceTimersByTimeAsync(0);
    expect(told.length).toBe(2);
  });

  it("does not keep a request waiting: the page hears of the drawing first", async () => {
    const { store, act, sent } = bench();
    act.add("cache", [400, 0]);
    await vi.advanceTimersByTimeAsync(0);
    store.ask({ action: "review" });
    expect(sent.map((one) => one.key)).toEqual(["document", "request"]);
    await vi.advanceTimersByTimeAsync(500);
    expect(sent.filter((one) => one.key === "document").length).toBe(1);
  });

  it("is not overruled by a run of the page that had begun before", async () => {
    const { store, act, outside } = bench();
    act.add("cache", [400, 0]);
    await vi.advanceTimersByTimeAsync(0);
    store.receive(sampleData({ line, rev: 0, review: review(0, 12) }), outside);
    expect([store.state.data.review?.score, store.state.data.rev, Object.keys(store.state.design.components).length]).toEqual([70, 1, 5]);
  });

  it("cannot bring back a drawing that was left meanwhile", async () => {
    let free = (): void => {};
    const { store, act, outside } = bench(async (message) => { await new Promise<void>((done) => { free = done; }); return news(message); });
    act.add("cache", [400, 0]);
    await vi.advanceTimersByTimeAsync(0);
    store.receive(sampleData({ line, epoch: "e2", rev: 0 }), outside);
    free();
    await vi.advanceTimersByTimeAsync(0);
    expect([store.state.epoch, store.state.data.epoch, store.state.design.components.cache]).toEqual(["e2", "e2", undefined]);
  });

  it("shows a loss of the server as the page's way does", async () => {
    const { store, act, pages } = bench(() => "page");
    act.add("cache", [400, 0]);
    await vi.advanceTimersByTimeAsync(6500);
    expect([store.state.reached, pages()]).toEqual([false, [1, 1]]);
  });
});

describe("what comes back from the server", () => {
  const message = { rev: 1, epoch: "e1", design: sampleData().design };
  const answered = (status: number, body: string) => vi.stubGlobal("fetch", async () => new Response(body, { status }));
  it.each([
    ["the review", 200, '{"rev":1}', { rev: 1 }],
    ["another drawing", 409, "", "page"],
    ["no such place", 404, "Not Found", "broken"],
    ["a page of somebody else", 200, "<!doctype html>", "broken"],
  ] as const)("%s", async (_name, status, body, answer) => {
    answered(status, body);
    expect(await post(line, message)).toEqual(answer);
  });
  it("is nothing while the connection is lost", async () => {
    vi.stubGlobal("fetch", async () => { throw new TypeError("Failed to fetch"); });
    expect(await post(line, message)).toBe("page");
  });
});

describe("a fix while fixes are being tried", () => {
  const fix = (gain: number) => ({ label: "Connect", gain, verified: true, patch: [{ op: "add_connection" as const, connection: { from: "people", to: "db" } }] });
  const found = (change: object) => ({ fingerprint: "f", title: "Off", elements: ["db"], points: 3, ...change });
  const told = (rev: number, change: object, fixes_pending: boolean) =>
    sampleData({ rev, review: { rev, score: 50, pending: false, fixes_pending, of: 100, findings: [found(change)], questions: [] } as never });
  const opened = async () => {
    const it = bench(() => "page");
    it.store.receive(told(0, { fix: fix(6), fix_pending: false }, false), it.outside);
    it.act.add("cache", [400, 0]);
    await vi.advanceTimersByTimeAsync(0);
    it.store.receive({ ...told(1, { fix: null, fix_pending: true }, true), design: it.store.state.design }, it.outside);
    return it;
  };

  it("stays in its place, as the very same finding", () => {
    const { store } = bench();
    store.receive(told(0, { fix: fix(6), fix_pending: false }, false), bench().outside);
    const before = store.state.data.review!.findings[0];
    store.receive(told(0, { fix: null, fix_pending: true }, true), bench().outside);
    expect(store.state.data.review!.findings[0]).toBe(before);
  });

  it("is applied once it was tried on the drawing as it is", async () => {
    const { store, act, outside } = await opened();
    act.applyFix(store.state.data.review!.findings[0]!);
    expect(store.state.design.connections.length).toBe(3);
    store.receive({ ...told(1, { fix: fix(4), fix_pending: false }, false), design: store.state.design }, outside);
    expect(store.state.design.connections.length).toBe(4);
  });

  it("is not applied when it wins nothing any more, and says so", async () => {
    const { store, act, outside } = await opened();
    act.applyFix(store.state.data.review!.findings[0]!);
    store.receive({ ...told(1, { fix: null, fix_pending: false }, false), design: store.state.design }, outside);
    expect([store.state.design.connections.length, store.state.notice?.text]).toEqual([3, "This would win nothing any more"]);
  });

  it("is not applied when something else was drawn meanwhile", async () => {
    const { store, act, outside } = await opened();
    act.applyFix(store.state.data.review!.findings[0]!);
    act.add("cache", [400, 200]);
    store.receive({ ...told(2, { fix: fix(4), fix_pending: false }, false), design: store.state.design }, outside);
    expect(store.state.design.connections.length).toBe(3);
  });
});
