import type { ReactNode } from "react";
import { awaits } from "../state/asked";
import { useBench, useWorkbench } from "../state/hook";
import { losableOf } from "../model/losing";
import type { FlowFate } from "../overlays";
import { Icon } from "./Icon";
import type { IconName } from "./icons";
import { Button } from "./kit";

/** Buttons that take a component, a group or a connection down, on the screen only. */
export function TakeDown({ id }: { id: string }) {
  const { act } = useBench();
  const design = useWorkbench((s) => s.design);
  const catalogue = useWorkbench((s) => s.data.catalogue);
  const down = useWorkbench((s) => s.loss?.target ?? null);
  const asked = useWorkbench((s) => (awaits(s, s.lossAsked?.id ?? null) ? s.lossAsked!.target : null));
  const choices = losableOf(design, catalogue, id);
  if (!choices.length) return null;
  return (
    <div className="take-down" role="group" aria-label="Take it down">
      {choices.length > 1 && <span className="note"><Icon name="zap-off" size={14} />Take down</span>}
      {choices.map(({ target, label }) => (
        <Button key={target} small icon={choices.length === 1 ? "zap-off" : undefined} iconSize={14} aria-pressed={down === target} aria-busy={asked === target}
          title="What would its loss do? (X)" data-testid={`take-down-${target.split(":")[0]}`} onClick={() => act.takeDown(target)}>{down === target ? "Bring back" : label}</Button>))}
    </div>
  );
}

/** Above the canvas while something is down: what that does, whether it passes, and the way back. */
export function LossBanner() {
  const { act } = useBench();
  const loss = useWorkbench((s) => s.loss);
  if (!loss) return null;
  return (
    <div className={`loss-banner tone-${loss.tone}`} role="status" data-testid="loss">
      <Icon name="zap-off" size={18} />
      <p><b>{loss.text}</b> <span>{loss.recovery} {loss.minutes}</span></p>
      <Button small data-testid="bring-back" title="Bring it back (Esc)" onClick={() => { act.bringBack(); act.focusCanvas(); }}>Bring it back</Button>
    </div>
  );
}

const FATES: Record<FlowFate, { icon: IconName; word: string }> = {
  breaks: { icon: "circle-x", word: "stops" }, overloads: { icon: "triangle-alert", word: "overloads" },
  degrades: { icon: "triangle-alert", word: "goes on, less well" }, unaffected: { icon: "circle-check", word: "goes on" },
};

/** What the loss does to the journey of a requirement; else the children. */
export function FlowFateLine({ flow, words = true, children }: { flow: string | null; words?: boolean; children?: ReactNode }) {
  const effect = useWorkbench((s) => s.loss?.flows.find((one) => one.flow === flow) ?? null);
  if (!effect) return <>{children}</>;
  const { icon, word } = FATES[effect.status];
  return <span className={`fate fate-${effect.status}`} data-testid={`fate-${effect.flow}`} title={effect.text || undefined}>
    <Icon name={icon} size={words ? 13 : 15} /><span><b className={words ? undefined : "sr"}>{word}</b>{words && effect.text && `: ${effect.text}`}</span></span>;
}
