import type { Design, Group, GroupKind } from "../contract";
import { slug, uniqueId } from "./ids";
import { type Box, boxesOf, contains, union } from "./sizes";

const PADDING = 16;
const HEADER = 18;

export const GROUP_LABELS: Record<GroupKind, string> = {
  region: "Region", zone: "Zone", trust: "Trust boundary", mesh: "Mesh", site: "Site",
};

/** Boxes of all groups, drawn around their members (nested ones outside); an empty group keeps its stored corner. */
export function groupBoxes(design: Design, members: Map<string, Box> = boxesOf(design)): Map<string, Box> {
  const groups = design.groups ?? {};
  const boxes = new Map<string, Box>();
  const open = new Set<string>();
  const boxOf = (id: string): Box | null => {
    const known = boxes.get(id);
    if (known) return known;
    const group = groups[id];
    if (!group || open.has(id)) return null;
    open.add(id);
    const inner = union(group.contains.flatMap((member) => members.get(member) ?? boxOf(member) ?? []));
    open.delete(id);
    const stored = design.layout?.positions[id];
    const box = inner
      ? { x: inner.x - PADDING, y: inner.y - PADDING - HEADER, width: inner.width + 2 * PADDING, height: inner.height + 2 * PADDING + HEADER }
      : stored ? { x: stored[0], y: stored[1], width: 216, height: 126 } : null;
    if (box) boxes.set(id, box);
    return box;
  };
  Object.keys(groups).forEach(boxOf);
  return boxes;
}

/** How many groups enclose a group: the deepest is drawn last and catches drops first. */
export function groupDepth(groups: Record<string, Group>, id: string, seen = new Set<string>()): number {
  if (seen.has(id)) return 0;
  seen.add(id);
  const parent = Object.keys(groups).find((other) => groups[other]!.contains.includes(id));
  return parent ? groupDepth(groups, parent, seen) + 1 : 0;
}

/** The components of a group and of the groups in it. */
export function membersOf(design: Design, id: string, seen = new Set<string>()): string[] {
  if (seen.has(id)) return [];
  seen.add(id);
  return (design.groups?.[id]?.contains ?? []).flatMap((member) =>
    design.components[member] ? [member] : membersOf(design, member, seen));
}

export const parentGroup = (design: Design, member: string): string | null =>
  Object.entries(design.groups ?? {}).find(([, group]) => group.contains.includes(member))?.[0] ?? null;

/** The innermost group whose box holds the point. */
export function groupAt(design: Design, boxes: Map<string, Box>, x: number, y: number): string | null {
  const hits = [...boxes].filter(([, box]) => contains(box, x, y)).map(([id]) => id);
  const depth = (id: string) => groupDepth(design.groups ?? {}, id);
  return hits.sort((a, b) => depth(b) - depth(a) || a.localeCompare(b))[0] ?? null;
}

/** Moves a member (component or group) into a group, or out of every group with null. */
export function assignToGroup(design: Design, member: string, target: string | null): Design {
  if (parentGroup(design, member) === target) return design;
  const groups = Object.fromEntries(Object.entries(design.groups ?? {}).map(([id, group]) => {
    const without = group.contains.filter((item) => item !== member);
    return [id, { ...group, contains: id === target ? [...without, member] : without }];
  }));
  return { ...design, groups };
}

/** Puts the selection in a new group. What shares one parent stays inside it: the new group nests there. */
export function groupSelection(design: Design, members: string[], kind: GroupKind, label?: string): { design: Design; id: string } {
  const groups = design.groups ?? {};
  const taken = new Set([...Object.keys(groups), ...Object.keys(design.components)]);
  const id = uniqueId(slug(label ?? `${kind}-${Object.values(groups).filter((g) => g.kind === kind).length + 1}`, kind), taken);
  const parents = new Set(members.map((member) => parentGroup(design, member)));
  const parent = parents.size === 1 ? [...parents][0]! : null;
  let next = members.reduce((draft, member) => assignToGroup(draft, member, null), design);
  next = { ...next, groups: { ...next.groups, [id]: { kind, ...(label ? { label } : {}), contains: members } } };
  return { design: parent ? assignToGroup(next, id, parent) : next, id };
}

/** Removes the group's border; its members move up to the group that enclosed it. */
export function dissolveGroup(design: Design, id: string): Design {
  const group = design.groups?.[id];
  if (!group) return design;
  const parent = parentGroup(design, id);
  const groups = Object.fromEntries(Object.entries(design.groups!).filter(([key]) => key !== id).map(([key, other]) => {
    if (key !== parent) return [key, other];
    return [key, { ...other, contains: other.contains.flatMap((m) => (m === id ? group.contains : [m])) }];
  }));
  const positions = { ...(design.layout?.positions ?? {}) };
  delete positions[id];
  return { ...design, groups, ...(design.layout ? { layout: { ...design.layout, positions } } : {}) };
}
