import { useEffect } from "react";
import type { JourneyNumbers as Numbers, Target } from "../figures";
import { useBench, useWorkbench } from "../state/hook";
import { Unfolding, Value } from "./FigureView";
import { Icon } from "./Icon";
import { Button, classes } from "./kit";
import { Skeleton } from "./Requirements";

/** How long the hand rests before the numbers of a changed drawing are asked for: they never slow down an edit. */
const REST_MS = 900;

/** One journey in numbers: its time, how much of the year it answers, what breaks first, what it costs. */
export function JourneyNumbers({ flow }: { flow: string }) {
  const { act, store } = useBench();
  const numbers = useWorkbench((s) => (s.numbers?.flow === flow ? s.numbers : null));
  const rev = useWorkbench((s) => s.rev);
  const late = useWorkbench((s) => s.late);
  const behind = numbers === null ? false : numbers.rev < rev;
  useEffect(() => {
    if (late) return;
    const timer = setTimeout(() => act.askNumbers(), numbers === null ? 0 : REST_MS);
    return () => clearTimeout(timer);
  }, [act, flow, rev, late, numbers]);
  if (!numbers) return <Skeleton lines={5} />;
  if (numbers.why) return <p className="numbers-why">{numbers.why}</p>;
  return (
    <div className={classes("numbers", behind && "behind")} data-testid="numbers" aria-busy={behind}>
      {behind && <p className="note">As of an earlier drawing</p>}
      <Time latency={numbers.latency} />
      <Answered found={numbers.availability} />
      <Whole numbers={numbers} />
      <Button small kind="quiet" icon="arrow-right" iconSize={14} data-testid="all-numbers" onClick={() => store.ask({ action: "open", page: "numbers" })}>All numbers</Button>
    </div>
  );
}

function Verdict({ target, good, bad }: { target: Target | null; good: string; bad: string }) {
  if (!target) return null;
  if (target.met === null) return <span className="verdict">target {target.text}</span>;
  return <span className={classes("verdict", target.met ? "good" : "bad")}><Icon name={target.met ? "circle-check" : "circle-x"} size={14} />{target.met ? good : bad} {target.text}</span>;
}

function Time({ latency }: { latency: Numbers["latency"] }) {
  if (!latency) return <p className="note">Nothing waits for an answer here.</p>;
  return (
    <section aria-label="Time">
      <div className="numbers-head"><h3>Time</h3><Verdict target={latency.target} good="within" bad="misses" /></div>
      <Unfolding figure={latency.p50} label="Half of the answers within" name="figure-p50" />
      <Unfolding figure={latency.p99} label="99 % within" name="figure-p99" className="strong" />
      {latency.simulate.map((because) => <p className="how-warn" key={because}><Icon name="triangle-alert" size={13} /><span>Simulate: {because}</span></p>)}
      {latency.hops.length > 0 && <div className="waterfall" aria-label="Where the time goes">
        {latency.hops.map((hop, index) => (
          <Unfolding key={index} figure={hop.mean} className={classes("span", hop.slow && "slow")}>
            <span className="span-label" title={[hop.label, hop.note].filter(Boolean).join(", ")}>{hop.label}{hop.note && <em> {hop.note}</em>}</span>
            <i aria-hidden="true"><b style={{ marginLeft: `${hop.from * 100}%`, width: `max(2px, ${(hop.to - hop.from) * 100}%)` }} /></i>
            <Value figure={hop.mean} />
          </Unfolding>))}
      </div>}
      {latency.owner && <p className="note">{latency.owner}</p>}
    </section>
  );
}

function Answered({ found }: { found: Numbers["availability"] }) {
  if (!found) return null;
  return (
    <section aria-label="Availability">
      <div className="numbers-head"><h3>Answered</h3><Verdict target={found.target} good="meets" bad="misses" /></div>
      <Unfolding figure={found.figure} name="figure-availability" className="strong"><span className="fold-label">{found.minutes}{found.text !== "?" && " without an answer"}</span><span className={classes("num", found.text === "?" && "asks")}>{found.text}</span></Unfolding>
      {found.cuts.length > 0 && <ol className="cuts">{found.cuts.map((cut, index) => (
        <li key={index}><span>{cut.text}</span><b>{cut.minutes}</b><i aria-hidden="true" style={{ width: `${Math.max(1, cut.share * 100)}%` }} /></li>))}</ol>}
      {found.more > 0 && <p className="note">and {found.more} smaller ones</p>}
    </section>
  );
}

function Whole({ numbers: { first, cost } }: { numbers: Numbers }) {
  const { act } = useBench();
  return (
    <section aria-label="The whole design">
      <div className="numbers-head"><h3>The whole design</h3><Verdict target={cost?.budget ?? null} good="within" bad="over" /></div>
      {first && <Unfolding figure={first.at} name="figure-first" className={`tone-${first.tone}`}>
        <span className="fold-label">First to break: <button type="button" className="link" onClick={(event) => { event.preventDefault(); act.jumpTo(first.part); }}>{first.label}</button>{first.dimension && ` (${first.dimension})`}</span><span className="num">at {first.at.text}</span></Unfolding>}
      {cost && <Unfolding figure={cost.total} label="It costs" name="figure-cost" />}
      {cost?.notes.map((note) => <p className="note" key={note}>{note}</p>)}
    </section>
  );
}
