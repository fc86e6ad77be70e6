import { useEffect, useRef, useState } from "react";
import { useReactFlow } from "@xyflow/react";
import { useBench, useWorkbench } from "../state/hook";
import type { PhoneTab, State } from "../state/view";
import { Capacity } from "./Capacity";
import { ConnectionProperties, GroupProperties } from "./ElementProperties";
import { findingsOf } from "./cards";
import { FindingCard } from "./FindingItem";
import { Glyph } from "./Icon";
import { Button, Modal, classes } from "./kit";
import { TakeDown } from "./Losing";
import { Palette } from "./Palette";
import { ComponentForm } from "./Properties";
import { fitFor } from "./Toolbar";
import { useFocusOnEdit } from "./useFocusOnEdit";

type Tab = PhoneTab | "yaml";
const TABS: { id: Tab; label: string }[] = [{ id: "prompt", label: "Prompt" }, { id: "canvas", label: "Canvas" }, { id: "yaml", label: "YAML" }, { id: "findings", label: "Findings" }];

/** The text has the same place in the state as on wide screens: Python writes it only for those who look at it. */
export const phoneTabOf = (state: State): Tab => (state.view === "yaml" ? "yaml" : state.phoneTab);

export function PhoneTabs() {
  const { store } = useBench();
  const tab = useWorkbench(phoneTabOf);
  const requirements = useWorkbench((s) => s.data.review?.requirements);
  const findings = useWorkbench((s) => s.data.review?.findings.length);
  const served = requirements?.filter((r) => r.state === "served").length ?? 0;
  const counted = requirements?.filter((r) => r.state !== "off").length ?? 0;
  const badge: Partial<Record<Tab, string>> = { prompt: counted ? `${served}/${counted}` : "", findings: findings === undefined ? "" : String(findings) };
  const show = (phoneTab: PhoneTab) => {
    store.set({ phoneTab });
    if (store.state.view !== "canvas") store.look("canvas");
  };
  return (
    <div className="phone-tabs" role="tablist" aria-label="Workbench">
      {TABS.map(({ id, label }) => <button key={id} type="button" role="tab" aria-selected={tab === id} data-testid={`phone-${id}`} onClick={() => (id === "yaml" ? store.look("yaml") : show(id))}>
        {label}{badge[id] && <em>{badge[id]}</em>}</button>)}
    </div>
  );
}

/** The three round-cornered buttons over the drawing, and the palette they open. */
export function PhoneButtons() {
  const { store } = useBench();
  const flow = useReactFlow();
  const undo = useWorkbench((s) => s.undo);
  const open = useWorkbench((s) => s.paletteOpen);
  return <>
    <div className="phone-buttons">
      <Button icon="undo" iconSize={19} className="touch" aria-label="Undo" data-testid="undo" disabled={undo === null} onClick={() => store.travel("undo")} />
      <Button icon="maximize" iconSize={18} className="touch" aria-label="Fit the drawing" data-testid="fit" onClick={() => flow.fitView(fitFor("phone"))} />
      <Button icon="plus" iconSize={22} kind="primary" className="touch" aria-label="Add a component" data-testid="add" onClick={() => store.set({ paletteOpen: true })} />
    </div>
    {open && <Modal title="Add a component" close={() => store.set({ paletteOpen: false })}><Palette mode="phone" /></Modal>}
  </>;
}

/** The sheet at the bottom: the selected part, its worst finding with its fix, and the way to edit and connect it. */
export function PhoneSheet() {
  const { act, store } = useBench();
  const selection = useWorkbench((s) => s.selection);
  const [editing, setEditing] = useState(false);
  const sheet = useRef<HTMLElement>(null);
  useFocusOnEdit(sheet);
  const id = selection.components.length === 1 ? selection.components[0]! : null;
  const component = useWorkbench((s) => (id ? s.design.components[id] : undefined));
  const type = useWorkbench((s) => s.data.catalogue.types[component?.type ?? ""]);
  const review = useWorkbench((s) => (id ? s.data.review?.components[id] : undefined));
  const findings = useWorkbench((s) => findingsOf(s, id ?? ""));
  useEffect(() => { if (id) act.reveal(id); }, [id, act, editing]);  // the sheet has just covered half of the drawing
  if (selection.connections.length === 1 && !id) return <section className="sheet"><i className="grab" /><ConnectionProperties id={selection.connections[0]!} /></section>;
  if (selection.groups.length === 1 && !id) return <section className="sheet"><i className="grab" /><GroupProperties id={selection.groups[0]!} /></section>;
  if (!id || !component) return null;
  const words = review?.working ? `${review.working.headline} ${review.working.of}` : review?.subtitle || type?.label;
  return (
    <section ref={sheet} className={classes("sheet", editing && "tall")} aria-label={act.name(id)} data-testid="sheet" tabIndex={-1}>
      <button type="button" className="grab" aria-label={editing ? "Smaller" : "Larger"} onClick={() => setEditing(!editing)} />
      <header className={`role-${type?.role ?? "none"}`}><span className="tile big"><Glyph body={type?.icon ?? ""} size={18} /></span>
        <div><h2>{act.name(id)}</h2><p className="note">{words}{review?.utilisation != null && !review.unknown && ` · ${Math.round(review.utilisation * 100)} %`}</p></div></header>
      <div className="sheet-keys">
        <Button icon="spline" data-testid="sheet-connect" onClick={() => store.set({ connecting: { from: id, to: null, by: "tap" } })}>Connect</Button>
        <Button icon="pencil" data-testid="sheet-edit" onClick={() => setEditing(!editing)}>{editing ? "Done" : "Edit"}</Button>
        <Button icon="trash" aria-label="Delete" data-testid="delete" onClick={() => act.removeSelected()} />
      </div>
      <TakeDown id={id} />
      {editing ? <><Capacity id={id} /><ComponentForm id={id} /></> : findings[0] && <FindingCard finding={findings[0]} big />}
      {editing && findings.map((finding) => <FindingCard key={finding.fingerprint} finding={finding} big />)}
    </section>
  );
}
