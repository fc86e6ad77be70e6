/** What Python and the workbench tell each other. The design is exactly the design file's JSON. */

import type { JourneyNumbers } from "./figures";
import type { Loss, Played, SimulationChoices, SimulationRun } from "./overlays";

export type DesignKind = "system" | "object_model";

export interface Component {
  type: string;
  label?: string;
  note?: string;
  /** Everything else is a flat key: holds, copies, replicas, shards, attributes, operations … */
  [property: string]: unknown;
}
export interface Connection { from: string; to: string; kind?: string; label?: string; [property: string]: unknown }
export type GroupKind = "region" | "zone" | "trust" | "mesh" | "site";
export interface Group { kind: GroupKind; label?: string; contains: string[]; zones?: number; [property: string]: unknown }
export interface Decision { chosen?: string; rejected?: string; because?: string; committed?: boolean; [property: string]: unknown }
export interface Waiver { rule: string; element: string; reason: string }
export type Position = [x: number, y: number];

export interface Design {
  design: { id: string; version: number; scenario: string; kind: DesignKind; title?: string; [key: string]: unknown };
  components: Record<string, Component>;
  connections: Connection[];
  groups?: Record<string, Group>;
  walkthroughs?: Record<string, string[]>;
  decisions?: Record<string, Decision>;
  waivers?: Waiver[];
  /** Top-left corners in canvas pixels, by component id (or by group id while a group is empty). */
  layout?: { positions: Record<string, Position>; [key: string]: unknown };
  [section: string]: unknown;
}

export type Operation =
  | { op: "add_component"; id: string; component: Component; near?: string }
  | { op: "remove_component"; id: string }
  | { op: "add_connection"; connection: Connection }
  | { op: "remove_connection"; from: string; to: string; kind?: string }
  | { op: "set"; component: string; field: string; value: unknown }
  | { op: "add_to"; component: string; field: string; value: string }
  | { op: "remove_from"; component: string; field: string; value: string }
  | { op: "add_group"; id: string; group: Group }
  | { op: "add_to_group"; group: string; component: string }
  | { op: "remove_from_group"; group: string; component: string }
  | { op: "set_decision"; prompt: string; decision: Decision };
export type Patch = Operation[];

export interface Option { value: string; label: string }
export interface FieldSpec {
  name: string;
  label: string;
  type: "integer" | "number" | "text" | "boolean" | "choice" | "quantity" | "ratio" | "chips";
  unit?: string;
  min?: number;
  max?: number;
  options?: Option[];
  default?: string;
  help?: string;
  source?: "entities" | "flows" | "actors";
  /** One click away rather than always in sight, until it is set. */
  folded?: boolean;
}
export interface ComponentType {
  label: string; group: string; role: string; icon: string; summary: string; synonyms: string[]; fields: FieldSpec[];
}
export interface ConnectionKind { id: string; label: string; style: string; help?: string }
export interface Catalogue {
  groups: { id: string; label: string; role: string }[];
  types: Record<string, ComponentType>;
  connection_kinds: ConnectionKind[];
}
export interface Named { id: string; label: string }

export interface Scenario {
  id: string; title: string; kind: DesignKind; prompt: string; minutes: number; difficulty: string;
  profile: string; profiles: Named[]; variant: string | null; variants: Named[];
  facts: { value: string; label: string }[];
  clarifications: { question: string; answer: string }[];
  scope: { flow: string; title: string; included: boolean }[];
  load: { name: string; text: string; working: string }[];
  entities: { id: string; label: string; note?: string }[];
  actors: Named[];
  flows: { id: string; title: string }[];
  hints_shown: string[];
  hints_total: number;
}

export type Severity = "high" | "medium" | "low" | "question";
export interface Fix { label: string; gain: number; verified: boolean; patch: Patch }
export interface Finding {
  fingerprint: string; rule: string; title: string; message: string; because: string[]; severity: Severity;
  /** Component ids, or "a -> b" for a connection. */
  elements: string[];
  path: string[]; requirement: string | null; points: number; help_url?: string;
  fix?: Fix | null; fix_pending?: boolean;
  /** The trade-off prompt that answers it, where no edit of the drawing does. */
  prompt?: string | null;
}
export interface Hop {
  order: number; from: string; to: string; name: string; calls: string; rate: string;
  mode: "must" | "miss" | "best_effort" | "eventually"; after: boolean; reverse?: boolean; note?: string;
}
export interface Walk {
  flow: string; title: string; state: string;
  stop?: { at: string; message: string; completes: string } | null;
  hops: Hop[];
}
export type RequirementState = "served" | "failed" | "asks" | "off" | "todo";
export interface Requirement {
  id: string; title: string; state: RequirementState; detail: string; flow: string | null; from_level?: string; short?: string;
}
export interface ComponentReview {
  subtitle: string; utilisation: number | null; unknown: boolean; bar: boolean; used: boolean;
  working?: { headline: string; of: string; lines: { label: string; text: string; value: string }[]; limit?: number; note?: string };
}
export interface Inferred { text: string; component: string; patch: Patch; patch_label: string }
export interface Review {
  rev: number; pending: boolean;
  /** Fixes are still being tried on this very drawing. */
  fixes_pending?: boolean;
  score: number | null; of: number; level: string; next: string;
  bars: { label: string; at: number }[]; cap: string | null; graded: boolean; checked_ms: number;
  requirements: Requirement[];
  findings: Finding[]; questions: Finding[]; waived: Finding[]; inferred: Inferred[];
  walks: Record<string, Walk>;
  components: Record<string, ComponentReview>;
  connections: { from: string; to: string; kind?: string; label: string; used: boolean; rate_text?: string }[];
}

export interface YamlProblem { line: number; column: number; message: string }
export interface Answers {
  layout?: { id: number; positions: Record<string, Position> };
  yaml?: { id: number; ok: boolean; problems: YamlProblem[]; design?: Design };
  message?: { id: number; text: string; tone?: "good" | "bad" | "plain" };
  /** Large ones, told until the tab says that it has them. */
  numbers?: JourneyNumbers;
  loss?: Loss;
  played?: Played;
  choices?: SimulationChoices;
}
export interface Data {
  board: string; epoch: string | null; initial: boolean; rev: number; heard?: number; design: Design;
  /** Named by `catalogue_id`, and sent only to a tab that has not said it knows it. */
  scenario: Scenario; catalogue: Catalogue; catalogue_id?: string; review: Review | null;
  saved: { state: "saved" | "saving" | "failed"; text: string };
  /** Only while a tab shows it. */
  yaml: { text: string; rev: number; problems: YamlProblem[] } | null;
  /** The simulation that was asked for and not closed yet. */
  simulation?: SimulationRun | null;
  answers: Answers;
  /** The highest request id Python has answered; absent = requests are sent once and not repeated. */
  handled?: number;
  /** Absent where the server offers none. */
  line?: DirectLine | null;
}

/** Where this tab's own drawing may be told past the page; the name is told to no other tab. */
export interface DirectLine { path: string; name: string }
/** What an edit changes: what the direct line answers. */
export type News = Pick<Data, "epoch" | "initial" | "rev" | "heard" | "review" | "saved" | "yaml" | "answers" | "handled">;

/** What arrives: without what the tab knows already. */
export type Told = Omit<Data, "catalogue"> & { catalogue: Catalogue | null };

export type RequestBody =
  | { action: "layout"; sizes?: Record<string, [number, number]> }
  | { action: "apply_yaml"; text: string; rev: number }
  | { action: "hint" }
  | { action: "profile"; profile: string }
  | { action: "scope"; flows: Record<string, boolean> }
  | { action: "variant"; variant: string | null }
  | { action: "review" }
  | { action: "numbers"; flow: string }
  | { action: "take_down"; target: string }
  | { action: "simulation_choices" }
  /** `happens` and `protections` are ids of the choices. */
  | { action: "simulate"; load: number; happens: string; protections: string[] }
  | { action: "stop_simulation" }
  | { action: "download"; format: string }
  /** `prompt`: the trade-off that is to be answered there. */
  | { action: "open"; page: string; prompt?: string };
export type Request = RequestBody & { id: number };
