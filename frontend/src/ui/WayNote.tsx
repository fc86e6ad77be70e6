import { ViewportPortal } from "@xyflow/react";
import { useMemo, useRef } from "react";
import type { Walk } from "../contract";
import { componentBox } from "../model/sizes";
import { type WayCheck, checkWay } from "../model/way";
import { useBench, useWorkbench } from "../state/hook";
import { isBehind } from "../state/view";
import { Icon } from "./Icon";
import { Button } from "./kit";
import { WayChips } from "./WayBar";

/** Under the hops of a journey: the learner's own way, whether the drawing and the walk follow it, and how to say it. */
export function WayNote({ walk }: { walk: Walk }) {
  const { act } = useBench();
  const kept = useWorkbench((s) => s.design.walkthroughs?.[walk.flow]);
  if (kept) return <KeptWay walk={walk} parts={kept} />;
  return (
    <div className="way-note">
      <span className="note">Meant another way?</span>
      <Button small icon="footprints" iconSize={14} data-testid="way-start" title="Click its parts in order: where several ways serve alike, the walk takes yours"
        onClick={() => act.way.start(walk.flow)}>Say the way yourself</Button>
    </div>
  );
}

function KeptWay({ walk, parts }: { walk: Walk; parts: string[] }) {
  const { act } = useBench();
  const design = useWorkbench((s) => s.design);
  const catalogue = useWorkbench((s) => s.data.catalogue);
  const behind = useWorkbench(isBehind);
  const last = useRef<WayCheck | null>(null);
  // While a review is on its way the walk is that of an older drawing: only what the drawing itself forbids is news.
  const found = useMemo(() => checkWay(design, catalogue, behind ? null : walk, parts), [design, catalogue, behind, walk, parts]);
  const check = behind && !found.fault ? last.current : found;
  if (!behind) last.current = found;
  return (
    <section className="way-note kept" aria-label="Your way" data-testid="way-note">
      <div className="way-head"><b>Your way</b><span className="grow" />
        <Button kind="quiet" small data-testid="way-change" onClick={() => act.way.start(walk.flow)}>Change</Button>
        <Button kind="quiet" small data-testid="way-remove" onClick={() => { act.way.remove(walk.flow); act.focusCanvas(); }}>Remove</Button></div>
      <WayChips parts={parts} fault={check?.fault?.index} differs={check?.differs?.index} />
      {check && <Verdict check={check} />}
      {check?.fault && <Mark id={parts[check.fault.index]!} tone="failed" words="your way stops before this" />}
      {check?.differs && <Mark id={parts[check.differs.index]!} tone="medium" words="not the walk's way" />}
    </section>
  );
}

/** The same on the drawing, at the very part. */
function Mark({ id, tone, words }: { id: string; tone: string; words: string }) {
  const design = useWorkbench((s) => s.design);
  const at = componentBox(design, id);
  return at && <ViewportPortal><span className={`way-mark tone-${tone}`} data-testid={`way-mark-${id}`} style={{ left: at.x + at.width / 2, top: at.y + at.height }}>{words}</span></ViewportPortal>;
}

function Verdict({ check }: { check: WayCheck }) {
  const { act } = useBench();
  const { fault, differs, unsaid } = check;
  const [tone, icon, text] = fault ? ["failed", "circle-x", fault.text] as const
    : differs ? ["medium", "triangle-alert", differs.text] as const : ["served", "circle-check", "The walk goes this way."] as const;
  return (
    <p className="way-verdict" data-testid="way-verdict" data-tone={tone}><span className={`mark mark-${tone}`}><Icon name={icon} size={14} /></span>
      <span>{text}{unsaid.length > 0 && <> <span className="note">Used, but not in it: {unsaid.map((id) => act.name(id)).join(", ")}.</span></>}</span></p>
  );
}
