import type { Requirement, RequirementState } from "../contract";
import { useBench, useWorkbench } from "../state/hook";
import { Icon } from "./Icon";
import { FlowFateLine } from "./Losing";
import type { IconName } from "./icons";
import { Button, Words, classes } from "./kit";

const LOOK: Record<RequirementState, { icon: IconName; word: string }> = {
  served: { icon: "circle-check", word: "Served" },
  failed: { icon: "circle-x", word: "Not served" },
  asks: { icon: "question", word: "Asks" },
  off: { icon: "minus", word: "Out of scope" },
  todo: { icon: "circle-dashed", word: "Not graded yet" },
};

export function StateMark({ state, size = 17 }: { state: RequirementState; size?: number }) {
  return <span className={`mark mark-${state}`}><Icon name={LOOK[state].icon} size={size} /></span>;
}

export function Tally() {
  const requirements = useWorkbench((s) => s.data.review?.requirements);
  const count = (state: RequirementState) => requirements?.filter((r) => r.state === state).length ?? 0;
  return (
    <span className="tally" data-testid="tally">
      {count("served") > 0 && <span className="tally-served">{count("served")} served</span>}
      {count("failed") > 0 && <span className="tally-failed">{count("failed")} not</span>}
      {count("asks") > 0 && <span className="tally-asks">{count("asks")} {count("asks") === 1 ? "asks" : "ask"}</span>}
    </span>
  );
}

/** Each requirement with its live state; a click shows its walk on the canvas. */
export function RequirementList() {
  const requirements = useWorkbench((s) => s.data.review?.requirements);
  const stale = useWorkbench((s) => s.late);
  const shown = useWorkbench((s) => s.walk?.flow ?? null);
  if (!requirements) return <Skeleton lines={4} />;
  return (
    <ol className={classes("requirement-list", stale && "stale")}>
      {requirements.map((requirement) => <Row key={requirement.id} requirement={requirement} shown={requirement.flow !== null && shown === requirement.flow} />)}
    </ol>
  );
}

function Row({ requirement, shown }: { requirement: Requirement; shown: boolean }) {
  const { act, store } = useBench();
  const walkable = useWorkbench((s) => requirement.flow !== null && s.data.review?.walks[requirement.flow] !== undefined);
  const select = () => {
    if (walkable) { act.showWalk(requirement.flow); return; }
    const about = store.state.data.review?.findings.find((f) => f.requirement === requirement.id)
      ?? store.state.data.review?.questions.find((f) => f.requirement === requirement.id);
    if (about?.elements[0]) act.jumpTo(about.elements[0]);
  };
  return (
    <li className={classes("requirement", `is-${requirement.state}`, shown && "shown")}>
      <button type="button" data-testid={`requirement-${requirement.id}`} data-state={requirement.state} aria-pressed={walkable ? shown : undefined}
        title={walkable ? (shown ? "Hide the walk" : "Show the walk") : undefined} onClick={select}>
        <StateMark state={requirement.state} />
        <span>
          <b>{requirement.title}{requirement.from_level && <span className="tag">{requirement.from_level}</span>}</b>
          <span className="sr">{LOOK[requirement.state].word}.</span>
          {requirement.detail && <span className="detail"><Words text={requirement.detail} /></span>}
          <FlowFateLine flow={requirement.flow} />
          {shown && <span className="eye"><Icon name="footprints" size={13} />Shown on the canvas</span>}
        </span>
      </button>
    </li>
  );
}

/** The one-line form for narrow windows: verdicts only, the prompt one click away. */
export function Strip() {
  const { act, store } = useBench();
  const title = useWorkbench((s) => s.data.scenario.title);
  const requirements = useWorkbench((s) => s.data.review?.requirements);
  const shown = useWorkbench((s) => s.walk?.flow ?? null);
  return (
    <div className="strip">
      <ol aria-label={`Requirements of ${title}`}>
        {(requirements ?? []).map((r) => (
          <li key={r.id}><button type="button" className={classes(shown !== null && shown === r.flow && "shown")} data-testid={`requirement-${r.id}`}
            data-state={r.state} title={`${r.title}: ${LOOK[r.state].word}`}
            onClick={() => r.flow && act.showWalk(r.flow)}>
            <FlowFateLine flow={r.flow} words={false}><StateMark state={r.state} size={15} /></FlowFateLine><span>{r.short ?? shortTitle(r.title)}</span><span className="sr">: {r.title}. {LOOK[r.state].word}.</span></button></li>))}
      </ol>
      <Button kind="quiet" small icon="panel-right" iconSize={15} data-testid="open-prompt" onClick={() => store.set({ dialog: "prompt" })}>Prompt</Button>
    </div>
  );
}

const SMALL_WORDS = new Set(["a", "an", "the", "of", "to", "and", "for", "in", "on"]);
/** "Read the home timeline" → "Read"; "Quick: timeline p99 ≤ 300 ms" → "Quick". */
export function shortTitle(title: string): string {
  const head = title.split(":")[0]!;
  const first = (title.includes(":") ? head : title).split(/\s+/).find((word) => !SMALL_WORDS.has(word.toLowerCase())) ?? title;
  return first.length > 14 ? `${first.slice(0, 13)}…` : first;
}

/** Grey lines that appear only when waiting takes longer than 400 ms (the delay is in the style sheet). */
export function Skeleton({ lines }: { lines: number }) {
  return <div className="skeleton" role="status" aria-label="Checking">{Array.from({ length: lines }, (_, i) => <i key={i} style={{ width: `${88 - ((i * 23) % 40)}%` }} />)}</div>;
}
