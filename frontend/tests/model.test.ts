import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { FieldSpec, Finding, Hop, Patch } from "../src/contract";
import { cleanLine, fieldsOf, parseField } from "../src/model/fields";
import { assignToGroup, groupAt, groupBoxes, groupSelection, membersOf, parentGroup } from "../src/model/groups";
import { History } from "../src/model/history";
import { inksOf } from "../src/model/inks";
import { commandFor } from "../src/model/keymap";
import { applyPatch, previewOf } from "../src/model/patch";
import { placeMissing, ranks } from "../src/model/place";
import { findingsByElement, markOf, summary, touchedBy } from "../src/model/review";
import { searchTypes } from "../src/model/search";
import { boxesOf, componentSize, contains, overlaps } from "../src/model/sizes";
import { shapesOf } from "../src/model/svg";
import { isDark } from "../src/theme";
import { catalogue, sampleDesign } from "./support";

describe("patches", () => {
  it("apply in order as one edit, and leave the old design alone", () => {
    const patch: Patch = [
      { op: "add_component", id: "hot", component: { type: "cache", copies: ["link"] }, near: "db" },
      { op: "add_connection", connection: { from: "api", to: "hot" } }, { op: "set", component: "api", field: "replicas", value: null },
      { op: "add_to", component: "db", field: "holds", value: "visit" }, { op: "remove_from", component: "db", field: "holds", value: "link" },
      { op: "remove_connection", from: "api", to: "jobs" }, { op: "add_group", id: "z", group: { kind: "zone", contains: [] } }, { op: "add_to_group", group: "z", component: "hot" },
      { op: "set_decision", prompt: "p", decision: { chosen: "a" } },
    ];
    const before = sampleDesign();
    const after = applyPatch(before, patch);
    expect(after.components.api).toEqual({ type: "service", label: "API" });
    expect(after.components.db!.holds).toEqual(["visit"]);
    expect(after.connections.map((c) => c.to)).toEqual(["api", "db", "hot"]);
    expect(parentGroup(after, "hot")).toBe("z");
    expect(after.decisions).toEqual({ p: { chosen: "a" } });
    expect(before).toEqual(sampleDesign());
  });
  it.each<[string, Patch]>([
    ["a part that is there", [{ op: "add_component", id: "api", component: { type: "cache" } }]], ["a connection that is there", [{ op: "add_connection", connection: { from: "api", to: "db" } }]],
    ["a connection to nothing", [{ op: "add_connection", connection: { from: "api", to: "gone" } }]], ["a field of nothing", [{ op: "set", component: "gone", field: "x", value: 1 }]],
    ["leaving a group it is not in", [{ op: "remove_from_group", group: "az", component: "db" }]],
  ])("do nothing about %s", (_name, patch) => {
    expect(applyPatch(sampleDesign(), patch)).toEqual(sampleDesign());
  });
  it("show before they happen what would be new, changed and gone", () => {
    const shown = previewOf(sampleDesign(), [{ op: "add_connection", connection: { from: "people", to: "db" } }, { op: "remove_component", id: "jobs" }, { op: "set", component: "api", field: "replicas", value: 9 }]);
    expect(shown).toEqual({ added: [{ from: "people", to: "db" }], ghosts: [], touched: ["api"], removed: ["api>jobs>async", "jobs"] });
  });
});

describe("groups", () => {
  it("are drawn around their members, nested ones inside", () => {
    const boxes = groupBoxes(sampleDesign());
    const [eu, az] = [boxes.get("eu")!, boxes.get("az")!];
    expect(contains(eu, az.x, az.y) && contains(eu, az.x + az.width, az.y + az.height)).toBe(true);
  });
  it("catch a drop in the innermost one", () => {
    const design = sampleDesign();
    expect(groupAt(design, groupBoxes(design), 70, 130)).toBe("az");
    expect(groupAt(design, groupBoxes(design), 70, 240)).toBe("eu");
    expect(groupAt(design, groupBoxes(design), 900, 900)).toBeNull();
  });
  it("hold a part once", () => {
    const moved = assignToGroup(sampleDesign(), "api", "eu");
    expect(moved.groups!.az!.contains).toEqual([]);
    expect(membersOf(moved, "eu")).toEqual(["db", "api"]);
  });
  it("nest where all members share a group", () => {
    const { design, id } = groupSelection(sampleDesign(), ["db"], "zone", "Zone 2");
    expect([id, parentGroup(design, id), design.groups![id]!.contains]).toEqual(["zone-2", "eu", ["db"]]);
  });
  it("survive a circle in a file", () => {
    const design = sampleDesign();
    design.groups!.az!.contains.push("eu");
    expect(groupBoxes(design).size).toBe(2);
    expect(membersOf(design, "eu").sort()).toEqual(["api", "db"]);
  });
});

describe("places", () => {
  it("are given to all that have none, on free ground, in rows by who calls whom", () => {
    const design = sampleDesign();
    delete design.layout;
    const placed = placeMissing(design);
    const boxes = [...boxesOf(placed).values()];
    expect(boxes).toHaveLength(4);
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => expect(overlaps(a, b)).toBe(false)));
    const y = (id: string) => placed.layout!.positions[id]![1];
    expect(y("people") < y("api") && y("api") < y("db")).toBe(true);
  });
  it("stay where they are when there is one", () => {
    const design = sampleDesign();
    expect(placeMissing(design)).toBe(design);
  });
  it("come to an end on cycles", () => {
    const design = sampleDesign();
    design.connections.push({ from: "db", to: "people" });
    expect(ranks(design).size).toBe(4);
  });
  it("make room for a part's name, up to a bound", () => {
    const width = (label?: string) => componentSize({ type: "cache", ...(label === undefined ? {} : { label }) }, "system").width;
    expect([width(), width("Cache"), width("Load balancer")]).toEqual([152, 152, 152]);
    expect(width("Relational database")).toBeGreaterThan(170);
    expect(width("関係データベース")).toBeGreaterThan(width("Database"));
    expect(width("A name that says more than a card can hold")).toBe(width("x".repeat(500)));
    expect(["Cache", "Relational database", "Time-series database"].map((label) => width(label) % 2)).toEqual([0, 0, 0]);
  });
  it("make room for a class's lines", () => {
    const small = componentSize({ type: "class" }, "object_model");
    const large = componentSize({ type: "class", attributes: ["a: int", "b: int"], operations: ["park(vehicle: Vehicle): Ticket or nothing"] }, "object_model");
    expect(large.height - small.height).toBe(2 * 17 + 12 + 17 + 12);
    expect(large.width).toBeGreaterThan(small.width);
  });
});

describe("history", () => {
  it("goes back and forth, and forgets what was undone once something new is done", () => {
    const history = new History("a");
    history.push("b", "B");
    history.push("c", "C");
    expect(history.undoLabel).toBe("C");
    expect([history.undo()!.state, history.undo()!.state, history.undo()]).toEqual(["b", "a", null]);
    expect(history.redo()!.state).toBe("b");
    history.push("d", "D");
    expect([history.redo(), history.undoLabel]).toEqual([null, "D"]);
  });
  it("counts quick steps of one kind as one", () => {
    const history = new History(0);
    [1, 2, 3].forEach((value, i) => history.push(value, "moved", "nudge:api", i * 300));
    history.push(4, "moved", "nudge:api", 5000);
    expect([history.undo()!.state, history.undo()!.state]).toEqual([3, 0]);
  });
});

describe("the palette's search", () => {
  it.each([["redis", "cache"], ["Post", "relational"], ["load", "load_balancer"], ["lb", "load_balancer"], ["SQS", "queue"], ["api", "service"]])("finds for %s first %s", (query, type) => {
    expect(searchTypes(catalogue, query)[0]!.type).toBe(type);
  });
  it("says by which word it was found, and finds nothing for nonsense", () => {
    expect(searchTypes(catalogue, "memc")[0]).toEqual({ type: "cache", label: "Cache", because: "memcached" });
    expect(searchTypes(catalogue, "zzz")).toEqual([]);
    expect(searchTypes(catalogue, " ")).toHaveLength(6);
  });
});

describe("keys", () => {
  const stroke = (key: string, more = {}) => commandFor({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });
  it.each([["/", "search"], ["C", "connect"], ["Delete", "remove"], ["Backspace", "remove"], ["ArrowLeft", "left"], ["?", "help"], ["q", null]])("%s means %s", (key, command) => {
    expect(stroke(key)).toBe(command);
  });
  it.each([["z", {}, "undo"], ["z", { shiftKey: true }, "redo"], ["y", {}, "redo"], ["v", {}, "paste"], ["l", {}, null]])("Ctrl %s %j means %s", (key, more, command) => {
    expect(stroke(key, { ctrlKey: true, ...more })).toBe(command);
    expect(stroke(key, { metaKey: true, ...more })).toBe(command);
  });
  it("leaves Alt to the browser", () => { expect(stroke("ArrowLeft", { altKey: true })).toBeNull(); });
});

describe("fields", () => {
  const spec = (type: FieldSpec["type"], more = {}): FieldSpec => ({ name: "n", label: "N", type, ...more });
  it.each([["integer", "1,000", 1000], ["integer", " 12 ", 12], ["number", "0.5", 0.5], ["ratio", "90 %", 0.9], ["ratio", "0.25", 0.25], ["quantity", "6k/s", "6k/s"], ["quantity", "12", 12], ["text", "a b", "a b"], ["integer", "", null]] as const)("%s “%s” is %j", (type, text, value) => {
    expect(parseField(spec(type), text)).toEqual({ ok: true, value });
  });
  it.each([["integer", "1.5"], ["integer", "three"], ["number", "1e"], ["ratio", "120 %"], ["quantity", "many"]] as const)("%s refuses “%s” and says what is accepted", (type, text) => {
    const parsed = parseField(spec(type), text);
    expect(parsed.ok ? "" : parsed.problem).toContain(text);
  });
  it("names the bound that is passed", () => {
    expect(parseField(spec("integer", { min: 1, unit: "nodes" }), "0")).toEqual({ ok: false, problem: "0 is too small: at least 1 nodes." });
  });
  it("offers what a role can claim unless the catalogue says it", () => {
    expect(fieldsOf([spec("integer")], "store", "system").map((f) => f.name)).toEqual(["n", "holds", "copies"]);
    expect(fieldsOf([{ ...spec("chips"), name: "keeps" }], "store", "system").map((f) => f.name)).toEqual(["keeps"]);
  });
  it("makes names of what must be a name", () => {
    expect([cleanLine("varies", "kind of vehicle"), cleanLine("attributes", "level: int")]).toEqual(["kind_of_vehicle", "level: int"]);
  });
});

describe("the review on the drawing", () => {
  const finding = (elements: string[], points = 2): Finding => ({ fingerprint: elements.join(), rule: "r", title: "t", message: "", because: [], severity: "high", elements, path: [], requirement: null, points });
  const hop = (order: number, from: string, to: string, more: Partial<Hop> = {}): Hop => ({ order, from, to, name: to, calls: "×1", rate: "", mode: "must", after: false, ...more });
  const walk = { flow: "f", title: "F", state: "served", hops: [hop(1, "people", "api"), hop(2, "api", "db"), hop(3, "db", "jobs", { after: true })] };
  it("puts findings on parts and on connections, questions as questions", () => {
    const map = findingsByElement({ findings: [finding(["api", "api->db"])], questions: [finding(["api"])] } as never);
    expect(map.get("api")!.map((f) => f.severity)).toEqual(["high", "question"]);
    expect(map.get("api -> db")).toHaveLength(1);
  });
  it("sums up what can be won back", () => {
    expect(summary([finding(["a"], 2.5), finding(["b"], 1)])).toBe("3.5 points to win back · 2 high");
    expect(summary([])).toBe("Nothing to win back here");
  });
  it("marks the connections a walk takes, hop by hop, either way round", () => {
    expect(markOf(walk, { from: "api", to: "db" }, null)!.hops.map((h) => h.order)).toEqual([2]);
    expect(markOf(walk, { from: "api", to: "db" }, 1)).toBeNull();
    expect(markOf(walk, { from: "jobs", to: "db" }, null)).toMatchObject({ after: true, reverse: true });
    expect([...touchedBy(walk, 1)]).toEqual(["people", "api"]);
  });
});

describe("icons", () => {
  it.each(['<path d="M0 0" onload="x()"/>', "<script>x()</script>", '<image href="http://x"/>', '<path fill="url(http://x)" d="M0 0"/>', "<foreignObject><b>x</b></foreignObject>"])("let nothing act: %s", (body) => {
    const text = JSON.stringify(shapesOf(body));
    expect(text).not.toMatch(/onload|script|image|url|foreign|href/);
  });
  it("keep shapes and their geometry", () => {
    expect(shapesOf("<g><rect width='8' height=\"4\" rx='1'/> <path d='m1 2 3-4'></path></g>")).toEqual([{ element: "rect", attributes: { width: "8", height: "4", rx: "1" } }, { element: "path", attributes: { d: "m1 2 3-4" } }]);
  });
});

describe("the colours of images", () => {
  const sheets = ["tokens", "base"].map((name) => readFileSync(new URL(`../src/styles/${name}.css`, import.meta.url), "utf8")).join("\n");
  it.each([
    '.workbench { --a: #112233; --b: #fff; } .workbench[data-theme="dark"] { --a: #445566; } .workbench { --c: var(--a); }',
    ".workbench{--a:#112233;--b:#fff}.workbench[data-theme=dark]{--a:#445566}.workbench{--c:var(--a)}",
  ])("are those of the tokens, theme by theme: %s", (css) => {
    const { light, dark } = inksOf(css);
    expect([light, dark]).toEqual([{ a: "#112233", b: "#fff", c: "#112233" }, { a: "#445566", b: "#fff", c: "#445566" }]);
  });
  it.each(["actor", "edge", "compute", "store", "cache", "channel", "external", "operate"])("the role %s has one in each theme", (role) => {
    const { light, dark } = inksOf(sheets);
    expect(light[`role-${role}`]).toMatch(/^#/);
    expect(dark[`role-${role}`]).not.toBe(light[`role-${role}`]);
  });
});

describe("the theme", () => {
  it.each([["#ffffff", false], ["#0e1218", true], ["#fff", false], ["rgb(14, 17, 23)", true], ["rgba(255,255,255,1)", false], ["", false], ["nonsense", false]])("%s is dark: %s", (colour, dark) => {
    expect(isDark(colour)).toBe(dark);
  });
});
