import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { Severity } from "../contract";
import { kindOf } from "../model/connect";
import { markOf, touchedBy, worst } from "../model/review";
import { pathOf } from "../routing/geometry";
import { useWorkbench } from "../state/hook";
import { findingsOf, isHot } from "./cards";
import type { FlowEdge } from "./flow";
import { wordsOf } from "./useFlowEdges";
import { classes } from "./kit";
import { SeverityPicture } from "./Picture";

interface Ends { start?: string; end?: string }
/** Arrow heads and UML ends by the style the catalogue gives a kind. */
function endsOf(style: string, tone: string): Ends {
  if (!style.startsWith("uml-")) return { end: `arrow-${tone}` };
  switch (style) {
    case "uml-inherits": case "uml-implements": return { end: `triangle-${tone}` };
    case "uml-composes": return { start: `diamond-full-${tone}`, end: `open-${tone}` };
    case "uml-aggregates": return { start: `diamond-${tone}`, end: `open-${tone}` };
    default: return { end: `open-${tone}` };
  }
}

const dashes = (style: string): string =>
  /double/.test(style) ? "double" : /dashed|implements|depends/.test(style) ? "dashed" : /dotted|replication/.test(style) ? "dotted" : "solid";

export const LaneEdge = memo(function LaneEdge({ id, data, selected }: EdgeProps<FlowEdge>) {
  const { connection, points, label, text, preview } = data!;
  const element = `${connection.from} -> ${connection.to}`;
  const kind = useWorkbench((s) => kindOf(s.design, connection));
  const style = useWorkbench((s) => s.data.catalogue.connection_kinds.find((k) => k.id === kind)?.style ?? "solid");
  const walk = useWorkbench((s) => (s.walk ? s.data.review?.walks[s.walk.flow] ?? null : null));
  const hop = useWorkbench((s) => s.walk?.hop ?? null);
  const severity = useWorkbench((s) => worst(findingsOf(s, element)));
  const outlined = useWorkbench((s) => s.outlined.includes(element));
  const unused = useWorkbench((s) => s.data.review?.graded === true && s.data.review.connections.some((c) => c.from === connection.from && c.to === connection.to && !c.used));
  const cut = useWorkbench((s) => s.loss !== null && (s.loss.gone.includes(connection.from) || s.loss.gone.includes(connection.to) || s.loss.cut.some(([from, to]) => from === connection.from && to === connection.to)));
  const hot = useWorkbench((s) => s.walk === null && isHot(s, connection.to));
  const removed = useWorkbench((s) => s.preview?.patch.some((op) => op.op === "remove_connection" && op.from === connection.from && op.to === connection.to) ?? false);
  const mark = preview ? null : markOf(walk, connection, hop);
  const later = !preview && mark === null && hop !== null && markOf(walk, connection, null) !== null;
  const current = mark !== null && hop !== null && mark.hops.some((h) => h.order === hop);
  const off = !preview && walk !== null && hop !== null && markOf(walk, connection, null) === null && touchedBy(walk, null).size > 0;
  const tone = preview || selected || mark ? "accent" : removed || outlined || hot ? "bad" : "rest";
  const ends = endsOf(style, tone);
  const path = pathOf(points);
  const shown = classes("lane", `lane-${dashes(style)}`, preview !== undefined && "preview", mark && "on-walk", mark?.after && "after", current && "current",
    selected && "selected", outlined && "outlined", removed && "removed", (off || later || cut) && "off", hot && !cut && "hot", unused && "unused");
  return (
    <g data-testid={preview === undefined ? `edge-${connection.from}-${connection.to}` : "edge-preview"} data-kind={kind}>
      <path className="lane-grip react-flow__edge-interaction" d={path} />
      <path id={id} className={shown} d={path} markerEnd={ends.end && `url(#${ends.end})`} markerStart={ends.start && `url(#${ends.start})`} />
      {unused && <title>No required flow uses this connection</title>}
      {dashes(style) === "double" && preview === undefined && <path className="lane-core" d={path} />}
      {label && !later && (text || mark) && <EdgeLabelRenderer>
        <div className={classes("lane-label", mark && "on-walk", mark?.after && "after", off && "off", preview !== undefined && "preview", selected && "selected")}
          style={{ left: label.x, top: label.y }}>
          {mark ? <WalkWords numbers={mark.hops.map((h) => h.order)} words={label.brief ? ["", ""] : wordsOf(mark.hops[0]!, style.startsWith("uml-"))} />
            : <><span>{text}</span>{severity && <Warn severity={severity} />}</>}
        </div>
      </EdgeLabelRenderer>}
      {!label && severity && points.length > 1 && <EdgeLabelRenderer><EdgeBadge points={points} severity={severity} /></EdgeLabelRenderer>}
    </g>
  );
});

function WalkWords({ numbers, words: [calls, rate] }: { numbers: number[]; words: [string, string] }) {
  return <>{numbers.slice(0, 3).map((n) => <b key={n}>{n}</b>)}{calls && <u>{calls}</u>}{rate && <span>{rate}</span>}</>;
}

const Warn = ({ severity }: { severity: Severity }) => <i className={`mark mark-${severity}`}><SeverityPicture severity={severity} ink={severity === "question" ? "question" : `severity-${severity}`} size={12} /></i>;

function EdgeBadge({ points, severity }: { points: [number, number][]; severity: Severity }) {
  const middle = points[Math.floor((points.length - 1) / 2)]!;
  const next = points[Math.floor((points.length - 1) / 2) + 1]!;
  return <span className={`lane-badge badge-${severity}`} style={{ left: (middle[0] + next[0]) / 2 - 9, top: (middle[1] + next[1]) / 2 - 9 }}>
    <SeverityPicture severity={severity} ink="text-on-accent" size={11} /></span>;
}

const TONES = ["rest", "accent", "bad"] as const;

/** The markers once per canvas; a marker cannot take its line's colour in every browser, so one per tone. */
export function Markers() {
  return (
    <svg className="markers" width="0" height="0" aria-hidden="true"><defs>
      {TONES.flatMap((tone) => [
        <marker key={`a${tone}`} id={`arrow-${tone}`} viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path className={`head ${tone}`} d="M0 .6 7.6 4 0 7.4Z" /></marker>,
        <marker key={`o${tone}`} id={`open-${tone}`} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path className={`head-line ${tone}`} d="M1 1 9 5 1 9" /></marker>,
        <marker key={`t${tone}`} id={`triangle-${tone}`} viewBox="0 0 14 14" refX="13" refY="7" markerWidth="14" markerHeight="14" markerUnits="userSpaceOnUse" orient="auto"><path className={`head-hollow ${tone}`} d="M1 1 13 7 1 13Z" /></marker>,
        <marker key={`d${tone}`} id={`diamond-${tone}`} viewBox="0 0 18 10" refX="1" refY="5" markerWidth="18" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path className={`head-hollow ${tone}`} d="M1 5 9 1 17 5 9 9Z" /></marker>,
        <marker key={`f${tone}`} id={`diamond-full-${tone}`} viewBox="0 0 18 10" refX="1" refY="5" markerWidth="18" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path className={`head ${tone}`} d="M1 5 9 1 17 5 9 9Z" /></marker>,
      ])}
    </defs></svg>
  );
}
