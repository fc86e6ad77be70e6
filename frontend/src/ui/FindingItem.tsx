import { memo, useState } from "react";
import type { Finding, Fix } from "../contract";
import { useBench, useWorkbench } from "../state/hook";
import { SeverityMark } from "./Icon";
import { Button, Words, classes } from "./kit";

/** The one-click edit of a finding: hovering shows it dashed on the canvas, a click makes it one undo step. */
export function FixButton({ finding, short = false }: { finding: Finding; short?: boolean }) {
  const { act, store } = useBench();
  const { fix } = finding;
  if (!fix && finding.prompt) return <AnswerButton prompt={finding.prompt} />;
  if (!fix) return finding.fix_pending ? <span className="note pending-fix">Looking for a fix</span> : null;
  const show = () => store.set({ preview: { patch: fix.patch, words: fix.gain ? `+${fix.gain} preview` : "preview" } });
  const hide = () => store.set({ preview: null });
  return (
    <Button small icon="plus" iconSize={14} className="fix" data-testid={`fix-${finding.fingerprint}`} onMouseEnter={show} onMouseLeave={hide} onFocus={show} onBlur={hide}
      onClick={(event) => {
        event.stopPropagation();
        // The button goes with its finding: the focus stays in the list it stood in.
        event.currentTarget.closest<HTMLElement>(".dock, .properties, .sheet")?.focus({ preventScroll: true });
        act.applyFix(finding);
      }}>
      <span className="fix-label">{fix.label}</span><Gain fix={fix} short={short} />
    </Button>
  );
}

/** A question about a decision is answered where its options stand. */
function AnswerButton({ prompt }: { prompt: string }) {
  const { store } = useBench();
  return <Button small kind="quiet" icon="arrow-right" iconSize={14} data-testid="answer" onClick={() => store.ask({ action: "open", page: "review", prompt })}>Answer</Button>;
}

function Gain({ fix, short }: { fix: Fix; short: boolean }) {
  if (!fix.gain) return null;
  return <span className="gain">{fix.verified ? "" : "up to "}+{fix.gain}{fix.verified && !short ? ", verified" : ""}</span>;
}

export const Points = ({ points }: { points: number }) => <span className="points">{points ? `−${Math.abs(points)}` : ""}</span>;

/** Hovering a finding outlines what it is about. */
export function useOutline(elements: string[]) {
  const { store } = useBench();
  return { onMouseEnter: () => store.set({ outlined: elements }), onMouseLeave: () => store.set({ outlined: [] }) };
}

/** A finding as a card: in the properties panel and on the phone. */
export function FindingCard({ finding, big = false }: { finding: Finding; big?: boolean }) {
  const outline = useOutline(finding.elements);
  return (
    <article className={classes("finding-card", big && "big")} {...outline} data-testid={`here-${finding.fingerprint}`}>
      <SeverityMark severity={finding.severity} size={16} />
      <div>
        <h4>{finding.title}<Points points={finding.points} /></h4>
        <p><Words text={finding.message} /></p>
        <Because finding={finding} />
        <FixButton finding={finding} short={!big} />
      </div>
    </article>
  );
}

/** Why, and the ways out that are no fix: read about the rule, or waive it with a reason. */
export function Because({ finding }: { finding: Finding }) {
  const { act } = useBench();
  const [reason, setReason] = useState<string | null>(null);
  const waivable = useWorkbench((s) => !(s.design.waivers ?? []).some((w) => w.rule === finding.rule && finding.elements.includes(w.element)));
  return (
    <details className="because"><summary>Why</summary>
      {finding.because.length > 0 && <ul>{finding.because.map((line) => <li key={line}><Words text={line} /></li>)}</ul>}
      {finding.path.length > 1 && <p className="note">{finding.path.map((id) => act.name(id)).join(" → ")}</p>}
      <p className="because-links">
        {finding.help_url && /^(https?:|\/)/.test(finding.help_url) && <a href={finding.help_url} target="_blank" rel="noreferrer">About this rule</a>}
        {waivable && finding.severity !== "question" && reason === null && <button type="button" className="link" data-testid={`waive-${finding.fingerprint}`} onClick={() => setReason("")}>Waive …</button>}
      </p>
      {reason !== null && <form className="waive" onSubmit={(event) => { event.preventDefault(); if (reason.trim()) act.waive(finding, reason.trim()); }}>
        <span className="input"><input autoFocus value={reason} maxLength={300} placeholder="Why it is right here" aria-label="Reason to waive" onChange={(event) => setReason(event.target.value)} /></span>
        <Button small type="submit" disabled={!reason.trim()}>Waive</Button></form>}
    </details>
  );
}

/** A finding as a row of the dock. */
export const FindingRow = memo(function FindingRow({ finding, requirement }: { finding: Finding; requirement: string }) {
  const { act } = useBench();
  const outline = useOutline(finding.elements);
  const chosen = useWorkbench((s) => finding.elements.some((id) => s.selection.components.includes(id)));
  const jump = () => { const element = finding.elements[0]; if (element) act.jumpTo(element); };
  return (
    <li className={classes("finding-row", chosen && "chosen")} {...outline} data-testid={`finding-${finding.fingerprint}`} data-severity={finding.severity}>
      <button type="button" className="finding-main" onClick={jump} title={`${finding.message} Show it on the canvas`}>
        <SeverityMark severity={finding.severity} />
        <span className="finding-text"><b>{finding.title}</b><span><Words text={finding.message} /></span></span>
        <span className="finding-about">{requirement}</span>
        <Points points={finding.points} />
      </button>
      <span className="finding-fix">{finding.fix || finding.fix_pending || finding.prompt ? <FixButton finding={finding} /> : finding.elements.length > 0 && <Button small kind="quiet" onClick={jump} icon="arrow-right" iconSize={14}>Show</Button>}</span>
    </li>
  );
});
