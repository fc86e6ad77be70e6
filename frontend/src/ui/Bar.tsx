import { useBench, useWorkbench } from "../state/hook";
import { Button, classes } from "./kit";
import { Icon } from "./Icon";
import { isBehind } from "../state/view";
import type { Mode } from "./useMode";

/** Title, the chair one is graded from, what is saved, the score, and the one filled button of the page. */
export function Bar({ mode }: { mode: Mode }) {
  const { store } = useBench();
  const scenario = useWorkbench((s) => s.data.scenario);
  const phone = mode === "phone";
  return (
    <div className="bar" role="group" aria-label="Score and saving">
      <div className="bar-title">
        <h1 title={scenario.title}>{scenario.title}</h1>
        {!phone && <span className="note">{scenario.minutes} min · {scenario.difficulty}</span>}
      </div>
      {!phone && <Picks />}
      {/* Phases and the clock of a round will stand here. */}
      <div className="bar-place" />
      <Saved />
      <Score />
      <Button kind="primary" className="bar-next" data-testid="review" onClick={() => store.ask({ action: "review" })}>
        Review{!phone && <Icon name="arrow-right" size={15} />}
      </Button>
    </div>
  );
}

/** From whose chair one is graded, and which variant of the prompt. */
export function Picks() {
  const { store } = useBench();
  const scenario = useWorkbench((s) => s.data.scenario);
  return (
    <div className="bar-picks">
      {scenario.profiles.length > 1 && <label className="pick"><span className="sr">Graded as</span>
        <select data-testid="profile" title="Graded as" value={scenario.profile}
          onChange={(event) => store.ask({ action: "profile", profile: event.target.value })}>
          {scenario.profiles.map((profile) => <option key={profile.id} value={profile.id}>{profile.label}</option>)}
        </select><Icon name="chevron-down" size={14} /></label>}
      {scenario.variants.length > 0 && <label className="pick"><span className="sr">Variant of the prompt</span>
        <select data-testid="variant" title="Variant of the prompt" value={scenario.variant ?? ""}
          onChange={(event) => store.ask({ action: "variant", variant: event.target.value || null })}>
          <option value="">Whole prompt</option>
          {scenario.variants.map((variant) => <option key={variant.id} value={variant.id}>{variant.label}</option>)}
        </select><Icon name="chevron-down" size={14} /></label>}
    </div>
  );
}

function Saved() {
  const { store } = useBench();
  const saved = useWorkbench((s) => s.data.saved);
  const rev = useWorkbench((s) => s.rev);
  const confirmed = useWorkbench((s) => s.data.rev);
  const reached = useWorkbench((s) => s.reached);
  if (!reached || saved.state === "failed") {
    return (
      <div className="unsaved" role="status" data-testid="saved">
        <Icon name="triangle-alert" size={15} />
        <span><b>Not saved yet</b> {reached ? saved.text : rev === confirmed + 1 ? `rev ${rev} is kept in this browser` : `rev ${confirmed + 1} to ${rev} are kept in this browser`}</span>
        <Button small onClick={() => store.tell()}>Try again</Button>
      </div>
    );
  }
  const busy = rev > confirmed || saved.state === "saving";
  return <span className={classes("saved", busy && "busy")} data-testid="saved"><Icon name={busy ? "circle-dashed" : "check"} size={14} />{busy ? "Saving" : saved.text}</span>;
}

/** The score in ink with a tick at each level bar; dimmed while it belongs to an older drawing. */
function Score() {
  const { store } = useBench();
  const review = useWorkbench((s) => s.data.review);
  const stale = useWorkbench((s) => s.late);
  const busy = useWorkbench(isBehind);
  const graded = review !== null && review.graded && review.score !== null;
  const title = graded
    ? `Score so far: ${review.score} of ${review.of}. ${review.level}${review.next ? `; ${review.next}` : ""}${review.cap ? `. ${review.cap}` : ""}. Open the breakdown`
    : "Nothing is graded yet";
  return (
    <button type="button" className={classes("score", stale && "stale")} data-testid="score" aria-busy={busy} title={title}
      onClick={() => store.ask({ action: "review" })}>
      <span className="sr">Score </span><span className="score-number">{graded ? review.score : "–"}{graded && review.of !== 100 && <small> of {review.of}</small>}</span>
      <span className="score-words">
        <b>{graded ? review.level : "not graded"}</b>
        <small>{stale && graded ? `as of rev ${review.rev}` : graded ? review.next : ""}</small>
        <span className="score-track" aria-hidden="true">
          {graded && <em style={{ width: `${(100 * review.score!) / Math.max(1, review.of)}%` }} />}
          {review?.bars.map((bar) => <i key={bar.label} style={{ left: `${bar.at}%` }} title={`${bar.label} ${bar.at}`} />)}
        </span>
      </span>
    </button>
  );
}
