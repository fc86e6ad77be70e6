import type { ReactNode } from "react";
import { type Figure, type Given, isGiven } from "../figures";
import { Icon } from "./Icon";
import { classes } from "./kit";

const signed = (share: number): string => `${share >= 0 ? "+" : "−"}${Math.abs(Number((share * 100).toPrecision(3)))} %`;

/** The value, or a question mark that says why there is none. */
export function Value({ figure }: { figure: Figure }) {
  return figure.value === null ? <span className="num asks" title={figure.why_not ?? undefined}>?<span className="sr"> {figure.why_not}</span></span> : <span className="num">{figure.text}</span>;
}

/** A line that opens to how its figure came about. */
export function Unfolding({ figure, label, children, className, name }: { figure: Figure; label?: ReactNode; children?: ReactNode; className?: string; name?: string }) {
  return (
    <details className={classes("fold", className)} data-testid={name}>
      <summary>{children ?? <><span className="fold-label">{label ?? figure.label}</span><Value figure={figure} /></>}<Icon name="chevron-down" size={13} /></summary>
      <Working figure={figure} />
    </details>
  );
}

/** Formula, figures put in, inputs with their sources, how far off it may be, and the common mistake. */
export function Working({ figure }: { figure: Figure }) {
  return (
    <div className="how">
      {figure.why_not && <p className="how-warn">{figure.why_not}</p>}
      {figure.formula && <p className="formula">{figure.formula}</p>}
      {figure.substituted && <p className="formula">= {figure.substituted}</p>}
      {figure.inputs && figure.inputs.length > 0 && <ul className="how-inputs">{figure.inputs.map((input, index) => <li key={index}><Input input={input} /></li>)}</ul>}
      {figure.value !== null && figure.approximation && <p className="note">{figure.approximation.replace(/\.$/, "")}.
        {figure.error_band && ` The truth lies between ${signed(figure.error_band[0])} and ${signed(figure.error_band[1])} of it.`}</p>}
      {figure.assumes && figure.assumes.length > 0 && <ul className="assumes">{figure.assumes.map((line) => <li key={line}>{line}</li>)}</ul>}
      {figure.mistake && <p className="how-warn"><Icon name="triangle-alert" size={13} /><span>{figure.mistake.name} would give <b>{figure.mistake.text}</b>. {figure.mistake.why}</span></p>}
    </div>
  );
}

function Input({ input }: { input: Figure | Given }) {
  if (isGiven(input)) return <><span>{input.label}</span> <b>{input.text}</b>{input.source && <em>{input.source}</em>}</>;
  if (!input.formula) return <><span>{input.label}</span> <b>{input.text}</b></>;
  return <details><summary><span>{input.label}</span> <b>{input.text}</b><Icon name="chevron-down" size={12} /></summary><Working figure={input} /></details>;
}
