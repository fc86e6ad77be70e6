import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import type { Component, ComponentReview, Design, Finding, Review } from "../contract";
import { fateOf } from "../model/losing";
import { groupBoxes } from "../model/groups";
import { wordsIn } from "../model/playing";
import { findingsByElement, touchedBy, worst } from "../model/review";
import { type Box, stackOf, textList } from "../model/sizes";
import { hitsBox, segmentsOf } from "../routing/geometry";
import { useBench, useWorkbench } from "../state/hook";
import { type State, frameOf } from "../state/view";
import type { FlowNode } from "./flow";
import { Icon } from "./Icon";
import { classes } from "./kit";
import { Picture, SeverityPicture } from "./Picture";
import { routesOf } from "./useFlowEdges";

const NONE: Finding[] = [];
const byReview = new WeakMap<Review, Map<string, Finding[]>>();
let newest: Map<string, Finding[]> | undefined;
/** The findings about one element ("api" or "a -> b"); counted once per review. */
export function findingsOf(state: State, element: string): Finding[] {
  const review = state.data.review;
  if (!review) return NONE;
  let map = byReview.get(review);
  if (!map) { newest = map = findingsByElement(review, newest); byReview.set(review, map); }
  return map.get(element) ?? NONE;
}

const HANDLES = [["north", Position.Top], ["east", Position.Right], ["south", Position.Bottom], ["west", Position.Left]] as const;

export function subtitleOf(component: Component, review: ComponentReview | undefined, typeLabel: string): string {
  if (review?.subtitle) return review.subtitle;
  const replicas = Number(component.replicas);
  return [replicas > 1 && `×${replicas}`, component.label !== typeLabel && typeLabel].filter(Boolean).join(" · ");
}

export const ComponentCard = memo(function ComponentCard({ data, selected }: NodeProps<FlowNode>) {
  const { id } = data;
  const component = useWorkbench((s) => s.design.components[id]);
  const ghostType = useWorkbench((s) => s.preview?.patch.find((op) => op.op === "add_component" && op.id === id));
  const shownComponent = component ?? (ghostType?.op === "add_component" ? ghostType.component : undefined);
  const type = useWorkbench((s) => s.data.catalogue.types[shownComponent?.type ?? ""]);
  const isClass = useWorkbench((s) => s.design.design.kind === "object_model");
  const off = useWorkbench((s) => isOffWalk(s, id));
  const outlined = useWorkbench((s) => s.outlined.includes(id));
  const target = useWorkbench((s) => s.connecting?.to === id || s.connecting?.from === id);
  const touched = useWorkbench((s) => s.preview?.patch.some((op) => "component" in op && op.component === id) ?? false);
  const fate = useWorkbench((s) => fateOf(s.loss, id));
  const words = useWorkbench((s) => wordsIn(frameOf(s), id));
  const down = fate.state === "down" || words.down;
  const stops = useWorkbench((s) => s.walk !== null && s.data.review?.walks[s.walk.flow]?.stop?.at === id);
  if (!shownComponent) return null;
  const stack = isClass ? 0 : stackOf(shownComponent);
  return (
    <div data-testid={`node-${id}`} className={classes("card", !isClass && `role-${type?.role ?? "none"}`, selected && "selected", off && "off", outlined && "outlined",
      (target || touched) && "touched", down && "down", data.ghost && "ghost", isClass && `class-card ${paperOf(shownComponent.type)}`)}>
      {stack > 1 && <i className="stacked second" />}{stack > 0 && <i className="stacked" />}
      {isClass ? <ClassFace component={shownComponent} label={shownComponent.label ?? id} /> : <Face id={id} component={shownComponent} icon={type?.icon ?? ""} role={type?.role ?? "actor"} typeLabel={type?.label ?? shownComponent.type} down={down} />}
      {HANDLES.map(([name, position]) => <Handle key={name} id={name} type="source" position={position} />)}
      <Badge id={id} />
      {fate.chip && <span className={`fate-chip ${fate.state}`}>{fate.chip}</span>}
      {(words.down || words.waits) && <span className={classes("fate-chip", words.down && "down")}>{words.down ? "down" : words.waits}</span>}
      {words.drops && <span className="fate-chip drops">{words.drops}</span>}
      {stops && <span className="stops-here"><Icon name="circle-x" size={13} />stops here</span>}
    </div>
  );
});

function isOffWalk(state: State, id: string): boolean {
  if (!state.walk || state.walk.hop === null) return false;
  const walk = state.data.review?.walks[state.walk.flow] ?? null;
  return walk !== null && !touchedBy(walk, null).has(id);
}

function Face({ id, component, icon, role, typeLabel, down }: { id: string; component: Component; icon: string; role: string; typeLabel: string; down: boolean }) {
  const review = useWorkbench((s) => s.data.review?.components[id]);
  const then = useWorkbench((s) => s.loss?.parts[id] ?? frameOf(s)?.stations[id]?.utilisation);
  const label = component.label ?? id;
  const share = then ?? (review?.unknown ? null : review?.utilisation ?? null);
  const warmth = share === null || down ? "ok" : strain(share);
  return (
    <div className={classes("face", review?.bar && "with-bar", warmth === "tight" && "warm", warmth === "over" && "hot")}>
      <span className="tile"><Picture body={icon} ink={`role-${role}`} /></span>
      <span className="card-words"><b title={label}>{label}</b><small>{subtitleOf(component, review, typeLabel)}</small></span>
      {review?.bar && <Utilisation share={share} down={down} />}
    </div>
  );
}

const percent = (share: number) => (share >= 10 ? `${Number(share.toPrecision(3))}×` : `${Math.round(share * 100)} %`);
export const strain = (share: number): "ok" | "tight" | "over" => (share > 1 ? "over" : share > 0.75 ? "tight" : "ok");

/** Whether more is asked of a part than it can do, as it is or as it would be under the loss that is shown. */
export function isHot(state: State, id: string): boolean {
  const review = state.data.review?.components[id];
  const share = state.loss?.parts[id] ?? frameOf(state)?.stations[id]?.utilisation ?? (review?.unknown ? null : review?.utilisation) ?? 0;
  return share > 1 && !state.loss?.gone.includes(id);
}

function Utilisation({ share, down }: { share: number | null; down: boolean }) {
  if (down) return <span className="load"><i /><b>–</b></span>;
  if (share === null) return <span className="load asks" title="Not known yet"><i /><b>?</b></span>;
  return (
    <span className={classes("load", strain(share))}>
      <i><em style={{ width: `${Math.min(100, share * 100)}%` }} /></i><b>{percent(share)}</b>
    </span>
  );
}

function Badge({ id }: { id: string }) {
  const { act, store } = useBench();
  const findings = useWorkbench((s) => findingsOf(s, id));
  const stale = useWorkbench((s) => s.late);
  const severity = worst(findings);
  if (!severity) return null;
  const words = `${findings.length} ${findings.length === 1 ? "finding" : "findings"}`;
  return (
    <button type="button" className={classes("badge", `badge-${severity}`, stale && "stale", "nodrag")} data-testid={`badge-${id}`} tabIndex={-1}
      title={findings.map((f) => f.title).join("\n")} aria-label={words}
      onClick={(event) => { event.stopPropagation(); act.jumpTo(id); store.set({ dockTab: severity === "question" ? "questions" : "findings", dockOpen: true }); }}>
      <SeverityPicture severity={severity} ink="text-on-accent" size={11} />{findings.length}</button>
  );
}

/** Class diagrams colour by what kind of thing it is; the catalogue gives them all one role. */
function paperOf(type: string): string {
  return /interface/.test(type) ? "role-edge" : /enum/.test(type) ? "role-channel" : /actor/.test(type) ? "role-actor" : "role-compute";
}

function stereotype(type: string): string {
  if (/interface/.test(type)) return "«interface»";
  if (/enum/.test(type)) return "«enumeration»";
  if (/abstract/.test(type)) return "«abstract»";
  return /actor/.test(type) ? "«actor»" : "";
}

function ClassFace({ component, label }: { component: Component; label: string }) {
  const attributes = textList(component, "attributes");
  const operations = textList(component, "operations");
  const mark = stereotype(component.type);
  return (
    <div className="face class-face">
      <header>{mark && <small>{mark}</small>}<b className={/abstract|interface/.test(component.type) ? "slanted" : undefined} title={label}>{label}</b></header>
      {attributes.length > 0 && <ul>{attributes.map((line) => <li key={line} title={line}>{line}</li>)}</ul>}
      {operations.length > 0 && <ul>{operations.map((line) => <li key={line} title={line}>{line}</li>)}</ul>}
    </div>
  );
}

const sides = new WeakMap<Design, Map<string, boolean>>();
/** A group's name moves to the right corner when a line would run through it at the left one. */
function nameGoesRight(design: Design, id: string): boolean {
  let known = sides.get(design);
  if (!known) {
    const lines = [...routesOf(design).values()].flatMap(segmentsOf);
    const crossed = (strip: Box) => lines.some((line) => hitsBox(line, strip, 3));
    known = new Map([...groupBoxes(design)].map(([group, box]) => {
      const width = Math.min(box.width / 2, 20 + 7 * (design.groups?.[group]?.label ?? group).length);
      const strip = { x: box.x + 8, y: box.y + 2, width, height: 16 };
      return [group, crossed(strip) && !crossed({ ...strip, x: box.x + box.width - 8 - width })];
    }));
    sides.set(design, known);
  }
  return known.get(id) ?? false;
}

export const GroupRegion = memo(function GroupRegion({ data, selected }: NodeProps<FlowNode>) {
  const { id } = data;
  const group = useWorkbench((s) => s.design.groups?.[id]);
  const accused = useWorkbench((s) => findingsOf(s, id).length > 0);
  const right = useWorkbench((s) => nameGoesRight(s.design, id));
  if (!group) return null;
  const zones = typeof group.zones === "number" && group.zones > 1 ? ` · ${group.zones} zones` : "";
  return (
    <div className={classes("region", `region-${group.kind}`, selected && "selected", accused && "accused", right && "name-right")} data-testid={`group-node-${id}`}>
      <span className="group-name" title="Drag to move all its parts">{group.label ?? id}{zones}</span>
    </div>
  );
});
