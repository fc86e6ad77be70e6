import type { Catalogue, Component, Connection, Design, Position } from "../contract";
import { connectionKey, defaultKindOf, kindOf } from "./connect";
import { assignToGroup, dissolveGroup } from "./groups";
import { slug, uniqueId, uniqueLabel } from "./ids";
import { freePlace } from "./place";
import { boxesOf, componentSize, snap } from "./sizes";
import { withoutParts } from "./way";

/** Every function here returns a new design and leaves the old one as it was. */

export interface Selection { components: string[]; connections: string[]; groups: string[] }
export const NOTHING: Selection = { components: [], connections: [], groups: [] };

const takenIds = (design: Design) => new Set([...Object.keys(design.components), ...Object.keys(design.groups ?? {})]);
const labels = (design: Design) => new Set(Object.values(design.components).map((c) => c.label ?? ""));

function withPositions(design: Design, changes: Record<string, Position>): Design {
  return { ...design, layout: { ...design.layout, positions: { ...(design.layout?.positions ?? {}), ...changes } } };
}

/** Adds a component of a type at the free place nearest to `at`; the label is the type's, numbered when taken. */
export function addComponent(design: Design, catalogue: Catalogue, type: string, at: Position): { design: Design; id: string } {
  const label = uniqueLabel(catalogue.types[type]?.label ?? type, labels(design));
  const id = uniqueId(slug(label, "part"), takenIds(design));
  const component: Component = { type, label };
  const place = freePlace(at, componentSize(component, design.design.kind), boxesOf(design).values());
  const next = { ...design, components: { ...design.components, [id]: component } };
  return { design: withPositions(next, { [id]: place }), id };
}

export function connect(design: Design, connection: Connection): Design {
  const { kind, ...rest } = connection;
  const clean = kind && kind !== defaultKindOf(design) ? { ...rest, kind } : rest;
  return { ...design, connections: [...design.connections, clean] };
}

function omit<T>(record: Record<string, T>, gone: Set<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !gone.has(key)));
}

/** Removes a selection and all that hangs on it: connections, memberships, positions. */
export function removeSelection(design: Design, selection: Selection): Design {
  const gone = new Set(selection.components);
  const goneKeys = new Set(selection.connections);
  let next = selection.groups.reduce(dissolveGroup, design);
  next = {
    ...next,
    components: omit(next.components, gone),
    connections: next.connections.filter((c) =>
      !gone.has(c.from) && !gone.has(c.to) && !goneKeys.has(connectionKey(design, c))),
  };
  if (gone.size && next.groups) {
    next.groups = Object.fromEntries(Object.entries(next.groups)
      .map(([id, group]) => [id, { ...group, contains: group.contains.filter((member) => !gone.has(member)) }]));
  }
  if (gone.size) next = withoutParts(next, gone);
  if (gone.size && next.layout) next.layout = { ...next.layout, positions: omit(next.layout.positions, gone) };
  return next;
}

/** Sets one property; null, "" and an empty list remove the key, so a design holds only what was said. */
export function setField(design: Design, id: string, field: string, value: unknown): Design {
  const component = design.components[id];
  if (!component) return design;
  const { [field]: _old, ...rest } = component;
  const empty = value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  const changed = (empty ? rest : field in component ? { ...component, [field]: value } : { ...rest, [field]: value }) as Component;
  return { ...design, components: { ...design.components, [id]: changed } };
}

export function setConnection(design: Design, key: string, change: Partial<Connection>): Design {
  const connections = design.connections.map((connection) => {
    if (connectionKey(design, connection) !== key) return connection;
    const merged: Connection = { ...connection, ...change };
    if (!merged.label) delete merged.label;
    if (kindOf(design, merged) === defaultKindOf(design)) delete merged.kind;
    return merged;
  });
  return { ...design, connections };
}

export function reverseConnection(design: Design, key: string): Design {
  const connections = design.connections.map((c) =>
    connectionKey(design, c) === key ? { ...c, from: c.to, to: c.from } : c);
  return { ...design, connections };
}

export function setGroup(design: Design, id: string, change: Record<string, unknown>): Design {
  const group = design.groups?.[id];
  if (!group) return design;
  const merged = { ...group, ...change };
  for (const key of Object.keys(change)) if (change[key] === null || change[key] === "") delete merged[key];
  return { ...design, groups: { ...design.groups, [id]: merged } };
}

/** Moves components to new corners, on the grid. */
export function moveTo(design: Design, positions: Record<string, Position>): Design {
  const snapped = Object.entries(positions).map(([id, [x, y]]): [string, Position] => [id, [snap(x), snap(y)]]);
  return withPositions(design, Object.fromEntries(snapped));
}

export function moveBy(design: Design, ids: string[], dx: number, dy: number): Design {
  const from = design.layout?.positions ?? {};
  return moveTo(design, Object.fromEntries(ids.filter((id) => from[id])
    .map((id) => [id, [from[id]![0] + dx, from[id]![1] + dy] as Position])));
}

export interface Clip { components: Record<string, Component>; connections: Connection[]; positions: Record<string, Position> }

/** What a copy takes: the components and the connections between them. */
export function clip(design: Design, ids: string[]): Clip {
  const taken = new Set(ids);
  const positions = design.layout?.positions ?? {};
  return {
    components: Object.fromEntries(ids.filter((id) => design.components[id]).map((id) => [id, structuredClone(design.components[id]!)])),
    connections: structuredClone(design.connections.filter((c) => taken.has(c.from) && taken.has(c.to))),
    positions: Object.fromEntries(ids.filter((id) => positions[id]).map((id) => [id, positions[id]!])),
  };
}

/** Pastes a clip with fresh ids and labels, shifted until it covers nothing. Returns the new ids. */
export function paste(design: Design, taken: Clip, shift = 36): { design: Design; ids: string[] } {
  const renamed = new Map<string, string>();
  let next = design;
  for (const [oldId, component] of Object.entries(taken.components)) {
    const label = component.label ? uniqueLabel(component.label, labels(next)) : undefined;
    const id = uniqueId(slug(label ?? oldId, "part"), takenIds(next));
    renamed.set(oldId, id);
    const fresh = structuredClone(label ? { ...component, label } : component);
    const old = taken.positions[oldId] ?? [0, 0];
    const place = freePlace([old[0] + shift, old[1] + shift], componentSize(fresh, design.design.kind), boxesOf(next).values());
    next = withPositions({ ...next, components: { ...next.components, [id]: fresh } }, { [id]: place });
  }
  const connections = taken.connections.map((c) => ({ ...structuredClone(c), from: renamed.get(c.from)!, to: renamed.get(c.to)! }));
  return { design: { ...next, connections: [...next.connections, ...connections] }, ids: [...renamed.values()] };
}

export function setWaived(design: Design, rule: string, element: string, reason: string | null): Design {
  const others = (design.waivers ?? []).filter((w) => w.rule !== rule || w.element !== element);
  return { ...design, waivers: reason === null ? others : [...others, { rule, element, reason }] };
}

export { assignToGroup };
