import { useEffect } from "react";
import { hopWords } from "../model/review";
import { useBench, useWorkbench } from "../state/hook";
import { Icon } from "./Icon";
import { Button, Words, classes } from "./kit";
import type { Mode } from "./useMode";

const HOP_MS = 1100;

/** The walk that is shown: its hops in order, playable one by one; where it stops and what would complete it. */
export function WalkPanel({ mode }: { mode: Mode }) {
  const { act, store } = useBench();
  const shown = useWorkbench((s) => s.walk);
  const walk = useWorkbench((s) => (s.walk ? s.data.review?.walks[s.walk.flow] ?? null : null));
  const stale = useWorkbench((s) => s.data.review !== null && s.data.review.rev < s.rev);
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
  if (!shown || !walk) return null;
  const rows = Math.ceil(walk.hops.length / 2);
  return (
    <section className={classes("walk", stale && "stale", mode === "phone" && "walk-phone")} aria-label={`Walk: ${walk.title}`} data-testid="walk">
      <header>
        <Icon name="footprints" size={15} /><b>{walk.title}</b>
        <span className="walk-keys">
          <Button icon={playing ? "pause" : "play"} iconSize={13} kind="quiet" small aria-label={playing ? "Pause" : "Play hop by hop"} data-testid="walk-play" onClick={() => act.play(!playing)} />
          <Button icon="chevron-left" kind="quiet" small aria-label="Previous hop" data-testid="walk-previous" onClick={() => act.hop(-1)} />
          <span className={classes("note", hop === null && "all")} data-testid="walk-hop">{hop === null ? "all hops" : `${hop} of ${walk.hops.length}`}</span>
          <Button icon="chevron-right" kind="quiet" small aria-label="Next hop" data-testid="walk-next" onClick={() => act.hop(1)} />
          <Button icon="x" iconSize={15} kind="quiet" small aria-label="Close the walk" data-testid="walk-close" onClick={() => act.showWalk(null)} />
        </span>
      </header>
      {walk.hops.length > 0 && <ol style={{ gridTemplateRows: `repeat(${rows}, auto)` }}>
        {walk.hops.map((h) => (
          <li key={h.order} className={classes(h.after && "after", hop === h.order && "current", hop !== null && h.order > hop && "later")}>
            <button type="button" onClick={() => store.set({ walk: { ...shown, hop: h.order, playing: false } })}>
              <b>{h.order}</b><span>{h.name}</span><u>{h.calls}</u><small>{hopWords(h)}</small></button></li>))}
      </ol>}
      {walk.stop && <div className="walk-stop" data-testid="walk-stop"><Icon name="circle-x" size={15} />
        <p><b>Stops at {act.name(walk.stop.at)}.</b> <Words text={walk.stop.message} />{walk.stop.completes && <> <span className="completes"><Words text={walk.stop.completes} /></span></>}</p></div>}
    </section>
  );
}
