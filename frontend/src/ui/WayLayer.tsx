import { ViewportPortal, useReactFlow } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { Design } from "../contract";
import { connectionKey } from "../model/connect";
import { type Box, boxesOf } from "../model/sizes";
import { type Leg, allowedNext, checkWay } from "../model/way";
import { pathOf } from "../routing/geometry";
import { useBench, useWorkbench } from "../state/hook";
import type { SaidWay } from "../state/view";
import { classes } from "./kit";
import { routesOf } from "./useFlowEdges";
import type { Mode } from "./useMode";

/** Over the drawing while a way is being said: a button on each part. The cards beneath know nothing of it. */
export function WayLayer({ mode }: { mode: Mode }) {
  const saying = useWorkbench((s) => s.saying);
  return saying && <ViewportPortal><Parts key={saying.flow} saying={saying} mode={mode} /></ViewportPortal>;
}

const AROUND: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function Parts({ saying, mode }: { saying: SaidWay; mode: Mode }) {
  const { store, act } = useBench();
  const design = useWorkbench((s) => s.design);
  const catalogue = useWorkbench((s) => s.data.catalogue);
  const walk = useWorkbench((s) => s.data.review?.walks[saying.flow] ?? null);
  const layer = useRef<HTMLDivElement>(null);
  const boxes = useMemo(() => boxesOf(design), [design]);
  const next = useMemo(() => allowedNext(design, catalogue, walk, saying.parts), [design, catalogue, walk, saying.parts]);
  const { legs } = useMemo(() => checkWay(design, catalogue, walk, saying.parts), [design, catalogue, walk, saying.parts]);
  useDrawingAtRest(layer);
  useInSight(layer, boxes, next, mode);
  useEffect(() => { layer.current?.querySelector<HTMLElement>("button[data-way=next], button")?.focus({ preventScroll: true }); }, []);

  const go = (event: React.KeyboardEvent) => {
    const step = AROUND[event.key];
    if (!step) return;
    const stops = [...layer.current!.querySelectorAll<HTMLElement>("button")];
    const open = stops.filter((button) => button.tabIndex === 0);
    const at = stops.indexOf((layer.current!.getRootNode() as ShadowRoot).activeElement as HTMLElement);
    const on = step > 0 ? open.find((button) => stops.indexOf(button) > at) ?? open[0] : open.findLast((button) => stops.indexOf(button) < at) ?? open.at(-1);
    event.preventDefault();
    event.stopPropagation();
    on?.focus({ preventScroll: true });
  };
  return (
    <div ref={layer} role="group" aria-label="Parts, in the order of the journey" onKeyDown={go}>
      <svg className="way-lines" aria-hidden="true">{legs.map((leg, index) => <path key={index} d={lineOf(design, leg)} />)}</svg>
      {[...boxes].map(([id, { x, y, width, height }]) => {
        const at = saying.parts.indexOf(id);
        const state = at >= 0 ? "said" : next.has(id) ? "next" : "other";
        const from = next.get(id);
        const words = at >= 0 ? `number ${at + 1}` : state === "next" ? (from ? `may be next, from ${act.name(from)}` : "may begin") : "cannot be next";
        return (
          <button key={id} type="button" className={classes("way-part", `way-${state}`, at >= 0 && at === saying.parts.length - 1 && "way-last")} data-testid={`way-part-${id}`} data-part={id} data-way={state}
            tabIndex={state === "next" ? 0 : -1} aria-disabled={state !== "next"} aria-label={`${act.name(id)}, ${words}`} style={{ left: x, top: y, width, height }}
            onFocus={(event) => { if (event.target.matches(":focus-visible")) act.reveal(id); }} onClick={() => { act.way.pick(id); store.set({ selection: { components: [], connections: [], groups: [] } }); }}>
            {at >= 0 && <b>{at + 1}</b>}</button>
        );
      })}
    </div>
  );
}

/** Cards and lines neither move nor take the focus meanwhile. */
function useDrawingAtRest(layer: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const view = layer.current?.closest(".react-flow__viewport");
    const resting = [...(view?.querySelectorAll<HTMLElement>(".react-flow__nodes, .react-flow__edges") ?? [])];
    resting.forEach((part) => { part.inert = true; });
    return () => resting.forEach((part) => { part.inert = false; });
  }, [layer]);
}

/** Everything at first, where the window is large enough; later at least one of the parts that may be next. */
function useInSight(layer: React.RefObject<HTMLElement | null>, boxes: Map<string, Box>, next: Map<string, string>, mode: Mode): void {
  const { act } = useBench();
  const flow = useReactFlow();
  const fitted = useRef(mode === "phone");
  useEffect(() => {
    const seen = (id: string) => {
      const area = layer.current?.closest(".canvas")?.getBoundingClientRect();
      const box = boxes.get(id);
      const { x, y, zoom } = flow.getViewport();
      return area !== undefined && box !== undefined && box.x * zoom + x >= 0 && box.y * zoom + y >= 0
        && (box.x + box.width) * zoom + x <= area.width && (box.y + box.height) * zoom + y <= area.height;
    };
    const open = [...next.keys()];
    if (!fitted.current && ![...boxes.keys()].every(seen)) act.fit();
    else if (open.length && !open.some(seen)) act.reveal(open[0]!);
    fitted.current = true;
  }, [layer, boxes, next, flow, act]);
}

/** The lane of a hop, along its arrow or against it. */
function lineOf(design: Design, { from, to }: Leg): string {
  const along = design.connections.find((c) => c.from === from && c.to === to) ?? design.connections.find((c) => c.from === to && c.to === from);
  return along ? pathOf(routesOf(design).get(connectionKey(design, along)) ?? []) : "";
}
