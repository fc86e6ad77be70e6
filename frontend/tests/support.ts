import type { Catalogue, ComponentType, Data, Design } from "../src/contract";

const type = (label: string, role: string, synonyms: string[] = []): ComponentType =>
  ({ label, group: role, role, icon: "", summary: "", synonyms, fields: [] });

export const catalogue: Catalogue = {
  groups: ["actor", "edge", "compute", "store", "cache", "channel"].map((id) => ({ id, label: id, role: id })),
  types: {
    client: type("Client", "actor", ["user"]), load_balancer: type("Load balancer", "edge", ["nginx"]), service: type("Service", "compute", ["api"]),
    relational: type("Relational database", "store", ["postgres", "mysql"]), cache: type("Cache", "cache", ["redis", "memcached"]), queue: type("Queue", "channel", ["sqs"]),
  },
  connection_kinds: [{ id: "request", label: "Request", style: "solid" }, { id: "async", label: "Message", style: "dashed" }, { id: "replication", label: "Replication", style: "dotted" }],
};

export function sampleDesign(): Design {
  return {
    design: { id: "d", version: 1, scenario: "s", kind: "system" },
    components: {
      people: { type: "client", label: "People" }, api: { type: "service", label: "API", replicas: 2 },
      db: { type: "relational", label: "Database", holds: ["link"] }, jobs: { type: "queue", label: "Jobs" },
    },
    connections: [{ from: "people", to: "api" }, { from: "api", to: "db", label: "reads" }, { from: "api", to: "jobs", kind: "async" }],
    groups: { eu: { kind: "region", label: "EU", contains: ["db", "az"] }, az: { kind: "zone", contains: ["api"] } },
    layout: { positions: { people: [0, 0], api: [0, 108], db: [0, 216], jobs: [198, 108] } },
    answers_of_the_learner: { kept: true },
  };
}

export function sampleData(change: Partial<Data> = {}): Data {
  return {
    board: "b", epoch: "e1", initial: false, rev: 0, design: sampleDesign(), catalogue, review: null, saved: { state: "saved", text: "" }, yaml: null, answers: {}, handled: 0,
    scenario: { id: "s", title: "S", kind: "system", prompt: "", minutes: 45, difficulty: "easy", profile: "p", profiles: [], variant: null, variants: [], facts: [], clarifications: [],
      scope: [], load: [], entities: [], actors: [], flows: [], hints_shown: [], hints_total: 0 },
    ...change,
  };
}
