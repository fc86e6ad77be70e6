import { memo } from "react";
import type { Review } from "../contract";
import { summary } from "../model/review";
import { useBench, useWorkbench } from "../state/hook";
import { type DockTab, isBehind } from "../state/view";
import { FindingRow } from "./FindingItem";
import { Icon } from "./Icon";
import { Button, Words, classes } from "./kit";
import { Skeleton } from "./Requirements";

const TABS: { id: DockTab; label: string; count: (review: Review) => number }[] = [
  { id: "findings", label: "Findings", count: (r) => r.findings.length },
  { id: "questions", label: "Questions", count: (r) => r.questions.length },
  { id: "assumed", label: "Assumed", count: (r) => r.inferred.length },
  { id: "waived", label: "Waived", count: (r) => r.waived.length },
];

/** The bottom: what to do next, best first. */
export function Dock({ collapsible = true }: { collapsible?: boolean }) {
  const { store } = useBench();
  const review = useWorkbench((s) => s.data.review);
  const chosen = useWorkbench((s) => s.dockTab);
  // with nothing found, what is left to win stands among the questions
  const tab = chosen === "findings" && review !== null && !review.findings.length && review.questions.length ? "questions" : chosen;
  const open = useWorkbench((s) => s.dockOpen) || !collapsible;
  const stale = useWorkbench((s) => s.late);
  const busy = useWorkbench(isBehind);
  return (
    <section className={classes("dock", !open && "closed", stale && "stale")} aria-label="Findings" aria-busy={busy} data-testid="dock" tabIndex={-1}>
      <header className="dock-head">
        <div className="segments" role="tablist" aria-label="What was found">
          {TABS.map(({ id, label, count }) => (
            <button key={id} type="button" role="tab" aria-selected={tab === id} data-testid={`dock-${id}`} onClick={() => store.set({ dockTab: id, dockOpen: true })}>
              {label} {review ? count(review) : ""}</button>))}
        </div>
        {review && <span className="note dock-summary">{tab === "findings" ? (review.findings.length ? summary(review.findings) : "") : tab === "questions" && review.questions.length ? `${summary(review.questions)} · ${EXPLAIN[tab]}` : EXPLAIN[tab]}</span>}
        <span className="grow" />
        {review && <span className="note checked">{stale
          ? <>as of rev {review.rev}</> : <><Icon name="check" size={14} />Checked in {duration(review.checked_ms)}</>}</span>}
        {collapsible && <Button icon="chevron-down" kind="quiet" small className={open ? "" : "flipped"} aria-label={open ? "Collapse" : "Expand"} aria-expanded={open}
          data-testid="dock-toggle" onClick={() => store.set({ dockOpen: !open })} />}
      </header>
      {open && (review ? <List tab={tab} review={review} /> : <Skeleton lines={3} />)}
    </section>
  );
}

const EXPLAIN: Record<DockTab, string> = {
  findings: "", questions: "An open question is worth half its points", assumed: "What the drawing does not say was taken for granted; one click corrects it",
  waived: "You said why these do not apply",
};

const duration = (ms: number): string => (ms < 950 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`);

const List = memo(function List({ tab, review }: { tab: DockTab; review: Review }) {
  const title = (id: string | null) => review.requirements.find((r) => r.id === id)?.title ?? "";
  if (tab === "assumed") return <Assumed review={review} />;
  const findings = tab === "findings" ? review.findings : tab === "questions" ? review.questions : review.waived;
  if (!findings.length) return <Nothing tab={tab} review={review} />;
  return (
    <ol className="dock-list">
      {findings.map((finding) => tab === "waived" ? <WaivedRow key={finding.fingerprint} finding={finding} />
        : <FindingRow key={finding.fingerprint} finding={finding} requirement={title(finding.requirement)} />)}
    </ol>
  );
});

function Nothing({ tab, review }: { tab: DockTab; review: Review }) {
  const { store } = useBench();
  const { graded } = review;
  const open = tab === "findings" ? review.questions.length : 0;
  const words = !graded ? "Nothing is graded yet: a request must go somewhere first"
    : { findings: "Nothing to win back here", questions: "No open question", assumed: "", waived: "Nothing is waived" }[tab];
  return <p className="nothing"><Icon name={graded ? "circle-check" : "info"} size={17} /><b>{words}</b>
    {open > 0 && <button type="button" className="link" onClick={() => store.set({ dockTab: "questions" })}>{open === 1 ? "One question is open" : `${open} questions are open`}</button>}</p>;
}

function WaivedRow({ finding }: { finding: Review["waived"][number] }) {
  const { act } = useBench();
  const reason = useWorkbench((s) => s.design.waivers?.find((w) => w.rule === finding.rule && finding.elements.includes(w.element))?.reason);
  return <li className="finding-row plain-row" data-testid={`finding-${finding.fingerprint}`}><span className="finding-text"><b>{finding.title}</b><span>{reason ?? finding.message}</span></span>
    <Button small onClick={() => act.unwaive(finding)}>Bring back</Button></li>;
}

function Assumed({ review }: { review: Review }) {
  const { act, store } = useBench();
  if (!review.inferred.length) return <p className="nothing"><Icon name="circle-check" size={17} /><b>Nothing was assumed</b></p>;
  return (
    <ol className="dock-list">
      {review.inferred.map((item, index) => (
        <li key={`${item.component}-${index}`} className="finding-row" data-testid={`assumed-${index}`}
          onMouseEnter={() => store.set({ outlined: [item.component] })} onMouseLeave={() => store.set({ outlined: [] })}>
          <button type="button" className="finding-main" onClick={() => act.jumpTo(item.component)}>
            <span className="mark mark-low"><Icon name="info" size={17} /></span>
            <span className="finding-text"><b>{act.name(item.component)}</b><span><Words text={item.text} /></span></span></button>
          {item.patch.length > 0 && <span className="finding-fix"><Button small className="fix" icon="pencil" iconSize={13}
            onMouseEnter={() => store.set({ preview: { patch: item.patch, words: "preview" } })} onMouseLeave={() => store.set({ preview: null })}
            onClick={() => act.correct(item)}><span className="fix-label">{item.patch_label}</span></Button></span>}
        </li>))}
    </ol>
  );
}
