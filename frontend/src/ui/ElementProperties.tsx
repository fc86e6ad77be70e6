import type { FieldSpec, GroupKind } from "../contract";
import { connectionKey, kindOf } from "../model/connect";
import { GROUP_LABELS, membersOf } from "../model/groups";
import { useBench, useWorkbench } from "../state/hook";
import { findingsOf } from "./cards";
import { Field } from "./Field";
import { FindingCard } from "./FindingItem";
import { Icon } from "./Icon";
import { Button, classes } from "./kit";
import { TakeDown } from "./Losing";

const LABEL: FieldSpec = { name: "label", label: "Label", type: "text", default: "What it carries" };

export function ConnectionProperties({ id }: { id: string }) {
  const { act } = useBench();
  const design = useWorkbench((s) => s.design);
  const kinds = useWorkbench((s) => s.data.catalogue.connection_kinds);
  const connection = design.connections.find((c) => connectionKey(design, c) === id);
  const element = connection ? `${connection.from} -> ${connection.to}` : "";
  const findings = useWorkbench((s) => findingsOf(s, element));
  const review = useWorkbench((s) => s.data.review?.connections.find((c) => c.from === connection?.from && c.to === connection?.to));
  if (!connection) return null;
  const kind = kindOf(design, connection);
  return <>
    <header className="property-head"><span className="tile big"><Icon name="spline" size={18} /></span>
      <div><h2>{act.name(connection.from)} → {act.name(connection.to)}</h2><p className="note">Connection{review?.rate_text && ` · ${review.rate_text}`}</p></div>
      <Button icon="trash" iconSize={15} kind="quiet" small aria-label="Delete" title="Delete (Del)" data-testid="delete" onClick={() => act.removeSelected()} />
    </header>
    <TakeDown id={id} />
    <section className="form" aria-label="Connection">
      <div className="field whole" role="radiogroup" aria-label="Kind">
        <span className="field-label">Kind</span>
        <div className="kinds">{kinds.map((k) => (
          <button type="button" role="radio" aria-checked={k.id === kind} key={k.id} title={k.help} data-testid={`kind-${k.id}`} className={classes("kind", k.id === kind && "chosen")}
            onClick={() => act.setConnection(id, { kind: k.id })}><LineSample style={k.style} /><span>{k.label}</span></button>))}</div>
        <p className="note">{kinds.find((k) => k.id === kind)?.help}</p>
      </div>
      <Field spec={LABEL} value={connection.label} save={(value) => act.setConnection(id, { label: (value as string | null) ?? "" })} />
      <div className="field whole"><Button small className="wraps" icon="arrow-right" iconSize={14} data-testid="reverse" onClick={() => act.reverse(id)}>Turn round: {act.name(connection.to)} calls {act.name(connection.from)}</Button></div>
    </section>
    {review && !review.used && <p className="note unused-note">No required flow uses this connection.</p>}
    {findings.length > 0 && <section className="findings-here"><h3>Findings here</h3>{findings.map((f) => <FindingCard key={f.fingerprint} finding={f} />)}</section>}
  </>;
}

/** A short line as the canvas draws that kind, with its ends. */
export function LineSample({ style }: { style: string }) {
  const dash = /dashed|implements|depends/.test(style) ? "5 4" : /dotted|replication/.test(style) ? "2 3" : undefined;
  const head = /inherits|implements/.test(style) ? <path className="sample-hollow" d="M33 3 43 8 33 13Z" /> : style.startsWith("uml-") ? <path className="sample-line" d="M36 4 43 8 36 12" /> : <path className="sample-fill" d="M35 4.5 43 8 35 11.5Z" />;
  const tail = /composes/.test(style) ? <path className="sample-fill" d="M1 8 7 4 13 8 7 12Z" /> : /aggregates/.test(style) ? <path className="sample-hollow" d="M1 8 7 4 13 8 7 12Z" /> : null;
  return <svg className="sample" width="44" height="16" viewBox="0 0 44 16" aria-hidden="true"><path className="sample-line" d={`M${tail ? 13 : 1} 8H${/inherits|implements/.test(style) ? 33 : 41}`} strokeDasharray={dash} style={style === "double" ? { strokeWidth: 4 } : undefined} />{style === "double" && <path className="sample-core" d="M1 8H36" />}{head}{tail}</svg>;
}

const GROUP_NAME: FieldSpec = { name: "label", label: "Name", type: "text" };
const ZONES: FieldSpec = { name: "zones", label: "Zones", type: "integer", min: 1, max: 6, help: "How many zones the parts of this region are spread over" };

export function GroupProperties({ id }: { id: string }) {
  const { act } = useBench();
  const design = useWorkbench((s) => s.design);
  const findings = useWorkbench((s) => findingsOf(s, id));
  const group = design.groups?.[id];
  if (!group) return null;
  const kinds = Object.keys(GROUP_LABELS) as GroupKind[];
  const kindSpec: FieldSpec = { name: "kind", label: "Kind", type: "choice", options: kinds.map((value) => ({ value, label: GROUP_LABELS[value] })) };
  const members = membersOf(design, id);
  return <>
    <header className="property-head"><span className="tile big"><Icon name="group" size={18} /></span>
      <div><h2>{group.label ?? id}</h2><p className="note">{GROUP_LABELS[group.kind] ?? group.kind} · {members.length} {members.length === 1 ? "part" : "parts"}</p></div>
      <Button icon="trash" iconSize={15} kind="quiet" small aria-label="Dissolve the group" title="Dissolve the group; its parts stay" data-testid="delete" onClick={() => act.removeSelected()} />
    </header>
    <TakeDown id={id} />
    <section className="form" aria-label="Group">
      <Field spec={GROUP_NAME} value={group.label ?? id} save={(value) => act.setGroup(id, { label: value })} />
      <Field spec={kindSpec} value={group.kind} save={(value) => value && act.setGroup(id, { kind: value })} />
      {group.kind === "region" && <Field spec={ZONES} value={group.zones} save={(value) => act.setGroup(id, { zones: value })} />}
    </section>
    <p className="note unused-note">Drag parts in or out, or choose “Inside” at a part.</p>
    {findings.length > 0 && <section className="findings-here"><h3>Findings here</h3>{findings.map((f) => <FindingCard key={f.fingerprint} finding={f} />)}</section>}
  </>;
}
