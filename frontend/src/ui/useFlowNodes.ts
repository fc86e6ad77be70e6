import { useMemo, useRef } from "react";
import type { Design, Position } from "../contract";
import { groupBoxes, groupDepth } from "../model/groups";
import { applyPatch } from "../model/patch";
import { boxesOf, sizeOf } from "../model/sizes";
import { useWorkbench } from "../state/hook";
import { type FlowNode, groupNodeId } from "./flow";
import { useSteadyList } from "./useSteady";

type Cache = Map<string, { key: string; node: FlowNode }>;

/** Keeps the very object while nothing about it changed: React Flow then skips that node. */
function cached(cache: Cache, key: string, node: FlowNode): FlowNode {
  const known = cache.get(node.id);
  if (known && known.key === key) return known.node;
  cache.set(node.id, { key, node });
  return node;
}

function fixedSize(width: number, height: number) {
  return { width, height, measured: { width, height } };
}

/** React Flow's nodes from the design: groups below, then components, then what a hovered fix would add. */
export function useFlowNodes(): FlowNode[] {
  const design = useWorkbench((s) => s.design);
  const selection = useWorkbench((s) => s.selection);
  const dragging = useWorkbench((s) => s.dragging);
  const preview = useWorkbench((s) => s.preview);
  const catalogue = useWorkbench((s) => s.data.catalogue);
  const cache = useRef<Cache>(new Map());
  return useSteadyList(useMemo(() => {
    const chosen = new Set(selection.components);
    const words = (id: string, of: Design) => {
      const type = of.components[id]!.type;
      return `${of.components[id]!.label ?? id}, ${catalogue.types[type]?.label ?? type}`;
    };
    const component = (id: string, of: Design, ghost: boolean): FlowNode => {
      const [x, y] = dragging?.[id] ?? of.layout?.positions[id] ?? [0, 0];
      const { width, height } = sizeOf(of, id);
      const selected = chosen.has(id);
      const label = words(id, of);
      return cached(cache.current, `${x},${y},${width},${height},${selected},${ghost},${dragging?.[id] !== undefined},${label}`, {
        id, type: "component", position: { x, y }, data: { id, ghost }, selected, ariaLabel: label, zIndex: dragging?.[id] ? 30 : 10,
        draggable: !ghost, selectable: !ghost, focusable: !ghost, connectable: !ghost, ...fixedSize(width, height),
      });
    };
    const after = preview ? applyPatch(design, preview.patch) : null;
    const ghosts = after ? Object.keys(after.components).filter((id) => !design.components[id]) : [];
    return [
      ...groupNodes(design, dragging, new Set(selection.groups), cache.current),
      ...Object.keys(design.components).map((id) => component(id, design, false)),
      ...ghosts.map((id) => component(id, after!, true)),
    ];
  }, [design, selection, dragging, preview, catalogue]));
}

function groupNodes(design: Design, dragging: Record<string, Position> | null, chosen: Set<string>, cache: Cache): FlowNode[] {
  const groups = design.groups ?? {};
  const ids = Object.keys(groups);
  if (!ids.length) return [];
  const depth = new Map(ids.map((id) => [id, groupDepth(groups, id)]));
  const boxes = groupBoxes(design);
  // While single parts are dragged the groups stand still, so that one can see where a part will belong.
  const moved = dragging && ids.some((id) => groupMovesWith(design, id, dragging)) ? groupBoxes(design, movedBoxes(design, dragging)) : boxes;
  return ids.filter((id) => boxes.has(id)).sort((a, b) => depth.get(a)! - depth.get(b)!).map((id) => {
    const box = (dragging && groupMovesWith(design, id, dragging) ? moved : boxes).get(id)!;
    const selected = chosen.has(id);
    const label = `${groups[id]!.label ?? id}, group`;
    return cached(cache, `${box.x},${box.y},${box.width},${box.height},${selected},${label}`, {
      id: groupNodeId(id), type: "region", position: { x: box.x, y: box.y }, data: { id }, selected, ariaLabel: label, zIndex: depth.get(id)! - 20,
      dragHandle: ".group-name", connectable: false, style: { pointerEvents: "none" }, ...fixedSize(box.width, box.height),
    });
  });
}

function movedBoxes(design: Design, dragging: Record<string, Position>) {
  const boxes = boxesOf(design);
  for (const [id, [x, y]] of Object.entries(dragging)) {
    const box = boxes.get(id);
    if (box) boxes.set(id, { ...box, x, y });
  }
  return boxes;
}

function groupMovesWith(design: Design, id: string, dragging: Record<string, Position>): boolean {
  const inside = (design.groups?.[id]?.contains ?? []);
  return inside.length > 0 && inside.every((member) => member in dragging || (design.groups?.[member] !== undefined && groupMovesWith(design, member, dragging)));
}
