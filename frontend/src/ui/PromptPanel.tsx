import { useBench, useWorkbench } from "../state/hook";
import { Button, Words } from "./kit";
import { Icon } from "./Icon";
import { RequirementList, Tally } from "./Requirements";

/** The left column: what is asked, how far it is served, and hints. */
export function PromptPanel({ id = "prompt" }: { id?: string }) {
  const scenario = useWorkbench((s) => s.data.scenario);
  return (
    <section className="prompt-panel" aria-label="The prompt" id={id}>
      <div className="prompt-top">
        <p className="prompt-text"><Words text={scenario.prompt} /></p>
        {scenario.facts.length > 0 && <dl className="facts">
          {scenario.facts.map((fact) => <div key={fact.label}><dt>{fact.label}</dt><dd>{fact.value}</dd></div>)}
        </dl>}
        <PromptLinks />
      </div>
      <section className="requirements" aria-label="Requirements">
        <h2>Requirements<Tally /></h2>
        <RequirementList />
      </section>
      <Hints />
    </section>
  );
}

function PromptLinks() {
  const { store } = useBench();
  const scenario = useWorkbench((s) => s.data.scenario);
  return (
    <div className="prompt-links">
      {scenario.clarifications.length > 0 && <Button kind="quiet" small icon="question" iconSize={15} data-testid="clarifications"
        onClick={() => store.set({ dialog: "clarifications" })}>Clarified</Button>}
      {scenario.load.length > 0 && <Button kind="quiet" small icon="gauge" iconSize={15} data-testid="load"
        onClick={() => store.set({ dialog: "load" })}>Load</Button>}
      {scenario.scope.length > 0 && <Button kind="quiet" small icon="list-filter" iconSize={15} data-testid="scope"
        onClick={() => store.set({ dialog: "scope" })}>Scope</Button>}
    </div>
  );
}

function Hints() {
  const { store } = useBench();
  const shown = useWorkbench((s) => s.data.scenario.hints_shown);
  const total = useWorkbench((s) => s.data.scenario.hints_total);
  if (!total) return null;
  return (
    <section className="hints" aria-label="Hints">
      <h2><Icon name="lightbulb" size={15} />{shown.length ? `Hint ${shown.length} of ${total}` : `${total} hints`}
        {shown.length < total && <Button kind="quiet" small data-testid="hint" onClick={() => store.ask({ action: "hint" })}>
          {shown.length ? "Next hint" : "Show one"}</Button>}
      </h2>
      {shown.length > 0 && <p aria-live="polite"><Words text={shown.at(-1)!} /></p>}
      {shown.length > 1 && <details><summary>Earlier hints</summary>
        <ol>{shown.slice(0, -1).map((hint) => <li key={hint}><Words text={hint} /></li>)}</ol></details>}
    </section>
  );
}
