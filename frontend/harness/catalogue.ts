import type { Catalogue, ComponentType, FieldSpec } from "../src/contract";
import { SAMPLE_ICONS as icon } from "./icons";

const replicas: FieldSpec = { name: "replicas", label: "Replicas", type: "integer", min: 1, max: 100000, default: "1" };
const zones: FieldSpec = { name: "zones", label: "Zones", type: "integer", min: 1, max: 12, default: "1" };
const serves: FieldSpec = { name: "rate_per_s", label: "Each serves", type: "quantity", unit: "req/s", default: "1,000", help: "Default of the catalogue: 1,000 simple requests a second on 4 cores" };
const time: FieldSpec = { name: "service_time", label: "Service time", type: "quantity", unit: "ms", default: "12" };
const holds: FieldSpec = { name: "holds", label: "Holds", type: "chips", source: "entities" };
const copies: FieldSpec = { name: "copies", label: "Copies", type: "chips", source: "entities" };
const does: FieldSpec = { name: "does", label: "Does", type: "chips", source: "flows" };
const plays: FieldSpec = { name: "plays", label: "Plays", type: "chips", source: "actors" };
const stateless: FieldSpec = { name: "stateless", label: "Stateless", type: "boolean", default: "true" };

const type = (label: string, group: string, role: string, body: string, synonyms: string[], fields: FieldSpec[]): ComponentType =>
  ({ label, group, role, icon: body, summary: `${label} of the sample catalogue.`, synonyms, fields });

export const catalogue: Catalogue = {
  groups: [
    { id: "people", label: "People", role: "actor" }, { id: "edge", label: "Edge", role: "edge" }, { id: "compute", label: "Compute", role: "compute" },
    { id: "data", label: "Data", role: "store" }, { id: "cache", label: "Cache", role: "cache" }, { id: "channel", label: "Channel", role: "channel" },
  ],
  types: {
    client: type("Client", "people", "actor", icon.phone, ["user", "app", "browser"], [plays]),
    load_balancer: type("Load balancer", "edge", "edge", icon.split, ["nginx", "haproxy", "alb"], [replicas, zones]),
    cdn: type("CDN", "edge", "edge", icon.globe, ["cloudfront", "akamai"], [copies]),
    service: type("Service", "compute", "compute", icon.server, ["api", "server", "app server"], [replicas, zones, serves, time, does, stateless]),
    worker: type("Worker", "compute", "compute", icon.cpu, ["consumer", "job"], [replicas, zones, serves, does]),
    relational: type("Relational", "data", "store", icon.table, ["postgres", "mysql", "sql"], [replicas, { name: "shards", label: "Shards", type: "integer", min: 1 }, holds]),
    wide_column: type("Wide-column", "data", "store", icon.database, ["cassandra", "bigtable"], [replicas, { name: "shards", label: "Shards", type: "integer", min: 1 }, holds]),
    search_index: type("Search index", "data", "store", icon.textSearch, ["elasticsearch", "lucene"], [replicas, copies]),
    object_store: type("Object store", "data", "store", icon.archive, ["s3", "blob"], [holds]),
    cache: type("Cache", "cache", "cache", icon.zap, ["redis", "memcached"], [{ ...replicas, name: "nodes", label: "Nodes" }, zones, { name: "hit_ratio", label: "Hit ratio", type: "ratio", default: "0.9" }, copies]),
    queue: type("Queue", "channel", "channel", icon.list, ["sqs", "rabbitmq"], [{ name: "partitions", label: "Partitions", type: "integer", min: 1 }]),
    log: type("Log", "channel", "channel", icon.layers, ["kafka", "kinesis"], [{ name: "partitions", label: "Partitions", type: "integer", min: 1 }, holds]),
  },
  connection_kinds: [
    { id: "request", label: "Request", style: "solid", help: "Waits for the answer" }, { id: "persistent", label: "Persistent", style: "solid", help: "Stays open, both may send" },
    { id: "async", label: "Message", style: "dashed", help: "Nobody waits" }, { id: "replication", label: "Replication", style: "dotted", help: "Store to store" },
  ],
};

const lines = (name: string, label: string): FieldSpec => ({ name, label, type: "chips" });
const members = [lines("attributes", "Attributes"), lines("operations", "Operations")];

export const classCatalogue: Catalogue = {
  groups: [{ id: "people", label: "People", role: "actor" }, { id: "classes", label: "Classes", role: "compute" }],
  types: {
    actor: type("Actor", "people", "actor", icon.phone, ["user"], []),
    class: type("Class", "classes", "compute", icon.table, ["object", "entity"], [...members, { ...lines("owns", "Owns"), source: "entities" }]),
    interface: type("Interface", "classes", "edge", icon.split, ["protocol", "trait"], members),
    enumeration: type("Enumeration", "classes", "channel", icon.list, ["enum"], [lines("attributes", "Values")]),
  },
  connection_kinds: [
    { id: "associates", label: "Associates", style: "uml-associates" }, { id: "composes", label: "Composes", style: "uml-composes" },
    { id: "aggregates", label: "Aggregates", style: "uml-aggregates" }, { id: "inherits", label: "Inherits", style: "uml-inherits" },
    { id: "implements", label: "Implements", style: "uml-implements" }, { id: "depends", label: "Depends", style: "uml-depends" },
  ],
};
