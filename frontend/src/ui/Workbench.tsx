import { ReactFlowProvider } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useBench, useWorkbench } from "../state/hook";
import { Bar, Picks } from "./Bar";
import { Canvas } from "./Canvas";
import { Dialogs } from "./Dialogs";
import { Dock } from "./Dock";
import { classes } from "./kit";
import { LossBanner } from "./Losing";
import { Palette } from "./Palette";
import { PhoneButtons, PhoneSheet, PhoneTabs, phoneTabOf } from "./Phone";
import { ThemeOfImages } from "./Picture";
import { PromptPanel } from "./PromptPanel";
import { Properties } from "./Properties";
import { Strip } from "./Requirements";
import { SimulationBar } from "./SimulationBar";
import { Toolbar } from "./Toolbar";
import { useKeys } from "./useKeys";
import { type Mode, useMode } from "./useMode";
import { WayBar } from "./WayBar";
import { YamlView } from "./YamlView";

export function Workbench({ dark }: { dark: boolean }) {
  return <ThemeOfImages value={dark ? "dark" : "light"}><ReactFlowProvider><Page dark={dark} /></ReactFlowProvider></ThemeOfImages>;
}

/** The keys of the workbench work from the first moment on: nothing has the focus yet, or the link that led here has. */
function nobodyIsThere(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.closest("a[href]") !== null;
}

/** One screen: left what is asked, centre the drawing, right the selection, bottom what to do next. */
function Page({ dark }: { dark: boolean }) {
  const mode = useMode();
  const page = useRef<HTMLDivElement>(null);
  const onKeyDown = useKeys();
  useEffect(() => { if (nobodyIsThere()) page.current?.focus({ preventScroll: true }); }, []);
  const dockOpen = useWorkbench((s) => s.dockOpen);
  return (
    <div className={classes("workbench", mode)} data-theme={dark ? "dark" : "light"} data-dock={dockOpen ? "open" : "closed"} ref={page} tabIndex={-1} onKeyDown={onKeyDown}>
      <Bar mode={mode} />
      {mode === "phone" ? <PhonePage dark={dark} /> : (
        <div className="main">
          {mode === "wide" && <PromptPanel />}
          <Centre mode={mode} dark={dark} />
          <Properties />
          <Dock />
        </div>
      )}
      <Dialogs />
      <Live />
      <FixesBeingTried />
    </div>
  );
}

/** Marks the page while fixes are tried again: a mark on each of them would draw the whole list again. */
function FixesBeingTried() {
  const { host } = useBench();
  const trying = useWorkbench((s) => s.data.review?.fixes_pending ?? false);
  useLayoutEffect(() => { host.toggleAttribute("data-trying-fixes", trying); }, [host, trying]);
  return null;
}

function Centre({ mode, dark }: { mode: Mode; dark: boolean }) {
  const wanted = useWorkbench((s) => s.view);
  const view = wanted === "split" && mode !== "wide" ? "canvas" : wanted;
  return (
    <section className="centre" aria-label="The design">
      {mode === "medium" && <Strip />}
      <Toolbar mode={mode} />
      <LossBanner />
      <div className={classes("board", `view-${view}`)}>
        {view !== "yaml" && <Palette mode={mode} />}
        {view !== "yaml" && <Canvas mode={mode} dark={dark} />}
        {view !== "canvas" && <YamlView />}
      </div>
      {view !== "yaml" && <><WayBar mode={mode} /><SimulationBar /></>}
    </section>
  );
}

function PhonePage({ dark }: { dark: boolean }) {
  const tab = useWorkbench(phoneTabOf);
  const saying = useWorkbench((s) => s.saying !== null);
  return <>
    <PhoneTabs />
    <div className="phone-main">
      {tab === "prompt" && <><div className="phone-picks"><Picks /></div><PromptPanel /></>}
      {tab === "canvas" && <><Canvas mode="phone" dark={dark} /><LossBanner /><SimulationBar />
        {saying ? <WayBar mode="phone" /> : <><PhoneButtons /><PhoneSheet /></>}</>}
      {tab === "yaml" && <YamlView narrow />}
      {tab === "findings" && <Dock collapsible={false} />}
    </div>
  </>;
}

const Live = () => <div className="sr" aria-live="polite" data-testid="said">{useWorkbench((s) => s.said)}</div>;
