import { useMemo } from "react";
import { allowedNext } from "../model/way";
import { useBench, useWorkbench } from "../state/hook";
import type { SaidWay } from "../state/view";
import { Icon } from "./Icon";
import { Button, classes } from "./kit";
import type { Mode } from "./useMode";

/** Under the drawing while a way is being said, so that it covers no part: what was said so far, and how to keep it. */
export function WayBar({ mode }: { mode: Mode }) {
  const saying = useWorkbench((s) => s.saying);
  return saying && <Said saying={saying} mode={mode} />;
}

function Said({ saying, mode }: { saying: SaidWay; mode: Mode }) {
  const { act } = useBench();
  const title = useWorkbench((s) => s.data.review?.walks[saying.flow]?.title ?? saying.flow);
  const said = saying.parts.length > 0;
  const end = (finish: () => void) => { finish(); act.focusCanvas(); };
  return (
    <section className="way-bar" aria-label={`Your way: ${title}`} data-testid="way-bar">
      <p className="way-title"><Icon name="footprints" size={15} /><b>{title}</b>{said && <span><Hint saying={saying} mode={mode} /></span>}</p>
      <div className="way-keys">
        <Button icon="undo" iconSize={15} small aria-disabled={saying.parts.length === 0} data-testid="way-back" title="Take the last part back (Backspace)" onClick={() => act.way.takeBack()}>Take back</Button>
        <Button kind="quiet" small data-testid="way-cancel" title="Leave it as it was (Esc)" onClick={() => end(() => act.way.cancel())}>Cancel</Button>
        <Button kind="primary" small disabled={saying.parts.length < 2} data-testid="way-save" onClick={() => end(() => act.way.keep())}>Save</Button>
      </div>
      {said ? <WayChips parts={saying.parts} /> : <p className="way-chips"><Hint saying={saying} mode={mode} /></p>}
    </section>
  );
}

function Hint({ saying, mode }: { saying: SaidWay; mode: Mode }) {
  const design = useWorkbench((s) => s.design);
  const catalogue = useWorkbench((s) => s.data.catalogue);
  const walk = useWorkbench((s) => s.data.review?.walks[saying.flow] ?? null);
  const open = useMemo(() => allowedNext(design, catalogue, walk, saying.parts).size, [design, catalogue, walk, saying.parts]);
  const click = mode === "phone" ? "Tap" : "Click";
  if (!saying.parts.length) return open ? `${click} who asks first.` : "Nobody asks here yet: draw a client or a person first.";
  return open ? `${click} the next marked part.` : "No connection leads on from here.";
}

/** The parts of a way, numbered; what comes after a fault is faint, and where the walk leaves it is marked. */
export function WayChips({ parts, fault = null, differs = null }: { parts: string[]; fault?: number | null; differs?: number | null }) {
  const { act } = useBench();
  return (
    <ol className="way-chips" data-testid="way-chips">
      {parts.map((id, index) => (
        <li key={index} className={classes(index === fault && "at-fault", fault !== null && index > fault && "later", index === differs && "at-differs")}>
          <b>{index + 1}</b>{act.name(id)}</li>))}
    </ol>
  );
}
