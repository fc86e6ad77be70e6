import { describe, expect, it } from "vitest";
import { refuseConnection, suggestKind } from "../src/model/connect";
import { NOTHING, addComponent, clip, connect, moveBy, paste, removeSelection, reverseConnection, setConnection, setField } from "../src/model/edits";
import { slug, uniqueId } from "../src/model/ids";
import { boxesOf, overlaps } from "../src/model/sizes";
import { catalogue, sampleDesign } from "./support";

describe("ids", () => {
  it.each([["Load balancer", "load-balancer"], ["Größe  2", "gro-e-2"], ["数据库", "part"], ["2nd store", "part-2nd-store"]])("makes %s an id", (label, id) => {

    expect(slug(label)).toBe(id);
  });
  it("numbers a taken id from 2 on", () => {
    expect(uniqueId("api", new Set(["api", "api-2"]))).toBe("api-3");
  });
});

describe("adding", () => {
  it("gives a new part an id and a label of its own, a place on the grid and room", () => {
    const first = addComponent(sampleDesign(), catalogue, "cache", [0, 108]);
    const second = addComponent(first.design, catalogue, "cache", [0, 108]);
    expect([first.id, second.id]).toEqual(["cache", "cache-2"]);
    expect(second.design.components["cache-2"]!.label).toBe("Cache 2");
    const boxes = [...boxesOf(second.design).values()];
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => expect(overlaps(a, b)).toBe(false)));
    const [x, y] = second.design.layout!.positions["cache-2"]!;
    expect([Math.abs(x % 18), Math.abs(y % 18)]).toEqual([0, 0]);
  });
  it("leaves the old design and unknown sections as they were", () => {
    const before = sampleDesign();
    const { design } = addComponent(before, catalogue, "cache", [500, 0]);
    expect(before).toEqual(sampleDesign());
    expect(design.answers_of_the_learner).toEqual({ kept: true });
  });
});

describe("removing", () => {
  it("takes connections, memberships and positions along", () => {
    const design = removeSelection(sampleDesign(), { ...NOTHING, components: ["api"] });
    expect(design.connections).toEqual([]);
    expect(design.groups!.az!.contains).toEqual([]);
    expect(Object.keys(design.layout!.positions)).toEqual(["people", "db", "jobs"]);
  });
  it("dissolves a group and keeps what was in it", () => {
    const design = removeSelection(sampleDesign(), { ...NOTHING, groups: ["az"] });
    expect(design.groups).toEqual({ eu: { kind: "region", label: "EU", contains: ["db", "api"] } });
    expect(Object.keys(design.components)).toHaveLength(4);
  });
  it("takes one connection by its key", () => {
    expect(removeSelection(sampleDesign(), { ...NOTHING, connections: ["api>jobs>async"] }).connections).toHaveLength(2);
  });
});

describe("connections", () => {
  it.each([["api", "jobs", "async"], ["jobs", "api", "async"], ["api", "db", "request"], ["db", "db2", "replication"]])("suggests for %s → %s the kind %s", (from, to, kind) => {
    const design = sampleDesign();
    design.components.db2 = { type: "relational" };
    expect(suggestKind(design, catalogue, from, to)).toBe(kind);
  });
  it("says why it refuses: itself, twice, nothing there", () => {
    const design = sampleDesign();
    expect(refuseConnection(design, { from: "api", to: "api" })).toContain("itself");
    expect(refuseConnection(design, { from: "api", to: "db" })).toContain("already connected to Database");
    expect(refuseConnection(design, { from: "api", to: "gone" })).toContain("no component");
    expect(refuseConnection(design, { from: "api", to: "db", kind: "async" })).toBeNull();
  });
  it("writes no kind where it is the usual one", () => {
    expect(connect(sampleDesign(), { from: "people", to: "db", kind: "request" }).connections.at(-1)).toEqual({ from: "people", to: "db" });
  });
  it("changes kind and label, and drops an emptied label", () => {
    const changed = setConnection(sampleDesign(), "api>db>request", { kind: "async", label: "" });
    expect(changed.connections[1]).toEqual({ from: "api", to: "db", kind: "async" });
    expect(reverseConnection(changed, "api>db>async").connections[1]).toMatchObject({ from: "db", to: "api" });
  });
});

describe("fields", () => {
  it.each([[null], [""], [[]]])("removes the key for %j", (value) => {
    expect(setField(sampleDesign(), "db", "holds", value).components.db).toEqual({ type: "relational", label: "Database" });
  });
  it("keeps the order of keys when it changes one", () => {
    expect(Object.keys(setField(sampleDesign(), "api", "label", "Front").components.api!)).toEqual(["type", "label", "replicas"]);
  });
});

describe("moving and copying", () => {
  it("moves onto the grid", () => {
    expect(moveBy(sampleDesign(), ["api"], 20, -7).layout!.positions.api).toEqual([18, 108]);
  });
  it("pastes parts with the connections between them, under new names", () => {
    const design = sampleDesign();
    const { design: after, ids } = paste(design, clip(design, ["api", "db"]));
    expect(ids).toEqual(["api-2", "database-2"]);
    expect(after.connections.at(-1)).toEqual({ from: "api-2", to: "database-2", label: "reads" });
    expect(after.components["api-2"]).toEqual({ type: "service", label: "API 2", replicas: 2 });
  });
});
