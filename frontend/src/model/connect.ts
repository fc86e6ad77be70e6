import type { Catalogue, Connection, Design } from "../contract";

export const defaultKindOf = (design: Design): string => (design.design.kind === "object_model" ? "associates" : "request");
export const kindOf = (design: Design, connection: Connection): string => connection.kind ?? defaultKindOf(design);

/** Names one connection: two parts may be joined once per kind. */
export const connectionKey = (design: Design, c: Connection): string => `${c.from}>${c.to}>${kindOf(design, c)}`;

/** The kind a new connection starts with, from what the two ends are. */
export function suggestKind(design: Design, catalogue: Catalogue, from: string, to: string): string {
  const offered = new Set(catalogue.connection_kinds.map((kind) => kind.id));
  const wish = suggestedKind(design, catalogue, from, to);
  return offered.size === 0 || offered.has(wish) ? wish : defaultKindOf(design);
}

function suggestedKind(design: Design, catalogue: Catalogue, from: string, to: string): string {
  const type = (id: string) => design.components[id]?.type ?? "";
  const role = (id: string) => catalogue.types[type(id)]?.role ?? "";
  if (design.design.kind === "object_model") {
    if (/interface/.test(type(to)) && !/interface/.test(type(from))) return "implements";
    return /enum/.test(type(to)) ? "depends" : "associates";
  }
  if (role(from) === "channel" || role(to) === "channel") return "async";
  return role(from) === "store" && role(to) === "store" ? "replication" : "request";
}

/** Why a connection cannot be made, in words for the learner; null when it can. */
export function refuseConnection(design: Design, connection: Connection): string | null {
  const { from, to } = connection;
  const name = (id: string) => design.components[id]?.label ?? id;
  if (!design.components[from] || !design.components[to]) return "One end is no component. Connect two components.";
  if (from === to) return `${name(from)} cannot be connected to itself. Drop on another component.`;
  if (design.connections.some((c) => connectionKey(design, c) === connectionKey(design, connection))) {
    return `${name(from)} is already connected to ${name(to)}. Select that connection to change it.`;
  }
  return null;
}
