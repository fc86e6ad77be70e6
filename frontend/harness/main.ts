import type { Data, Design, Request } from "../src/contract";
import render from "../src/index";
import { variant } from "./sample";

/** A stand-in for Streamlit and Python: confirms commits, dims nothing, answers layout and YAML (as JSON). */
const query = new URLSearchParams(location.search);
if (query.get("theme") === "dark") document.body.classList.add("dark");
const place = document.getElementById("place")!;
const parent = query.has("light-dom") ? place : place.attachShadow({ mode: "open" });

let data: Data = variant(query.get("sample"));
const log: { key: string; value: unknown }[] = [];

function run(): void {
  (render as unknown as (args: unknown) => void)({ name: "workbench", key: "workbench", data, parentElement: parent, setStateValue, setTriggerValue: () => undefined });
}

function setStateValue(key: string, value: unknown): void {
  log.push({ key, value });
  if (query.has("offline")) return;
  setTimeout(() => {
    if (key === "document") {
      const { rev, epoch, design } = value as { rev: number; epoch: string; design: Design };
      data = { ...data, rev, epoch, design, review: data.review && { ...data.review, rev, graded: Object.keys(design.components).length > 0 } };
    }
    if (key === "request") data = answer(value as Request);
    if (key !== "selection") run();
  }, 60);
}

function answer(request: Request): Data {
  const next: Data = { ...data, handled: request.id };
  if (request.action === "layout") {
    const ids = Object.keys(data.design.components);
    return { ...next, answers: { ...data.answers, layout: { id: request.id, positions: Object.fromEntries(ids.map((id, i) => [id, [(i % 4) * 198, Math.floor(i / 4) * 126]])) } } };
  }
  if (request.action === "apply_yaml") {
    try {
      return { ...next, answers: { ...data.answers, yaml: { id: request.id, ok: true, problems: [], design: JSON.parse(request.text) as Design } } };
    } catch {
      const line = request.text.split("\n").findIndex((text) => text.includes("?")) + 1;
      return { ...next, answers: { ...data.answers, yaml: { id: request.id, ok: line === 0, problems: line ? [{ line, column: 3, message: "found `?`; a type is accepted here; did you mean `service`?" }] : [], design: data.design } } };
    }
  }
  if (request.action === "hint") return { ...next, scenario: { ...data.scenario, hints_shown: [...data.scenario.hints_shown, "Which store could hold who follows whom?"] } };
  return next;
}

Object.assign(window, { harness: { log, run, set: (change: Partial<Data>) => { data = { ...data, ...change }; run(); }, data: () => data } });
run();
