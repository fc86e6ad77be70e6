import type { FieldSpec } from "../contract";

export type Parsed = { ok: true; value: unknown } | { ok: false; problem: string };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function bounded(spec: FieldSpec, value: number, shown: string): Parsed {
  const unit = spec.unit ? ` ${spec.unit}` : "";
  if (spec.min !== undefined && value < spec.min) return { ok: false, problem: `${shown} is too small: at least ${spec.min}${unit}.` };
  if (spec.max !== undefined && value > spec.max) return { ok: false, problem: `${shown} is too large: at most ${spec.max}${unit}.` };
  return { ok: true, value };
}

/** Reads what was typed in a field; an empty text means "not set" (null). Quantities stay text: Python knows the units. */
export function parseField(spec: FieldSpec, text: string): Parsed {
  const typed = text.trim();
  if (typed === "") return { ok: true, value: null };
  const plain = typed.replace(/(?<=\d)[,\s_](?=\d{3}\b)/g, "");
  switch (spec.type) {
    case "integer":
      if (!/^[+-]?\d+$/.test(plain)) return { ok: false, problem: `“${typed}” is no whole number. Write for example 3.` };
      return bounded(spec, Number(plain), typed);
    case "number":
      if (!NUMBER.test(plain)) return { ok: false, problem: `“${typed}” is no number. Write for example 0.5.` };
      return bounded(spec, Number(plain), typed);
    case "ratio": {
      const percent = plain.endsWith("%");
      const digits = percent ? plain.slice(0, -1).trim() : plain;
      if (!NUMBER.test(digits)) return { ok: false, problem: `“${typed}” is no share. Write 0.9 or 90 %.` };
      const value = percent ? Number((Number(digits) / 100).toPrecision(12)) : Number(digits);
      return value < 0 || value > 1 ? { ok: false, problem: `${typed} is outside 0 to 1 (0 % to 100 %).` } : bounded(spec, value, typed);
    }
    case "quantity":
      return /\d/.test(typed) ? { ok: true, value: NUMBER.test(plain) ? Number(plain) : typed }
        : { ok: false, problem: `“${typed}” has no number. Write for example ${spec.unit ? `5 ${spec.unit}` : "6k/s"}.` };
    default:
      return typed.length > 400 ? { ok: false, problem: "Too long: at most 400 characters." } : { ok: true, value: typed };
  }
}

/** How a stored value reads in its field. */
export function showField(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
