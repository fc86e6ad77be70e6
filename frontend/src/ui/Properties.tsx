import { useRef } from "react";
import type { Component, FieldSpec, Option, Scenario } from "../contract";
import { connectionKey } from "../model/connect";
import { RARE_CLAIMS, fieldsOf } from "../model/fields";
import { parentGroup } from "../model/groups";
import { useBench, useWorkbench } from "../state/hook";
import { Capacity } from "./Capacity";
import { findingsOf } from "./cards";
import { ConnectionProperties, GroupProperties } from "./ElementProperties";
import { Field, isShort } from "./Field";
import { FindingCard } from "./FindingItem";
import { Glyph } from "./Icon";
import { Button } from "./kit";
import { Legend } from "./Legend";
import { TakeDown } from "./Losing";
import { useFocusOnEdit } from "./useFocusOnEdit";
import { usePanelSelection } from "./usePanelSelection";

/** The right column: whatever is selected, or how to read the drawing when nothing is. */
export function Properties() {
  const selection = usePanelSelection();
  const panel = useRef<HTMLElement>(null);
  useFocusOnEdit(panel);
  const count = selection.components.length + selection.connections.length + selection.groups.length;
  return (
    <section className="properties" ref={panel} aria-label="Properties" data-testid="properties" tabIndex={-1}>
      {count === 0 && <Legend />}
      {count > 1 && <Several count={count} />}
      {count === 1 && selection.components[0] !== undefined && <ComponentProperties id={selection.components[0]} key={selection.components[0]} />}
      {count === 1 && selection.connections[0] !== undefined && <ConnectionProperties id={selection.connections[0]} key={selection.connections[0]} />}
      {count === 1 && selection.groups[0] !== undefined && <GroupProperties id={selection.groups[0]} key={selection.groups[0]} />}
    </section>
  );
}

function Several({ count }: { count: number }) {
  const { act, store } = useBench();
  return (
    <div className="several"><h2>{count} selected</h2>
      <div className="row-keys">
        <Button small icon="group" onClick={() => store.set({ dialog: "group" })}>Group</Button>
        <Button small icon="copy" onClick={() => act.duplicate()}>Duplicate</Button>
        <Button small icon="trash" onClick={() => act.removeSelected()}>Delete</Button>
      </div>
      <p className="note">Arrow keys move them by 18 px.</p></div>
  );
}

export function ComponentHead({ id }: { id: string }) {
  const { act, store } = useBench();
  const component = useWorkbench((s) => s.design.components[id]!);
  const type = useWorkbench((s) => s.data.catalogue.types[component.type]);
  return (
    <header className={`property-head role-${type?.role ?? "none"}`}>
      <span className="tile big"><Glyph body={type?.icon ?? ""} size={18} /></span>
      <div><h2>{component.label ?? id}</h2><p className="note">{type?.label ?? component.type}{type && ` · ${type.role}`}</p></div>
      <Button icon="spline" iconSize={15} kind="quiet" small aria-label="Connect" title="Connect (C)" data-testid="connect" onClick={() => store.set({ connecting: { from: id, to: null, by: "picker" } })} />
      <Button icon="copy" iconSize={15} kind="quiet" small aria-label="Duplicate" title="Duplicate (Ctrl D)" data-testid="duplicate" onClick={() => act.duplicate()} />
      <Button icon="trash" iconSize={15} kind="quiet" small aria-label="Delete" title="Delete (Del)" data-testid="delete" onClick={() => act.removeSelected()} />
    </header>
  );
}

function ComponentProperties({ id }: { id: string }) {
  const component = useWorkbench((s) => s.design.components[id]);
  if (!component) return null;
  return <>
    <ComponentHead id={id} />
    <Capacity id={id} />
    <TakeDown id={id} />
    <ComponentForm id={id} />
    <FindingsHere id={id} />
    <ConnectionsHere id={id} />
  </>;
}

/** The way to each connection without a pointer: a click, or Enter, selects it. */
function ConnectionsHere({ id }: { id: string }) {
  const { act, store } = useBench();
  const design = useWorkbench((s) => s.design);
  const rows = design.connections.filter((c) => c.from === id || c.to === id);
  if (!rows.length) return null;
  return (
    <section className="findings-here connections-here"><h3>Connections</h3>
      <ul>{rows.map((c) => {
        const key = connectionKey(design, c);
        const element = `${c.from} -> ${c.to}`;
        return <li key={key}><button type="button" data-testid={`connection-${c.from}-${c.to}`} onClick={() => store.select({ connections: [key] })}
          onMouseEnter={() => store.set({ outlined: [element] })} onMouseLeave={() => store.set({ outlined: [] })}>
          <span>{c.from === id ? "to" : "from"}</span>{act.name(c.from === id ? c.to : c.from)}</button></li>;
      })}</ul></section>
  );
}

export function FindingsHere({ id }: { id: string }) {
  const findings = useWorkbench((s) => findingsOf(s, id));
  const inferred = useWorkbench((s) => s.data.review?.inferred);
  const here = inferred?.filter((item) => item.component === id) ?? [];
  const { act } = useBench();
  return <>
    {findings.length > 0 && <section className="findings-here"><h3>{findings.every((f) => f.severity === "question") ? "Questions here" : "Findings here"}</h3>
      {findings.map((finding) => <FindingCard key={finding.fingerprint} finding={finding} />)}</section>}
    {here.length > 0 && <section className="findings-here"><h3>Assumed here</h3>
      {here.map((item, i) => <p key={i} className="assumed-here">{item.text} {item.patch.length > 0 && <button type="button" className="link" onClick={() => act.correct(item)}>{item.patch_label}</button>}</p>)}</section>}
  </>;
}

const NAME: FieldSpec = { name: "label", label: "Name", type: "text" };
const NOTE: FieldSpec = { name: "note", label: "Note", type: "text", default: "Why it is here" };

/** Numbers first in a compact grid, then choices and lists, then switches, as the catalogue orders them. */
export function ComponentForm({ id }: { id: string }) {
  const { act } = useBench();
  const component = useWorkbench((s) => s.design.components[id]);
  const scenario = useWorkbench((s) => s.data.scenario);
  const type = useWorkbench((s) => s.data.catalogue.types[component?.type ?? ""]);
  const kind = useWorkbench((s) => s.design.design.kind);
  if (!component) return null;
  const save = (field: FieldSpec) => (value: unknown) => act.setField(id, field.name, field.name === "label" && value === null ? id : value, field.label.toLowerCase());
  const leaveToCanvas = (event: React.KeyboardEvent) => { if (event.key === "Escape") act.focusCanvas(); };
  const all = fieldsOf(type?.fields ?? [], /actor/.test(component.type) ? "actor" : type?.role ?? "", kind).filter((field) => field.name !== "label" && field.name !== "note");
  const isRare = (field: FieldSpec) => (field.folded || RARE_CLAIMS.has(field.name)) && component[field.name] === undefined;
  const shown = all.filter((field) => !isRare(field));
  const rare = all.filter(isRare);
  const row = (field: FieldSpec) => <Field key={field.name} spec={field} value={component[field.name]} options={optionsOf(field, scenario, component)} save={save(field)} />;
  return (
    <section className="form" aria-label="Sizes and claims" onKeyDown={leaveToCanvas}>
      <Field spec={NAME} value={component.label ?? id} save={save(NAME)} narrow={shown.slice(0, 2).every(isShort) && shown.length > 1} />
      {shown.map(row)}
      {rare.length > 0 && <details className="field whole rare"><summary>{kind === "system" ? "More properties" : "More it can claim"}</summary><div className="form nested">{rare.map(row)}</div></details>}
      <Membership id={id} />
      <Field spec={NOTE} value={component.note} save={save(NOTE)} />
    </section>
  );
}

function optionsOf(field: FieldSpec, scenario: Scenario, component: Component): Option[] | undefined {
  const stored = Array.isArray(component[field.name]) ? (component[field.name] as unknown[]).map(String) : [];
  const offered: Option[] | undefined = field.source === "entities" ? scenario.entities.map((e) => ({ value: e.id, label: e.note ? `${e.label}: ${e.note}` : e.label }))
    : field.source === "actors" ? scenario.actors.map((a) => ({ value: a.id, label: a.label }))
      : field.source === "flows" ? scenario.flows.map((f) => ({ value: f.id, label: f.title })) : field.options;
  // What a file said and the scenario does not know stays visible, so that it can be removed.
  return offered && [...offered, ...stored.filter((value) => !offered.some((o) => o.value === value)).map((value) => ({ value, label: value }))];
}

function Membership({ id }: { id: string }) {
  const { act } = useBench();
  const groups = useWorkbench((s) => s.design.groups);
  const parent = useWorkbench((s) => parentGroup(s.design, id));
  if (!groups || !Object.keys(groups).length) return null;
  const spec: FieldSpec = { name: "group", label: "Inside", type: "choice", options: Object.entries(groups).map(([value, group]) => ({ value, label: group.label ?? value })) };
  return <Field spec={spec} unset="No group" value={parent ?? ""} save={(value) => act.assign(id, (value as string | null) ?? null)} />;
}
