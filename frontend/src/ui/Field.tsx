import { useEffect, useId, useRef, useState } from "react";
import type { FieldSpec, Option } from "../contract";
import { cleanLine, parseField, showField } from "../model/fields";
import { Icon } from "./Icon";
import { classes } from "./kit";

interface Props { spec: FieldSpec; value: unknown; options?: Option[]; save: (value: unknown) => void; narrow?: boolean; unset?: string }

/** One property. Text is local until blur or Enter, so a half-typed number is never a commit. */
export function Field(props: Props) {
  const { spec } = props;
  if (spec.type === "boolean") return <Switch {...props} />;
  if (spec.type === "choice") return <Choice {...props} />;
  if (spec.type === "chips") return props.options ? <Chips {...props} options={props.options} /> : <Lines {...props} />;
  return <TextField {...props} />;
}

/** "Zones … zones" would say it twice. */
const unitOf = (spec: FieldSpec) => (spec.unit && spec.unit.toLowerCase() !== spec.label.toLowerCase() ? spec.unit : undefined);
/** What is assumed while unset, without the unit that stands behind the field anyway. */
const placeholderOf = (spec: FieldSpec) => (spec.unit && spec.default?.endsWith(` ${spec.unit}`) ? spec.default.slice(0, -spec.unit.length - 1) : spec.default ?? "");

/** A number with a short name takes a quarter of the row. */
export const isShort = (spec: FieldSpec) => spec.type === "integer" && !unitOf(spec) && spec.label.length <= 9;
const Help = ({ spec }: { spec: FieldSpec }) => (spec.help ? <i className="help-mark" title={spec.help}><Icon name="info" size={13} /></i> : null);

function TextField({ spec, value, save, narrow }: Props) {
  const id = useId();
  const [text, setText] = useState(showField(value));
  const [problem, setProblem] = useState<string | null>(null);
  const focused = useRef(false);
  useEffect(() => { if (!focused.current) { setText(showField(value)); setProblem(null); } }, [value]);
  const done = () => {
    const parsed = parseField(spec, text);
    if (!parsed.ok) { setProblem(parsed.problem); return; }
    setProblem(null);
    if (showField(parsed.value) !== showField(value)) save(parsed.value);
    else setText(showField(value));
  };
  return (
    <div className={classes("field", isShort(spec) ? "short" : spec.type === "text" && !narrow && "whole")}>
      <label htmlFor={id}>{spec.label}<Help spec={spec} /></label>
      <span className={classes("input", problem && "wrong")}>
        <input id={id} value={text} placeholder={placeholderOf(spec)} inputMode={spec.type === "integer" ? "numeric" : "text"} autoComplete="off" spellCheck={false}
          data-testid={`field-${spec.name}`} aria-invalid={problem !== null} aria-describedby={problem ? `${id}-problem` : undefined}
          onFocus={() => { focused.current = true; }} onChange={(event) => setText(event.target.value)} onBlur={() => { focused.current = false; done(); }}
          onKeyDown={(event) => {
            if (event.key === "Enter") done();
            if (event.key === "Escape") { setText(showField(value)); setProblem(null); }
          }} />
        {unitOf(spec) && <em>{unitOf(spec)}</em>}
      </span>
      {problem && <p className="field-problem" id={`${id}-problem`} role="alert">{problem}</p>}
    </div>
  );
}

function Choice({ spec, value, save, unset }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{spec.label}<Help spec={spec} /></label>
      <span className="input select"><select id={id} value={showField(value)} data-testid={`field-${spec.name}`} onChange={(event) => save(event.target.value || null)}>
        <option value="">{unset ?? (spec.default ? `${spec.default} (default)` : "Not set")}</option>
        {spec.options?.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select><Icon name="chevron-down" size={14} /></span>
    </div>
  );
}

function Switch({ spec, value, save }: Props) {
  const on = value === undefined ? /^(true|yes|on)$/i.test(spec.default ?? "") : value === true;
  return (
    <label className="switch-row field whole"><span>{spec.label}<Help spec={spec} /></span>
      <input type="checkbox" role="switch" checked={on} data-testid={`field-${spec.name}`} onChange={(event) => save(event.target.checked)} /></label>
  );
}

/** Several of a closed list (holds, copies, plays, does): chips with a menu of what is left. */
function Chips({ spec, value, options, save }: Props & { options: Option[] }) {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const left = options.filter((option) => !chosen.includes(option.value));
  return (
    <div className="field whole" role="group" aria-label={spec.label}>
      <span className="field-label">{spec.label}<Help spec={spec} /></span>
      <span className="chips" data-testid={`field-${spec.name}`}>
        {chosen.map((item) => (
          <span className="chip" key={item} title={options.find((o) => o.value === item)?.label}>{item}
            <button type="button" aria-label={`Remove ${item}`} data-testid={`remove-${spec.name}-${item}`} onClick={() => save(chosen.filter((other) => other !== item))}><Icon name="x" size={12} /></button></span>))}
        {left.length > 0 && <span className="chip add"><Icon name="plus" size={13} />{chosen.length === 0 && <span aria-hidden="true">Add</span>}
          <select aria-label={`Add to ${spec.label}`} data-testid={`add-${spec.name}`} value="" onChange={(event) => { if (event.target.value) save([...chosen, event.target.value]); }}>
            <option value="">Add …</option>{left.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
          </select></span>}
        {left.length === 0 && chosen.length === 0 && <span className="note">Nothing to choose from</span>}
      </span>
    </div>
  );
}

/** A free list, one item a line (attributes, operations); committed when the field is left. */
function Lines({ spec, value, save }: Props) {
  const id = useId();
  const stored = Array.isArray(value) ? value.map(String).join("\n") : "";
  const [text, setText] = useState(stored);
  const focused = useRef(false);
  useEffect(() => { if (!focused.current) setText(stored); }, [stored]);
  const done = () => {
    focused.current = false;
    const lines = text.split("\n").map((line) => cleanLine(spec.name, line.trim())).filter(Boolean).slice(0, 60);
    if (lines.join("\n") !== stored) save(lines.length ? lines : null); else setText(stored);
  };
  return (
    <div className="field whole">
      <label htmlFor={id}>{spec.label}<Help spec={spec} /></label>
      <span className="input lines"><textarea id={id} rows={Math.max(2, Math.min(8, text.split("\n").length + 1))} value={text} spellCheck={false} placeholder={spec.default ?? "One a line"}
        data-testid={`field-${spec.name}`} onFocus={() => { focused.current = true; }} onChange={(event) => setText(event.target.value)} onBlur={done} /></span>
    </div>
  );
}
