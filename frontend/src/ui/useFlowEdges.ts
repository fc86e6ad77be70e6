import { useMemo, useRef } from "react";
import type { Connection, Design, Hop, Position, Review } from "../contract";
import { connectionKey } from "../model/connect";
import { applyPatch, previewOf } from "../model/patch";
import { markOf } from "../model/review";
import { type Box, boxesOf } from "../model/sizes";
import { useWorkbench } from "../state/hook";
import type { Point } from "../routing/geometry";
import { type Wanted, placeLabels } from "../routing/labels";
import { routeAll } from "../routing/route";
import type { FlowEdge } from "./flow";
import { useSteady, useSteadyList } from "./useSteady";

const wiresOf = (design: Design) => design.connections.map((c) => ({ key: connectionKey(design, c), from: c.from, to: c.to }));

let last = { key: "", routes: new Map<string, Point[]>() };
const known = new WeakMap<Design, Map<string, Point[]>>();
/** The lanes of a design. An edit that moves nothing keeps them, the very same object. */
export function routesOf(design: Design): Map<string, Point[]> {
  const found = known.get(design);
  if (found) return found;
  const boxes = boxesOf(design);
  const wires = wiresOf(design);
  const key = JSON.stringify([[...boxes], wires]);
  if (key !== last.key) last = { key, routes: routeAll(boxes, wires) };
  known.set(design, last.routes);
  return last.routes;
}

/** Room a label takes; walk labels carry a number badge and the calls. */
const room = (text: string, badges: number): Wanted => ({
  width: Math.ceil(text.length * 5.9) + 4 + badges * 22, height: 18, least: badges ? { width: 2 + badges * 22, height: 18 } : null,
});

/** Calls and rate of a hop as the drawing says them; in a chain of messages only repetition matters. */
export const wordsOf = (hop: Hop, isModel: boolean): [calls: string, rate: string] =>
  (isModel ? [hop.calls === "×1" ? "" : hop.calls, ""] : [hop.calls, hop.rate]);

/** What a connection says at rest: what the review found, else what the learner wrote. */
function restText(connection: Connection, review: Review | null, isModel: boolean): string {
  if (isModel) return connection.label ?? "";  // rates say nothing about classes
  const found = review?.connections.find((c) => c.from === connection.from && c.to === connection.to && (!c.kind || c.kind === (connection.kind ?? c.kind)));
  const rate = found?.rate_text || found?.label || "";
  if (!connection.label || connection.label === rate) return rate;
  return rate ? `${connection.label} · ${rate}` : connection.label;
}

type Cache = Map<string, { key: string; edge: FlowEdge }>;

/** Keeps the very object while nothing about it changed: React Flow then skips that edge. */
function cached(cache: Cache, edge: FlowEdge): FlowEdge {
  const key = JSON.stringify(edge);
  const known = cache.get(edge.id);
  if (known && known.key === key) return known.edge;
  cache.set(edge.id, { key, edge });
  return edge;
}

/** React Flow's edges: at rest on routed lanes, next to a dragged part on a quick route of their own. */
export function useFlowEdges(): FlowEdge[] {
  const design = useWorkbench((s) => s.design);
  const dragging = useWorkbench((s) => s.dragging);
  const review = useWorkbench((s) => s.data.review);
  const walk = useWorkbench((s) => (s.walk ? s.data.review?.walks[s.walk.flow] ?? null : null));
  const selected = useWorkbench((s) => s.selection.connections);
  const preview = useWorkbench((s) => s.preview);
  const connecting = useWorkbench((s) => s.connecting);

  const cache = useRef<Cache>(new Map());
  const routes = routesOf(design);
  const isModel = design.design.kind === "object_model";
  const said = useMemo(() => new Map(design.connections.map((c) => {
    const mark = markOf(walk, c, null);
    const rest = restText(c, review, isModel);
    const [calls, rate] = mark ? wordsOf(mark.hops[0]!, isModel) : ["", ""];
    const text = mark ? [calls, rate].filter(Boolean).join(" ") : rest;
    return [connectionKey(design, c), { text, badges: mark ? Math.min(mark.hops.length, 3) : 0 }] as const;
  })), [design, review, walk, isModel]);
  const texts = useSteady(said, useMemo(() => JSON.stringify([...said]), [said]));
  const labels = useMemo(() => {
    const sizes = new Map([...texts].filter(([, { text, badges }]) => text || badges).map(([key, { text, badges }]) => [key, room(text, badges)]));
    const needed = (key: string) => (texts.get(key)?.badges ?? 0) > 0 || selected.includes(key);
    return placeLabels(routes, sizes, boxesOf(design).values(), needed);
  }, [routes, texts, design, selected]);

  return useSteadyList(useMemo(() => {
    const live = dragging ? liveRoutes(design, dragging) : null;
    const edges = design.connections.map((connection): FlowEdge => {
      const key = connectionKey(design, connection);
      const moved = live?.get(key);
      return cached(cache.current, {
        id: key, source: connection.from, target: connection.to, type: "lane", selected: selected.includes(key),
        ariaLabel: `Connection from ${design.components[connection.from]?.label ?? connection.from} to ${design.components[connection.to]?.label ?? connection.to}`,
        data: { connection, points: moved ?? routes.get(key) ?? [], label: moved ? null : labels.get(key) ?? null, text: texts.get(key)?.text ?? "" },
      });
    });
    const ids = new Set<string>();
    const unique = edges.filter((edge) => !ids.has(edge.id) && ids.add(edge.id));
    return [...unique, ...previewEdges(design, preview, connecting)];
  }, [design, dragging, routes, labels, texts, selected, preview, connecting]));
}

function liveRoutes(design: Design, dragging: Record<string, Position>): Map<string, Point[]> {
  const boxes = boxesOf(design);
  for (const [id, [x, y]] of Object.entries(dragging)) if (boxes.has(id)) boxes.set(id, { ...boxes.get(id)!, x, y });
  return routeAll(boxes, wiresOf(design).filter((wire) => wire.from in dragging || wire.to in dragging));
}

type PreviewState = { patch: Parameters<typeof previewOf>[1]; words: string } | null;

/** The dashed edits: a hovered fix, or the target a keyboard connection would take. */
function previewEdges(design: Design, preview: PreviewState, connecting: { from: string; to: string | null } | null): FlowEdge[] {
  const wanted: { connection: Connection; words: string }[] = [];
  let boxes: Map<string, Box> = new Map();
  if (preview) {
    boxes = boxesOf(applyPatch(design, preview.patch));
    wanted.push(...previewOf(design, preview.patch).added.map((connection) => ({ connection, words: preview.words })));
  } else if (connecting?.to) {
    boxes = boxesOf(design);
    wanted.push({ connection: { from: connecting.from, to: connecting.to }, words: "" });
  }
  if (!wanted.length) return [];
  const wires = wanted.map(({ connection }, i) => ({ key: `preview:${i}`, from: connection.from, to: connection.to }));
  const routes = routeAll(boxes, wires);
  const labels = placeLabels(routes, new Map(wires.map((wire, i) => [wire.key, room(wanted[i]!.words, 0)])), boxes.values());
  return wires.map((wire, i): FlowEdge => ({
    id: wire.key, source: wire.from, target: wire.to, type: "lane", selectable: false, focusable: false, zIndex: 20,
    data: { connection: wanted[i]!.connection, points: routes.get(wire.key) ?? [], label: wanted[i]!.words ? labels.get(wire.key) ?? null : null, text: wanted[i]!.words, preview: wanted[i]!.words || "connect" },
  }));
}
