import { useEffect, useRef } from "react";
import { lostPerSecond, seconds, short } from "../model/playing";
import type { Played } from "../overlays";
import { useBench, useWorkbench } from "../state/hook";
import { awaits } from "../state/asked";
import type { State } from "../state/view";
import { Icon } from "./Icon";
import { Button, classes } from "./kit";
import { SimulationForm } from "./SimulationForm";

const SPEEDS = [1, 2, 4];
const FRAME_MS = 250;

/** Opens the simulation under the canvas. */
export function SimulateButton() {
  const { act } = useBench();
  const open = useWorkbench((s) => s.simulation.open);
  return <Button icon="activity" kind="quiet" small aria-expanded={open} data-testid="simulate" title="Every request with its queues, one by one"
    onClick={() => (open ? act.simulation.close() : act.simulation.open())}>Simulate</Button>;
}

type Phase = "form" | "running" | "playing";
function phaseOf(s: State): Phase {
  if (s.simulation.played) return "playing";
  if (awaits(s, s.simulation.asked)) return "running";
  const run = s.data.simulation;
  return run && run.id === s.simulation.asked && run.state !== "failed" && run.state !== "cancelled" ? "running" : "form";
}

/** Under the canvas: what to simulate, how far it is, and the player. */
export function SimulationBar() {
  const { act } = useBench();
  const open = useWorkbench((s) => s.simulation.open);
  const phase = useWorkbench(phaseOf);
  const full = useWorkbench((s) => s.simulation.choices !== null);
  const shown = open ? `${phase} ${full}` : "closed";
  const seen = useRef(shown);
  // The bar takes its room from the canvas.
  useEffect(() => {
    if (shown !== seen.current) act.fit();
    seen.current = shown;
  }, [shown, act]);
  if (!open) return null;
  return (
    <section className="simulation" onKeyDown={(event) => { if (event.key === "Escape" && act.simulation.dismiss()) { event.stopPropagation(); act.focusCanvas(); } }} aria-label="Simulation" data-testid="simulation" data-phase={phase}>
      {phase === "form" && <SimulationForm><Close /></SimulationForm>}
      {phase === "running" && <Running />}
      {phase === "playing" && <Player />}
    </section>
  );
}

const Close = () => {
  const { act } = useBench();
  return <Button icon="x" iconSize={15} kind="quiet" small aria-label="Close the simulation" data-testid="simulation-close" onClick={() => { act.simulation.close(); act.focusCanvas(); }} />;
};

function Running() {
  const { act } = useBench();
  const run = useWorkbench((s) => (s.data.simulation?.id === s.simulation.asked ? s.data.simulation : null));
  const waits = !run || run.state === "waiting";
  const share = run?.progress ?? 0;
  return (
    <div className="simulation-running">
      <span>{run?.title && <b>{run.title}. </b>}{waits ? "Waiting for its turn …" : "Simulating every request, one by one …"}</span>
      <div className="progress" role="progressbar" aria-label="Simulation" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}><em style={{ width: `${share * 100}%` }} /></div>
      <Button small icon="x" iconSize={14} data-testid="simulation-stop" onClick={() => act.simulation.stop()}>Stop</Button>
      <Close />
    </div>
  );
}

function Player() {
  const { act } = useBench();
  const { played, at, playing, speed } = useWorkbench((s) => s.simulation);
  const older = useWorkbench((s) => (s.simulation.played?.rev ?? 0) < s.rev);
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => act.simulation.step(), FRAME_MS / speed);
    return () => clearTimeout(timer);
  }, [playing, at, speed, act]);
  if (!played) return null;
  const { frames, event } = played;
  const frame = frames[at]!;
  const end = frames.at(-1)!.until_s;
  return (
    <div className="simulation-player">
      <div className="player-line">
        <Button icon={playing ? "pause" : "play"} iconSize={14} small aria-label={playing ? "Pause" : "Play"} data-testid="simulation-play" onClick={() => act.simulation.play(!playing)} />
        <div className="scrub">
          {event && <i className="event" title="What happens" style={{ left: `${(event.from_s / end) * 100}%`, width: `${((Math.min(event.until_s, end) - event.from_s) / end) * 100}%` }} />}
          <input type="range" min={0} max={frames.length - 1} step={1} value={at} aria-label="Time" aria-valuetext={`${seconds(frame.until_s)} of ${seconds(end)}`} data-testid="simulation-scrub"
            onChange={(change) => act.simulation.show(Number(change.target.value))} />
        </div>
        <span className="note player-time" data-testid="simulation-time">{seconds(frame.until_s)} of {seconds(end)}</span>
        <div className="segments speeds" role="group" aria-label="Speed">{SPEEDS.map((one) => <button key={one} type="button" aria-pressed={speed === one} onClick={() => act.simulation.speed(one)}>{one}×</button>)}</div>
        <Button small data-testid="simulation-again" onClick={() => act.simulation.stop()}>Another</Button>
        <Close />
      </div>
      <p className="player-title"><b>{played.title}</b>{older && <span className="note"> · as of an earlier drawing</span>}
        {played.recovery && <span className={classes("verdict", played.recovery.good ? "good" : "bad")}><Icon name={played.recovery.good ? "circle-check" : "circle-x"} size={13} />{played.recovery.text}</span>}
        <span className="note"> {played.text}</span></p>
      <div className="player-result" role="region" aria-label="Result" tabIndex={0}>
      {played.remarks.length > 0 && <ul className="player-remarks" data-testid="simulation-remarks">{played.remarks.map((remark) => <li key={remark}>{remark}</li>)}</ul>}
      <Flows played={played} at={at} />
      </div>
    </div>
  );
}

function Flows({ played, at }: { played: Played; at: number }) {
  const { flows } = played.frames[at]!;
  return (
    <div className="flow-table"><table data-testid="simulation-flows">
      <thead><tr><th scope="col">Journey</th><th scope="col">Answered now</th><th scope="col">Failed now</th><th scope="col">Answered</th><th scope="col">p50</th><th scope="col">p99</th><th scope="col">Failed</th></tr></thead>
      <tbody>{played.flows.map((flow) => {
        const now = flows[flow.flow];
        const lost = now ? lostPerSecond(now.failed_per_s) : 0;
        return <tr key={flow.flow}><th scope="row">{flow.title}</th>
          <td>{now ? `${short(now.answered_per_s)}/s` : ""}</td><td className={lost > 0 ? "bad" : "none"}>{lost > 0 ? `${short(lost)}/s` : "–"}</td>
          <td>{flow.answered}</td><td>{flow.p50}</td><td className={flow.target?.met === false ? "bad" : undefined}>{flow.p99}</td><td className={flow.failed ? "bad" : "none"}>{flow.failed || "–"}</td></tr>;
      })}</tbody></table>
      {played.parts.length > 0 && <p className="lost-calls" data-testid="simulation-parts"><b>Calls that failed</b> {played.parts.map(({ part, title, failed }) => <span key={part}><b>{title}</b>: {failed}</span>)}</p>}
    </div>
  );
}
