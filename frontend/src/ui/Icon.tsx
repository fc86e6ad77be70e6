import { createElement, memo } from "react";
import type { Severity } from "../contract";
import { type Shape, shapesOf } from "../model/svg";
import { ICONS, type IconName } from "./icons";

const parsed = new Map<string, Shape[]>();
const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Draws an SVG body of a 24×24 viewBox; only plain shapes get through (see model/svg). */
export const Glyph = memo(function Glyph({ body, size = 16 }: { body: string; size?: number }) {
  let shapes = parsed.get(body);
  if (!shapes) { shapes = shapesOf(body); parsed.set(body, shapes); }
  return (
    <svg className="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {shapes.map(({ element, attributes }, index) => createElement(element, {
        key: index, ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [camel(name), value])),
      }))}
    </svg>
  );
});

export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) => <Glyph body={ICONS[name]} size={size} />;

const SEVERITY_ICONS: Record<Severity, IconName> = { high: "octagon-alert", medium: "triangle-alert", low: "info", question: "question" };
export const severityIcon = (severity: Severity): IconName => SEVERITY_ICONS[severity];

export function SeverityMark({ severity, size = 17 }: { severity: Severity; size?: number }) {
  return <span className={`mark mark-${severity}`} role="img" aria-label={severity === "question" ? "question" : `${severity} severity`}>
    <Icon name={SEVERITY_ICONS[severity]} size={size} /></span>;
}
