import { describe, expect, it } from "vitest";
import type { Answers } from "../src/contract";
import type { JourneyNumbers } from "../src/figures";
import { Actions } from "../src/state/actions";
import { Store } from "../src/state/store";
import { sampleData, sampleDesign } from "./support";

function bench(change = {}) {
  const sent: { key: string; value: Record<string, unknown> }[] = [];
  const outside = { send: (key: string, value: unknown) => void sent.push({ key, value: value as Record<string, unknown> }), storage: null, now: () => 100, newEpoch: () => "e" };
  const store = new Store(sampleData(change), outside);
  const requests = () => sent.filter(({ key }) => key === "request").map(({ value }) => value);
  const receive = (answers: Answers, more = {}) => store.receive({ ...sampleData(), rev: store.state.rev, design: store.state.design, answers, ...more }, outside);
  return { store, act: new Actions(store), sent, requests, receive };
}

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
