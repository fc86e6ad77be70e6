import { describe, expect, it } from "vitest";
import { share } from "../src/model/share";

const told = () => ({ review: { findings: [{ fingerprint: "a", points: 3 }, { fingerprint: "b", points: 1 }], bars: [{ at: 60 }, { at: 80 }] }, rev: 1 });

describe("what did not change", () => {
  it("is the very object when nothing changed at all", () => {
    const before = told();
    expect(share(before, told())).toBe(before);
  });
  it("keeps its identity beside what changed", () => {
    const before = told();
    const after = share(before, { ...told(), rev: 2 });
    expect(after).toEqual({ ...told(), rev: 2 });
    expect(after.review).toBe(before.review);
  });
  it("is known by its fingerprint when the list shifts", () => {
    const before = told();
    const now = told();
    now.review.findings.unshift({ fingerprint: "new", points: 5 });
    const after = share(before, now);
    expect(after.review.findings.map((f) => f.fingerprint)).toEqual(["new", "a", "b"]);
    expect(after.review.findings[1]).toBe(before.review.findings[0]);
    expect(after.review.bars).toBe(before.review.bars);
  });
  it.each([
    ["a list became shorter", { a: [1, 2] }, { a: [1] }], ["a key went", { a: 1, b: 2 }, { a: 1 }], ["a key came", { a: 1 }, { a: 1, b: null }],
    ["a list became an object", { a: [] }, { a: {} }], ["null became something", { a: null }, { a: { b: 1 } }], ["items changed places", [{ fingerprint: "a" }, { fingerprint: "b" }], [{ fingerprint: "b" }, { fingerprint: "a" }]],
    ["a key of every object", { constructor: 1 }, { constructor: { b: 1 } }],
  ] as [string, unknown, unknown][])("does not hide that %s", (_name, before, after) => {
    const expected = JSON.stringify(after);
    const shared = share(before, after);
    expect(JSON.stringify(shared)).toBe(expected);
    expect(shared).not.toBe(before);
  });
});
