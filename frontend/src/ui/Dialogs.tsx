import type { GroupKind } from "../contract";
import { GROUP_LABELS } from "../model/groups";
import { HELP } from "../model/keymap";
import { useBench, useWorkbench } from "../state/hook";
import { Button, Modal, Words } from "./kit";
import { PromptPanel } from "./PromptPanel";

/** Whatever dialog is open; none of them blocks the document. */
export function Dialogs() {
  const { store } = useBench();
  const dialog = useWorkbench((s) => s.dialog);
  const close = () => store.set({ dialog: null });
  switch (dialog) {
    case "help": return <Modal title="Keyboard" close={close} wide><Help /></Modal>;
    case "clarifications": return <Modal title="Clarified" close={close}><Clarifications /></Modal>;
    case "load": return <Modal title="Load" close={close}><Load /></Modal>;
    case "scope": return <Modal title="Scope" close={close}><Scope /></Modal>;
    case "group": return <Modal title="Group the selection" close={close}><GroupChoice /></Modal>;
    case "prompt": return <Modal title="The prompt" close={close}><PromptPanel id="prompt-dialog" /></Modal>;
    default: return null;
  }
}

function Help() {
  return (
    <div className="help">
      {HELP.map((section) => (
        <section key={section.title}><h3>{section.title}</h3>
          <dl>{section.rows.map(([keys, does]) => <div key={keys}><dt>{keys.split(" · ").map((key, i) => <span key={key}>{i > 0 && " "}<kbd>{key}</kbd></span>)}</dt><dd>{does}</dd></div>)}</dl>
        </section>))}
      <p className="note">Keys work while the canvas has the focus; Ctrl combinations everywhere outside text fields.</p>
    </div>
  );
}

function Clarifications() {
  const items = useWorkbench((s) => s.data.scenario.clarifications);
  return <div className="clarifications">{items.map((item) => (
    <details key={item.question} data-testid="clarification"><summary>{item.question}</summary><p><Words text={item.answer} /></p></details>))}</div>;
}

function Load() {
  const load = useWorkbench((s) => s.data.scenario.load);
  return (
    <table className="load-table"><thead><tr><th scope="col">Quantity</th><th scope="col">Value</th><th scope="col">How</th></tr></thead>
      <tbody>{load.map((row) => <tr key={row.name}><th scope="row">{row.name.replaceAll("_", " ")}</th><td>{row.text}</td><td>{row.working}</td></tr>)}</tbody></table>
  );
}

function Scope() {
  const { store } = useBench();
  const scope = useWorkbench((s) => s.data.scenario.scope);
  return (
    <div className="scope"><p className="note">What you agree to leave out is not held against you.</p>
      {scope.map((item) => <label key={item.flow} className="switch-row"><span>{item.title}</span>
        <input type="checkbox" role="switch" checked={item.included} data-testid={`scope-${item.flow}`}
          onChange={(event) => store.ask({ action: "scope", flows: { [item.flow]: event.target.checked } })} /></label>)}
    </div>
  );
}

const OFFERED: [GroupKind, string][] = [
  ["region", "Fails as a whole; users of one area are near it"], ["zone", "One building: a shared cause of failure"],
  ["trust", "Who is inside is trusted"], ["mesh", "Calls inside carry identity and retries"], ["site", "A place of its own that may lose the network"],
];

function GroupChoice() {
  const { store } = useBench();
  const kind = useWorkbench((s) => s.design.design.kind);
  if (kind === "object_model") return <p>Classes stand in no regions or zones: groups are for systems. <Button small data-first onClick={() => store.set({ dialog: null })}>Back</Button></p>;
  return <GroupKinds />;
}

function GroupKinds() {
  const { act, store } = useBench();
  const count = useWorkbench((s) => s.selection.components.length + s.selection.groups.length);
  if (!count) return <p>Select components first: Shift and drag over an area, or click them with Shift. <Button small data-first onClick={() => store.set({ dialog: null })}>Back</Button></p>;
  return (
    <div className="choices">{OFFERED.map(([id, says], i) => (
      <button type="button" key={id} className="choice" data-testid={`group-${id}`} data-first={i === 0 ? "" : undefined} onClick={() => act.group(id)}>
        <b>{GROUP_LABELS[id]}</b><span>{says}</span></button>))}</div>
  );
}
