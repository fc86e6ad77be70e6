import type { Catalogue, Design, Walk } from "../contract";
import { kindOf } from "./connect";

/**
 * The learner's own walkthrough of a journey: its parts in the order in which they are reached. What is reached from an
 * earlier part than the one before it (a service that asks a cache and then a store) needs no return to be said.
 */

const nameOf = (design: Design, id: string): string => design.components[id]?.label ?? id;
const typeOf = (design: Design, id: string): string => design.components[id]?.type ?? "";

/** Parts that a journey can begin at: those who ask, a scheduler, and where the walk begins. */
export function starts(design: Design, catalogue: Catalogue, walk: Walk | null): string[] {
  const first = walk?.hops[0]?.from;
  return Object.keys(design.components).filter((id) =>
    catalogue.types[typeOf(design, id)]?.role === "actor" || typeOf(design, id) === "scheduler" || id === first);
}

/** Ends "from>to" between which a journey can go on: along arrows, and against those the walk takes backwards too. */
function passable(design: Design, catalogue: Catalogue): Set<string> {
  const role = (id: string) => catalogue.types[typeOf(design, id)]?.role ?? "";
  const open = new Set<string>();
  for (const connection of design.connections) {
    const { from, to } = connection;
    open.add(`${from}>${to}`);
    const polls = role(from) === "compute" && role(to) === "channel";
    const fills = role(from) === "store" && typeOf(design, to) === "cdn";
    if (kindOf(design, connection) === "persistent" || polls || fills) open.add(`${to}>${from}`);
  }
  return open;
}

/** The latest of the parts so far from which a part can be reached, or null. */
function reachedFrom(open: Set<string>, before: string[], id: string): string | null {
  return [...before].reverse().find((source) => open.has(`${source}>${id}`)) ?? null;
}

/** What may be said next: part → the part it is reached from; the first part is reached from nobody (""). */
export function allowedNext(design: Design, catalogue: Catalogue, walk: Walk | null, parts: string[]): Map<string, string> {
  if (!parts.length) return new Map(starts(design, catalogue, walk).map((id) => [id, ""]));
  const open = passable(design, catalogue);
  const said = new Set(parts);
  const found = new Map<string, string>();
  for (const id of Object.keys(design.components)) {
    const source = said.has(id) ? null : reachedFrom(open, parts, id);
    if (source !== null) found.set(id, source);
  }
  return found;
}

export interface Leg { from: string; to: string }
export interface Fault { index: number; text: string }
export interface WayCheck {
  /** The hops that hold, in order, up to the fault. */
  legs: Leg[];
  /** Where the drawing does not let the journey go on. */
  fault: Fault | null;
  /** Where the walk leaves a way that the drawing allows. */
  differs: Fault | null;
  /** Parts that the walk uses and the way does not name. */
  unsaid: string[];
}

/** Holds a way against the drawing, and then against the walk that was found. */
export function checkWay(design: Design, catalogue: Catalogue, walk: Walk | null, parts: string[]): WayCheck {
  const open = passable(design, catalogue);
  const legs: Leg[] = [];
  let fault: Fault | null = beginning(design, catalogue, walk, parts);
  for (let index = 1; index < parts.length && !fault; index += 1) {
    const [id, before] = [parts[index]!, parts.slice(0, index)];
    const from = reachedFrom(open, before, id);
    if (!design.components[id]) fault = { index, text: `There is no part called ${id}.` };
    else if (from !== null) legs.push({ from, to: id });
    else if (!before.includes(id)) fault = { index, text: `No connection leads from ${nameOf(design, parts[index - 1]!)} to ${nameOf(design, id)}.` };
  }
  return { legs, fault, differs: fault || !walk ? null : leaving(design, walk, parts, legs), unsaid: walk && !fault ? leftOut(walk, parts) : [] };
}

function beginning(design: Design, catalogue: Catalogue, walk: Walk | null, parts: string[]): Fault | null {
  const first = parts[0];
  if (first === undefined || starts(design, catalogue, walk).includes(first)) return null;
  const gone = !design.components[first];
  return { index: 0, text: gone ? `There is no part called ${first}.` : `${nameOf(design, first)} does not ask first. Begin with who does.` };
}

/** The first hop of the way that is on no hop of the walk. */
function leaving(design: Design, walk: Walk, parts: string[], legs: Leg[]): Fault | null {
  const taken = (from: string, to: string) => walk.hops.some((hop) => hop.from === from && hop.to === to);
  const leg = legs.find(({ from, to }) => !taken(from, to));
  if (!leg) return null;
  const [from, to] = [nameOf(design, leg.from), nameOf(design, leg.to)];
  const index = parts.indexOf(leg.to);
  const other = walk.hops.find((hop) => hop.to === leg.to);
  if (other) return { index, text: `The walk comes to ${to} from ${nameOf(design, other.from)}, not from ${from}.` };
  if (walk.stop) return { index, text: `The walk does not come to ${to}: it stops at ${nameOf(design, walk.stop.at)}.` };
  const instead = [...new Set(walk.hops.filter((hop) => hop.from === leg.from).map((hop) => nameOf(design, hop.to)))];
  return { index, text: `The walk does not go from ${from} to ${to}${instead.length ? `, but to ${instead.join(", ")}` : ""}.` };
}

function leftOut(walk: Walk, parts: string[]): string[] {
  const said = new Set(parts);
  return [...new Set(walk.hops.flatMap((hop) => [hop.from, hop.to]))].filter((id) => !said.has(id));
}

/** As much of a way as the drawing still allows: what changing it begins with. */
export function soundPart(design: Design, catalogue: Catalogue, walk: Walk | null, parts: string[]): string[] {
  const { fault } = checkWay(design, catalogue, walk, parts);
  return fault ? parts.slice(0, fault.index) : parts;
}

/** The design with the way of a journey said, or no longer said (null). */
export function withWay(design: Design, flow: string, parts: string[] | null): Design {
  const { [flow]: before, ...others } = design.walkthroughs ?? {};
  if (JSON.stringify(before ?? null) === JSON.stringify(parts)) return design;
  const walkthroughs = parts ? { ...design.walkthroughs, [flow]: parts } : others;
  if (Object.keys(walkthroughs).length) return { ...design, walkthroughs };
  const { walkthroughs: _none, ...rest } = design;
  return rest;
}

/** The design with these parts taken out of every way. */
export function withoutParts(design: Design, gone: Set<string>): Design {
  return Object.entries(design.walkthroughs ?? {}).reduce((next, [flow, parts]) => {
    const left = parts.filter((id) => !gone.has(id));
    return left.length === parts.length ? next : withWay(next, flow, left.length > 1 ? left : null);
  }, design);
}
