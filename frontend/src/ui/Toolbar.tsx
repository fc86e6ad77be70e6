import { useReactFlow } from "@xyflow/react";
import { useBench, useWorkbench } from "../state/hook";
import type { State } from "../state/view";
import { Icon } from "./Icon";
import type { IconName } from "./icons";
import { Button } from "./kit";
import { SimulateButton } from "./SimulationBar";
import type { Mode } from "./useMode";

const VIEWS: { id: State["view"]; label: string; icon: IconName }[] = [
  { id: "canvas", label: "Canvas", icon: "waypoints" }, { id: "split", label: "Both", icon: "columns-2" }, { id: "yaml", label: "YAML", icon: "code-xml" },
];

export function Toolbar({ mode }: { mode: Mode }) {
  const { act, store, host } = useBench();
  const flow = useReactFlow();
  const view = useWorkbench((s) => s.view);
  const undo = useWorkbench((s) => s.undo);
  const redo = useWorkbench((s) => s.redo);
  const system = useWorkbench((s) => s.design.design.kind === "system");
  const views = mode === "wide" ? VIEWS : VIEWS.filter(({ id }) => id !== "split");
  return (
    <div className="toolbar" role="toolbar" aria-label="Canvas">
      <div className="segments" role="tablist" aria-label="How the design is shown">
        {views.map(({ id, label, icon }) => (
          <button key={id} type="button" role="tab" aria-selected={view === id} data-testid={`tab-${id}`} onClick={() => { store.look(id); if (id !== "yaml") act.fit(); }}>
            <Icon name={icon} size={15} />{label}</button>))}
      </div>
      <i className="rule" />
      <Button icon="undo" iconSize={17} kind="quiet" small data-testid="undo" disabled={undo === null} aria-label="Undo"
        title={undo ? `Undo: ${undo} (Ctrl Z)` : "Nothing to undo"} onClick={() => store.travel("undo")} />
      <Button icon="redo" iconSize={17} kind="quiet" small data-testid="redo" disabled={redo === null} aria-label="Redo"
        title={redo ? `Redo: ${redo} (Ctrl Shift Z)` : "Nothing to redo"} onClick={() => store.travel("redo")} />
      <i className="rule" />
      <Button icon="workflow" kind="quiet" small data-testid="autolayout" title="Arrange by layers (L)" onClick={() => act.layout()}>Auto layout</Button>
      {mode === "wide" && system && <Button icon="group" kind="quiet" small data-testid="group" title="Group the selection (G)"
        onClick={() => store.set({ dialog: "group" })}>Group</Button>}
      {system && <SimulateButton />}
      <span className="grow" />
      {mode === "wide" && <Counts />}
      <Button icon="maximize" kind="quiet" small data-testid="fit" aria-label="Fit the drawing" title="Fit (F)" onClick={() => flow.fitView(FIT)} />
      <Button icon="expand" kind="quiet" small data-testid="fullscreen" aria-label="Full screen" title="Full screen (Shift F)" onClick={() => toggleFullScreen(host)} />
      <Button icon="keyboard" iconSize={17} kind="quiet" small data-testid="help" aria-label="Keyboard shortcuts" title="Shortcuts (?)" onClick={() => store.set({ dialog: "help" })} />
    </div>
  );
}

export const FIT = { padding: 0.03, maxZoom: 1, duration: 0 };
/** On a phone the whole drawing would be too small to read: stay legible and let people pan. */
export const fitFor = (mode: Mode) => (mode === "phone" ? { ...FIT, minZoom: 0.72 } : FIT);

export function toggleFullScreen(host: HTMLElement): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void host.requestFullscreen?.();
}

function Counts() {
  const design = useWorkbench((s) => s.design);
  const rev = useWorkbench((s) => s.rev);
  const parts = Object.keys(design.components).length;
  const wires = design.connections.length;
  return <span className="note counts">{parts} {parts === 1 ? "part" : "parts"} · {wires} {wires === 1 ? "connection" : "connections"}<span className="rev"> · rev {rev}</span></span>;
}
