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

const chips = (name: string, label: string, source?: FieldSpec["source"], help?: string): FieldSpec => ({ name, label, type: "chips", source, help });

const SYSTEM_CLAIMS: Record<string, FieldSpec[]> = {
  actor: [chips("plays", "Plays", "actors", "Whom of the prompt this stands for")],
  compute: [chips("does", "Does", "flows", "Only to settle a tie: which requests this part handles"), chips("holds", "Holds", "entities"), chips("copies", "Copies", "entities")],
  store: [chips("holds", "Holds", "entities", "Is the authority for"), chips("copies", "Copies", "entities", "Has a derived or cached copy of")],
  cache: [chips("copies", "Copies", "entities", "Has a cached copy of"), chips("holds", "Holds", "entities", "Is the authority for")],
  channel: [chips("holds", "Holds", "entities", "Is the authority for")],
  edge: [chips("copies", "Copies", "entities", "Has a cached copy of")],
};
const OBJECT_CLAIMS: FieldSpec[] = [
  chips("attributes", "Attributes"), chips("operations", "Operations"), chips("owns", "Owns", "entities", "The fact lives here and nowhere else"),
  chips("derives", "Derives", "entities", "Works it out from what others own"), chips("creates", "Creates", "entities"),
  chips("guards", "Guards", "entities", "Decides, as one operation, who gets it"), chips("changes", "Changes", "entities"),
  chips("varies", "Varies by", undefined, "The axis along which implementations differ"), chips("switches_on", "Switches on", undefined, "Which kinds its code asks for"),
];
/** Claims that are one click away rather than always in sight. */
export const RARE_CLAIMS = new Set(["derives", "creates", "guards", "changes", "varies", "switches_on"]);

/** The fields of a type: the claims of its role (unless the catalogue brings its own), then its properties. */
export function fieldsOf(fields: FieldSpec[], role: string, kind: "system" | "object_model"): FieldSpec[] {
  const known = new Set(fields.map((field) => field.name));
  const claims = kind === "object_model" ? (role === "actor" ? SYSTEM_CLAIMS.actor! : OBJECT_CLAIMS) : SYSTEM_CLAIMS[role] ?? [];
  const bringsOwn = fields.some((field) => field.type === "chips");
  const numbers = fields.filter((field) => field.type !== "boolean" && field.type !== "chips");
  const rest = fields.filter((field) => field.type === "boolean" || field.type === "chips");
  return [...numbers, ...(bringsOwn ? [] : claims.filter((claim) => !known.has(claim.name))), ...rest];
}

/** Names in a list (axes, kinds) become identifiers; attributes and operations stay as they were written. */
export function cleanLine(field: string, line: string): string {
  if (field !== "varies" && field !== "switches_on") return line.slice(0, 200);
  return line.replace(/[^A-Za-z0-9_-]+/g, "_").replace(/^[^A-Za-z]+|_+$/g, "").slice(0, 64);
}
