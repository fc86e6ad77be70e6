import { MiniMap, useReactFlow, useStore } from "@xyflow/react";
import { useCallback } from "react";
import type { Review } from "../contract";
import { useBench, useWorkbench } from "../state/hook";
import { strain } from "./cards";
import { Button } from "./kit";
import type { FlowNode } from "./flow";

let last: { review: Review | null; key: string; warm: Map<string, string> } = { review: null, key: "", warm: new Map() };
/** The parts that are tight or over; the same map while they are the same, so that the minimap is left alone. */
function warmOf(review: Review | null): Map<string, string> {
  if (review === last.review) return last.warm;
  const found = Object.entries(review?.components ?? {}).flatMap(([id, { utilisation, unknown }]): [string, string][] =>
    (unknown || utilisation === null || strain(utilisation) === "ok" ? [] : [[id, strain(utilisation)]]));
  const key = JSON.stringify(found);
  last = { review, key, warm: key === last.key ? last.warm : new Map(found) };
  return last.warm;
}

const zoomOf = (s: { transform: [number, number, number] }) => s.transform[2];

/** The minimap and the zoom under the palette. */
export function Overview({ map }: { map: boolean }) {
  const flow = useReactFlow();
  const zoom = useStore(zoomOf);
  const catalogue = useWorkbench((s) => s.data.catalogue);
  const warm = useWorkbench((s) => warmOf(s.data.review));
  const { store } = useBench();
  const colour = useCallback((node: FlowNode) => {
    if (node.type === "region") return "var(--surface-group)";
    const warmth = warm.get(node.id);
    if (warmth) return `var(--load-${warmth})`;
    const role = catalogue.types[store.state.design.components[node.id]?.type ?? ""]?.role;
    return role ? `var(--role-${role}, var(--load-ok))` : "var(--load-ok)";
  }, [catalogue, store, warm]);
  return (
    <div className="overview">
      {map && <MiniMap<FlowNode> pannable zoomable ariaLabel="Overview of the drawing" nodeColor={colour} nodeStrokeColor="var(--line-strong)" nodeBorderRadius={8}
        maskColor="color-mix(in srgb, var(--surface-canvas) 62%, transparent)" maskStrokeColor="var(--accent)" maskStrokeWidth={6} offsetScale={4} />}
      <div className="zoom">
        <Button icon="minus" iconSize={15} kind="quiet" small aria-label="Zoom out" onClick={() => flow.zoomOut()} />
        <span data-testid="zoom">{Math.round(zoom * 100)} %</span>
        <Button icon="plus" iconSize={15} kind="quiet" small aria-label="Zoom in" onClick={() => flow.zoomIn()} />
      </div>
    </div>
  );
}
