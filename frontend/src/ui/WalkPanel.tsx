import { useReactFlow } from "@xyflow/react";
import { useLayoutEffect, useEffect, useRef, useState } from "react";
import { boxesOf, overlaps } from "../model/sizes";
import { hopWords, touchedBy } from "../model/review";
import { useBench, useWorkbench } from "../state/hook";
import { Icon } from "./Icon";
import { JourneyNumbers } from "./JourneyNumbers";
import { Button, Words, classes } from "./kit";
import type { Mode } from "./useMode";
import { WayNote } from "./WayNote";

const HOP_MS = 1100;

/** The walk that is shown: its hops in order, playable one by one; where it stops and what would complete it. */
export function WalkPanel({ mode }: { mode: Mode }) {
  const { act, store } = useBench();
  const shown = useWorkbench((s) => s.walk);
  const walk = useWorkbench((s) => (s.walk ? s.data.review?.walks[s.walk.flow] ?? null : null));
  const stale = useWorkbench((s) => s.late);
  const view = useWorkbench((s) => (s.design.design.kind === "system" ? s.walkView : "hops"));
  const counted = useWorkbench((s) => s.design.design.kind === "system");
  const playing = shown?.playing ?? false;
  const hop = shown?.hop ?? null;
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => act.hop(1), HOP_MS);
    return () => clearTimeout(timer);
  }, [playing, hop, act]);
  useEffect(() => {
    const now = walk?.hops.find((h) => h.order === hop);
    if (now) store.say(`Hop ${now.order}: ${now.name}, ${now.calls} ${hopWords(now)}`);
  }, [hop, walk, store]);
  const panel = useRef<HTMLElement>(null);
  const corner = useFreeCorner(panel, walk !== null && mode !== "phone" ? shown?.flow ?? null : null);
  if (!shown || !walk) return null;
  const rows = Math.ceil(walk.hops.length / 2);
  return (
    <section ref={panel} className={classes("walk", `at-${corner}`, stale && view === "hops" && "stale", view === "numbers" && "walk-numbers", mode === "phone" && "walk-phone")} aria-label={`${view === "hops" ? "Walk" : "Numbers"}: ${walk.title}`} data-testid="walk">
      <header>
        <Icon name="footprints" size={15} /><b>{walk.title}</b>
        <span className="walk-keys">
          {view === "hops" && <><Button icon={playing ? "pause" : "play"} iconSize={13} kind="quiet" small aria-label={playing ? "Pause" : "Play hop by hop"} data-testid="walk-play" onClick={() => act.play(!playing)} />
          <Button icon="chevron-left" kind="quiet" small aria-label="Previous hop" data-testid="walk-previous" onClick={() => act.hop(-1)} />
          <span className={classes("note", hop === null && "all")} data-testid="walk-hop">{hop === null ? "all hops" : `${hop} of ${walk.hops.length}`}</span>
          <Button icon="chevron-right" kind="quiet" small aria-label="Next hop" data-testid="walk-next" onClick={() => act.hop(1)} /></>}
          <Button icon="x" iconSize={15} kind="quiet" small aria-label="Close the walk" data-testid="walk-close" onClick={() => act.showWalk(null)} />
        </span>
      </header>
      {counted && <div className="segments walk-views" role="tablist" aria-label="What is shown of this journey">
        <button type="button" role="tab" aria-selected={view === "hops"} data-testid="walk-view-hops" onClick={() => store.set({ walkView: "hops" })}>Walk</button>
        <button type="button" role="tab" aria-selected={view === "numbers"} data-testid="walk-view-numbers" onClick={() => store.set({ walkView: "numbers" })}>Numbers</button>
        {mode === "phone" && <button type="button" data-testid="simulate" onClick={() => { store.set({ walk: null }); act.simulation.open(); }}><Icon name="activity" size={14} />Simulate</button>}
      </div>}
      {view === "numbers" && <JourneyNumbers flow={shown.flow} />}
      {view === "hops" && walk.hops.length > 0 && <ol className="hops" style={{ gridTemplateRows: `repeat(${rows}, auto)` }}>
        {walk.hops.map((h) => (
          <li key={h.order} className={classes(h.after && "after", hop === h.order && "current", hop !== null && h.order > hop && "later")}>
            <button type="button" onClick={() => store.set({ walk: { ...shown, hop: h.order, playing: false } })}>
              <b>{h.order}</b><span>{h.name}</span><u>{h.calls}</u><small>{hopWords(h)}</small></button></li>))}
      </ol>}
      {view === "hops" && walk.stop && <div className="walk-stop" data-testid="walk-stop"><Icon name="circle-x" size={15} />
        <p><b>Stops at {act.name(walk.stop.at)}.</b> <Words text={walk.stop.message} />{walk.stop.completes && <> <span className="completes"><Words text={walk.stop.completes} /></span></>}</p></div>}
      {view === "hops" && counted && <WayNote walk={walk} />}
    </section>
  );
}

const CORNERS = ["top-right", "bottom-right", "top-left", "bottom-left"] as const;

/** A part of the walk that is covered is as bad as so many others. */
const ON_THE_WALK = 10;

/** The corner where the panel covers least, of the walk above all, chosen when a walk is opened; the top right one when in doubt. */
function useFreeCorner(panel: React.RefObject<HTMLElement | null>, shown: string | null): (typeof CORNERS)[number] {
  const { store } = useBench();
  const flow = useReactFlow();
  const [corner, setCorner] = useState<(typeof CORNERS)[number]>("top-right");
  useLayoutEffect(() => {
    const area = panel.current?.parentElement?.getBoundingClientRect();
    const size = panel.current?.getBoundingClientRect();
    if (!shown || !area || !size) return;
    const { x, y, zoom } = flow.getViewport();
    const walked = touchedBy(store.state.data.review?.walks[shown] ?? null, null);
    const parts = [...boxesOf(store.state.design)].map(([id, b]) => ({ weight: walked.has(id) ? ON_THE_WALK : 1, x: b.x * zoom + x, y: b.y * zoom + y, width: b.width * zoom, height: b.height * zoom }));
    const covered = CORNERS.map((name) => {
      const left = name.endsWith("left") ? 12 : area.width - size.width - 12;
      const top = name.startsWith("top") ? 12 : area.height - size.height - 12;
      const place = { x: left, y: top, width: size.width, height: size.height };
      return parts.reduce((sum, part) => sum + (overlaps(part, place) ? part.weight : 0), 0);
    });
    setCorner(CORNERS[covered.indexOf(Math.min(...covered))]!);
  }, [shown, flow, store, panel]);
  return corner;
}
