import { useWorkbench } from "../state/hook";
import { strain } from "./cards";
import { Icon } from "./Icon";
import { classes } from "./kit";

/** What the part carries of what it can, and how that was computed. */
export function Capacity({ id }: { id: string }) {
  const review = useWorkbench((s) => s.data.review?.components[id]);
  const stale = useWorkbench((s) => s.late);
  const isModel = useWorkbench((s) => s.design.design.kind === "object_model");
  if (isModel || !review || (!review.bar && !review.working)) return null;
  const share = review.utilisation;
  const { working } = review;
  return (
    <section className={classes("capacity", stale && "stale")} aria-label="Load" data-testid="capacity">
      <div className="capacity-line"><span>{working && <><b>{working.headline}</b> {working.of}</>}{!working && "Load"}</span>
        {share !== null && !review.unknown && <strong className={strain(share)}>{Math.round(share * 100)} %</strong>}
        {review.unknown && <strong className="asks">not known</strong>}</div>
      {review.bar && <div className={classes("capacity-bar", review.unknown ? "asks" : strain(share ?? 0))} aria-hidden="true">
        {!review.unknown && <em style={{ width: `${Math.min(100, (share ?? 0) * 100)}%` }} />}{working?.limit !== undefined && <i style={{ left: `${working.limit * 100}%` }} />}</div>}
      {(working?.note || working?.limit !== undefined) && <div className="capacity-foot"><span>{working.note}</span>{working.limit !== undefined && <span>limit {Math.round(working.limit * 100)} %</span>}</div>}
      {working && working.lines.length > 0 && <details open data-testid="working"><summary><Icon name="chevron-down" size={14} />How this is computed</summary>
        <table><tbody>{working.lines.map((line) => <tr key={line.label}><td>{line.label}</td><td>{line.text}</td><td>{line.value}</td></tr>)}</tbody></table></details>}
      {!review.used && <p className="note">No required flow comes this way.</p>}
    </section>
  );
}
