import type { Connection, Design, Operation, Patch, Position } from "../contract";
import { connectionKey, kindOf } from "./connect";
import { connect, removeSelection, setField, NOTHING } from "./edits";
import { assignToGroup } from "./groups";
import { freePlace } from "./place";
import { boxesOf, componentBox, componentSize, textList } from "./sizes";

/** Applies a patch as one edit. An operation about something that is gone does nothing; order matters. */
export const applyPatch = (design: Design, patch: Patch): Design => patch.reduce(applyOperation, design);

function applyOperation(design: Design, op: Operation): Design {
  switch (op.op) {
    case "add_component": return addNear(design, op.id, op.component, op.near);
    case "remove_component": return removeSelection(design, { ...NOTHING, components: [op.id] });
    case "add_connection": return addConnection(design, op.connection);
    case "remove_connection": return removeConnection(design, op.from, op.to, op.kind);
    case "set": return setField(design, op.component, op.field, op.value);
    case "add_to": return changeList(design, op.component, op.field, (list) => (list.includes(op.value) ? list : [...list, op.value]));
    case "remove_from": return changeList(design, op.component, op.field, (list) => list.filter((item) => item !== op.value));
    case "add_group": return design.groups?.[op.id] ? design : { ...design, groups: { ...design.groups, [op.id]: op.group } };
    case "add_to_group": return design.groups?.[op.group] ? assignToGroup(design, op.component, op.group) : design;
    case "remove_from_group": return design.groups?.[op.group]?.contains.includes(op.component) ? assignToGroup(design, op.component, null) : design;
    case "set_decision": return { ...design, decisions: { ...design.decisions, [op.prompt]: op.decision } };
  }
}

function addNear(design: Design, id: string, component: Design["components"][string], near?: string): Design {
  if (design.components[id]) return design;
  const boxes = boxesOf(design);
  const beside = near ? componentBox(design, near) : null;
  const lowest = Math.max(0, ...[...boxes.values()].map((box) => box.y + box.height));
  const wish: Position = beside ? [beside.x + beside.width + 54, beside.y] : [0, lowest + 54];
  const place = freePlace(wish, componentSize(component, design.design.kind), boxes.values());
  return {
    ...design,
    components: { ...design.components, [id]: component },
    layout: { ...design.layout, positions: { ...(design.layout?.positions ?? {}), [id]: place } },
  };
}

function addConnection(design: Design, connection: Connection): Design {
  const known = design.connections.some((c) => connectionKey(design, c) === connectionKey(design, connection));
  const ends = design.components[connection.from] && design.components[connection.to];
  return known || !ends ? design : connect(design, connection);
}

function removeConnection(design: Design, from: string, to: string, kind?: string): Design {
  const connections = design.connections.filter((c) =>
    c.from !== from || c.to !== to || (kind !== undefined && kindOf(design, c) !== kind));
  return { ...design, connections };
}

function changeList(design: Design, id: string, field: string, change: (list: string[]) => string[]): Design {
  const component = design.components[id];
  return component ? setField(design, id, field, change(textList(component, field))) : design;
}

/** What a patch would touch, for the dashed preview: new connections, new components, changed or removed elements. */
export function previewOf(design: Design, patch: Patch): { added: Connection[]; ghosts: string[]; touched: string[]; removed: string[] } {
  const after = applyPatch(design, patch);
  const before = new Set(design.connections.map((c) => connectionKey(design, c)));
  const left = new Set(after.connections.map((c) => connectionKey(after, c)));
  const touched = patch.flatMap((op) => ("component" in op && typeof op.component === "string" ? [op.component] : []));
  return {
    added: after.connections.filter((c) => !before.has(connectionKey(after, c))),
    ghosts: Object.keys(after.components).filter((id) => !design.components[id]),
    touched: [...new Set(touched)],
    removed: [
      ...design.connections.map((c) => connectionKey(design, c)).filter((key) => !left.has(key)),
      ...Object.keys(design.components).filter((id) => !after.components[id]),
    ],
  };
}
