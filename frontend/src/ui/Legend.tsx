import { useBench, useWorkbench } from "../state/hook";
import { LineSample } from "./ElementProperties";
import { Button } from "./kit";

/** With nothing selected: what the lines mean, and the way to the keys. */
export function Legend() {
  const { store } = useBench();
  const kinds = useWorkbench((s) => s.data.catalogue.connection_kinds);
  const system = useWorkbench((s) => s.design.design.kind === "system");
  return (
    <div className="legend">
      <h2>Nothing selected</h2>
      <p className="note">Select a component to set its size and see what it carries. Drag from one of its four handles, or press <kbd>C</kbd>, to connect it.</p>
      <h3>Connections</h3>
      <dl>{kinds.map((kind) => <div key={kind.id}><dt><LineSample style={kind.style} />{kind.label}</dt>{kind.help && <dd>{kind.help}</dd>}</div>)}</dl>
      {system && <><h3>Load</h3>
        <dl className="loads">
          <div><dt><i className="load-sample ok" />calm</dt><dd>up to 75 %</dd></div>
          <div><dt><i className="load-sample tight" />tight</dt><dd>above 75 %</dd></div>
          <div><dt><i className="load-sample over" />over</dt><dd>above 100 %: no steady state</dd></div>
          <div><dt><i className="load-sample asks" />asks</dt><dd>a size is missing</dd></div>
        </dl></>}
      <Button small kind="quiet" icon="keyboard" onClick={() => store.set({ dialog: "help" })}>All keys</Button>
    </div>
  );
}
