import type { Catalogue, Design } from "../contract";
import type { Loss } from "../overlays";
import { connectionKey } from "./connect";

export interface Losable { target: string; label: string }
const COUNTS = ["replicas", "shards", "nodes", "instances"];

/** What can be taken down at a component, a group or a connection (by its key): all of it first, then one of several. */
export function losableOf(design: Design, catalogue: Catalogue, id: string): Losable[] {
  if (design.design.kind !== "system") return [];
  const component = design.components[id];
  if (component) {
    if (catalogue.types[component.type]?.role === "actor") return [];
    const several = COUNTS.some((key) => Number(component[key]) > 1);
    const all = { target: `component:${id}`, label: several ? "All of it" : "Take it down" };
    return several ? [all, { target: `instance:${id}`, label: "One instance" }] : [all];
  }
  const connection = design.connections.find((one) => connectionKey(design, one) === id);
  if (connection) return [{ target: `connection:${connection.from} -> ${connection.to}`, label: "Take it down" }];
  const group = design.groups?.[id];
  if (group?.kind === "zone") return [{ target: `zone:${id}`, label: "Take it down" }];
  if (group?.kind !== "region") return [];
  const zones = Number(group.zones) > 1;
  const all = { target: `region:${id}`, label: zones ? "The region" : "Take it down" };
  return zones ? [all, { target: `zone:${id}/zone-1`, label: "One zone" }] : [all];
}

export interface Fate { state: "down" | "weaker" | "over" | ""; chip: string }
const SPARED: Fate = { state: "", chip: "" };
const known = new WeakMap<Loss, Map<string, Fate>>();

/** What a loss does to one component; the same object each time it is asked. */
export function fateOf(loss: Loss | null, id: string): Fate {
  if (!loss) return SPARED;
  let fates = known.get(loss);
  if (!fates) known.set(loss, fates = new Map());
  let fate = fates.get(id);
  if (!fate) {
    fate = loss.gone.includes(id) ? { state: "down", chip: "down" }
      : loss.overloaded[id] !== undefined ? { state: "over", chip: loss.weaker[id] ?? "" }
        : loss.weaker[id] !== undefined ? { state: "weaker", chip: loss.weaker[id]! } : SPARED;
    fates.set(id, fate);
  }
  return fate;
}
