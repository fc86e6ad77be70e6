import { type ReactNode, useEffect, useState } from "react";
import type { SimulationChoices } from "../overlays";
import { useBench, useWorkbench } from "../state/hook";
import { offered } from "../state/simulating";
import { Icon } from "./Icon";
import { Button } from "./kit";

const LOADS = [1, 2, 5];
type Happening = NonNullable<SimulationChoices["happenings"]>[number];

/** Headings with their choices, in order: what can happen to the selected part comes first, under its name. */
export function grouped(happenings: Happening[], part: string | null, name: string): { heading: string; choices: Happening[] }[] {
  const found = new Map<string, Happening[]>();
  const put = (heading: string, choice: Happening) => found.set(heading, [...(found.get(heading) ?? []), choice]);
  for (const choice of happenings) if (!choice.group) put("", choice);
  for (const choice of happenings) if (part && choice.part === part) put(name, choice);
  for (const choice of happenings) if (choice.group && !(part && choice.part === part)) put(choice.group, choice);
  return [...found].map(([heading, choices]) => ({ heading, choices }));
}

/** What to simulate: the load, what happens, and what is tried against it. */
export function SimulationForm({ children }: { children: ReactNode }) {
  const { act } = useBench();
  const simulation = useWorkbench((s) => s.simulation);
  const part = useWorkbench((s) => (s.selection.components.length === 1 ? s.selection.components[0]! : null));
  const failed = useWorkbench((s) => (s.data.simulation?.state === "failed" && s.data.simulation.id === s.simulation.asked ? s.data.simulation.text : ""));
  const [explained, setExplained] = useState("");
  useEffect(() => act.simulation.askChoices(), [act]);
  const { choices } = simulation;
  const { load, happens, protections } = offered(simulation);
  const toggle = (id: string) => act.simulation.wish({ protections: protections.includes(id) ? protections.filter((one) => one !== id) : [...protections, id] });
  return (
    <form className="simulation-form" onSubmit={(event) => { event.preventDefault(); act.simulation.start(); }}>
      <fieldset><legend>Load</legend><div className="segments">{LOADS.map((one) => (
        <button key={one} type="button" aria-pressed={load === one} data-testid={`simulate-load-${one}`} onClick={() => act.simulation.wish({ load: one })}>{one}×</button>))}</div></fieldset>
      <label className="happens"><span>What happens</span><span className="input select">
        <select value={happens} data-testid="simulate-happens" disabled={!choices?.happenings} onFocus={() => act.simulation.askChoices()} onChange={(event) => act.simulation.wish({ happens: event.target.value })}>
          {grouped(choices?.happenings ?? [{ id: "", label: "Nothing" }], part, part ? act.name(part) : "").map(({ heading, choices }) => {
            const options = choices.map(({ id, label }) => <option key={id} value={id}>{label}</option>);
            return heading ? <optgroup key={heading} label={heading}>{options}</optgroup> : options;
          })}
        </select><Icon name="chevron-down" size={14} /></span></label>
      {choices?.protections && <fieldset className="try"><legend>Try with</legend><div className="toggles">{choices.protections.map(({ id, label, help, off }) => (
        <button key={id} type="button" className="toggle" aria-pressed={protections.includes(id)} aria-disabled={off ? true : undefined} title={off ?? help} data-testid={`simulate-try-${id}`}
          onClick={() => { setExplained(`${label}: ${off ?? help}`); if (!off) toggle(id); }}>{label}</button>))}</div></fieldset>}
      <span className="grow" />
      <Button type="submit" kind="primary" small icon="play" iconSize={13} disabled={!!choices?.why} data-testid="simulate-start">Start</Button>
      {children}
      {explained && <p className="note simulation-note" role="status">{explained}</p>}
      {choices?.why && <p className="simulation-failed" role="alert">{choices.why}</p>}
      {failed && <p className="simulation-failed" role="alert">{failed}</p>}
    </form>
  );
}
