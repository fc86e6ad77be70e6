import type { Data, Design, Finding, Hop, Review } from "../src/contract";
import { catalogue, classCatalogue } from "./catalogue";

export const design: Design = {
  design: { id: "my-twitter", version: 1, scenario: "twitter", kind: "system", title: "Design Twitter" },
  components: {
    clients: { type: "client", label: "Clients", plays: ["person"] },
    cdn: { type: "cdn", label: "CDN" },
    lb: { type: "load_balancer", label: "Load balancer", zones: 3 },
    api: { type: "service", label: "API", replicas: 40, zones: 3, does: ["post_tweet", "follow_user"] },
    timeline: { type: "service", label: "Timeline service", replicas: 80, zones: 3 },
    fanout: { type: "queue", label: "Fan-out queue" },
    workers: { type: "worker", label: "Fan-out workers", replicas: 120, zones: 3 },
    media: { type: "object_store", label: "Object store", holds: ["media"] },
    tweets: { type: "wide_column", label: "Tweet store", shards: 32, replicas: 3, holds: ["tweets"] },
    hot: { type: "cache", label: "Timeline cache", nodes: 6, copies: ["timelines"] },
    users: { type: "relational", label: "User store", holds: ["follows"] },
  },
  connections: [
    { from: "clients", to: "lb" }, { from: "clients", to: "cdn" }, { from: "lb", to: "api" }, { from: "cdn", to: "media" },
    { from: "api", to: "timeline" }, { from: "api", to: "fanout", kind: "async" }, { from: "api", to: "tweets" }, { from: "api", to: "media" },
    { from: "fanout", to: "workers", kind: "async" }, { from: "workers", to: "hot" }, { from: "workers", to: "users" },
    { from: "timeline", to: "hot" }, { from: "timeline", to: "tweets" }, { from: "timeline", to: "users" },
  ],
  groups: {
    edge: { kind: "trust", label: "Edge", contains: ["cdn", "lb"] },
    "eu-1": { kind: "region", label: "Region eu-1", zones: 3, contains: ["api", "timeline", "fanout", "workers", "media", "tweets", "eu-1a", "users"] },
    "eu-1a": { kind: "zone", label: "Zone eu-1a", contains: ["hot"] },
  },
  layout: { positions: {
    clients: [216, 0], cdn: [36, 108], lb: [216, 108], api: [216, 234], timeline: [414, 342], fanout: [612, 342], workers: [612, 450],
    media: [36, 576], tweets: [216, 576], hot: [414, 576], users: [612, 576],
  } },
};

const hop = (order: number, from: string, to: string, name: string, calls: string, rate: string, more: Partial<Hop> = {}): Hop =>
  ({ order, from, to, name, calls, rate, mode: "must", after: false, ...more });

const finding = (fingerprint: string, title: string, message: string, severity: Finding["severity"], elements: string[], points: number, more: Partial<Finding> = {}): Finding =>
  ({ fingerprint, rule: fingerprint, title, message, because: ["`follow_user` must write `follows`.", "API reaches Tweet store, which holds `tweets`."], severity, elements, path: [], requirement: null, points, ...more });

const bar = (subtitle: string, utilisation: number | null, more = {}) => ({ subtitle, utilisation, unknown: false, bar: true, used: true, ...more });
const plain = (subtitle: string) => ({ subtitle, utilisation: null, unknown: false, bar: false, used: true });

export const review: Review = {
  rev: 48, pending: false, score: 71, of: 100, level: "sound mid", next: "4 to senior", bars: [{ label: "junior", at: 40 }, { label: "mid", at: 60 }, { label: "senior", at: 75 }, { label: "staff", at: 90 }],
  cap: null, graded: true, checked_ms: 104,
  requirements: [
    { id: "F1", title: "Send a tweet", state: "served", detail: "1.4k/s at peak · stored in Tweet store", flow: "post", short: "Send" },
    { id: "F2", title: "Follow other users", state: "failed", detail: "Stops at API: no connection to a store that holds `follows`.", flow: "follow", short: "Follow" },
    { id: "F3", title: "Read the home timeline", state: "served", detail: "28.9k/s at peak · 6 hops before the answer", flow: "home", short: "Timeline" },
    { id: "Q1", title: "Scalable: peak load, all parts ≤ 85 %", state: "asks", detail: "How many partitions has the Fan-out queue?", flow: null, short: "Scale" },
    { id: "Q2", title: "Quick: timeline p99 ≤ 300 ms", state: "served", detail: "212 ms, at peak", flow: null, short: "Quick" },
    { id: "Q3", title: "Reliable: 99.9 %, survives a zone", state: "failed", detail: "99.83 %: losing eu-1a takes the Timeline cache, and with it the timeline.", flow: null, short: "Reliable" },
  ],
  findings: [
    finding("follow-stops", "Follow other users stops at API", "No connection to a store that holds follows.", "high", ["api"], 8, { requirement: "F2",
      fix: { label: "Connect API to User store", gain: 8, verified: true, patch: [{ op: "add_connection", connection: { from: "api", to: "users" } }] } }),
    finding("one-zone", "Timeline cache runs in one zone", "If eu-1a fails, Tweet store gets 15× what it can serve.", "high", ["hot", "eu-1a"], 6, { requirement: "Q3",
      fix: { label: "Add a replica in a second zone", gain: 6, verified: true, patch: [{ op: "add_component", id: "hot-2", component: { type: "cache", label: "Timeline cache b", copies: ["timelines"] }, near: "hot" }, { op: "add_connection", connection: { from: "timeline", to: "hot-2" } }] } }),
    finding("deletes", "Deleted tweets stay in timelines", "No path takes a deletion to the Timeline cache.", "medium", ["hot"], 3, { requirement: "F1",
      fix: { label: "Queue deletions to the workers", gain: 3, verified: true, patch: [{ op: "set", component: "workers", field: "note", value: "also deletes" }] } }),
    finding("no-price", "Decision “fill on write” has no price", "Names no cost for accounts with many followers.", "medium", [], 3, { fix_pending: true }),
    finding("zone-lost", "117 % with one zone lost", "26.7 of 40 instances carry 31.2k req/s.", "low", ["api"], 2, {}),
  ],
  questions: [finding("partitions", "How many partitions has the Fan-out queue?", "Without them nobody can say whether it keeps up.", "question", ["fanout"], 4, { requirement: "Q1" })],
  waived: [],
  inferred: [
    { text: "Tweet store is taken as the owner of `tweets`.", component: "tweets", patch: [{ op: "remove_from", component: "tweets", field: "holds", value: "tweets" }], patch_label: "It is not" },
    { text: "Load balancer runs as several instances.", component: "lb", patch: [{ op: "set", component: "lb", field: "replicas", value: 1 }], patch_label: "It is one" },
  ],
  walks: {
    home: { flow: "home", title: "Read the home timeline", state: "served", hops: [
      hop(1, "clients", "lb", "Load balancer", "×1", "31.2k/s"), hop(2, "lb", "api", "API", "×1", "31.2k/s"), hop(3, "api", "timeline", "Timeline service", "×1", "28.9k/s"),
      hop(4, "timeline", "hot", "Timeline cache", "×1", "28.9k/s"), hop(5, "timeline", "users", "User store", "×0.03", "868/s", { mode: "miss" }),
      hop(6, "timeline", "tweets", "Tweet store", "×6", "174k/s", { mode: "miss" }), hop(7, "clients", "cdn", "CDN", "×4", "116k/s", { after: true }), hop(8, "cdn", "media", "Object store", "×0.2", "5.8k/s", { after: true }),
    ] },
    follow: { flow: "follow", title: "Follow other users", state: "failed", stop: { at: "api", message: "No connection to a store that holds `follows`.", completes: "Connect API to User store." },
      hops: [hop(1, "clients", "lb", "Load balancer", "×1", "200/s"), hop(2, "lb", "api", "API", "×1", "200/s")] },
    post: { flow: "post", title: "Send a tweet", state: "served", hops: [hop(1, "clients", "lb", "Load balancer", "×1", "1.4k/s"), hop(2, "lb", "api", "API", "×1", "1.4k/s"), hop(3, "api", "tweets", "Tweet store", "×1", "1.4k/s"), hop(4, "api", "fanout", "Fan-out queue", "×1", "1.4k/s", { after: true, mode: "eventually" })] },
  },
  components: {
    clients: plain("100M people a day"), cdn: plain("95 % hits · media"), lb: plain("L7 · 3 zones"), media: plain("photos, video"),
    api: bar("×40 · 3 zones", 0.781, { working: { headline: "31k", of: "of 40k req/s", limit: 0.85, note: "Peak, 3 zones up", lines: [
      { label: "Load", text: "12,500/s average × 2.5", value: "31,250" }, { label: "Capacity", text: "40 × 1,000", value: "40,000" }, { label: "Breaks at", text: "40,000 ÷ 31,250", value: "1.28× load" }] } }),
    timeline: bar("×80 · 3 zones", 0.72), fanout: bar("partitions not set", null, { unknown: true }), workers: bar("×120 · 3 zones", 0.8),
    tweets: bar("32 shards × 3", 0.45), hot: bar("6 nodes · 1 zone", 0.53), users: bar("primary + standby", 0.23),
  },
  connections: [["api", "fanout", "1.4k msg/s"], ["api", "tweets", "1.4k writes/s"], ["fanout", "workers", "1.4k"], ["workers", "hot", "289k writes/s"], ["workers", "users", "1.4k reads/s"], ["api", "media", "289 uploads/s"]]
    .map(([from, to, label]) => ({ from: from!, to: to!, label: label!, used: true })),
};

export const data: Data = {
  board: "harness", epoch: "first", initial: false, rev: 48, design, catalogue, review, handled: 0,
  scenario: {
    id: "twitter", title: "Design Twitter", kind: "system", prompt: "People post short messages and read the newest ones from those they follow. 100M people use it every day.", minutes: 45, difficulty: "medium",
    profile: "swe-mid", profiles: [{ id: "swe-mid", label: "Software engineer, mid level" }, { id: "tpm", label: "TPM" }], variant: null, variants: [{ id: "home", label: "Home timeline only" }],
    facts: [{ value: "12.5k/s", label: "average" }, { value: "31.2k/s", label: "peak" }, { value: "200", label: "followers" }],
    clarifications: [{ question: "How many people a day?", answer: "100M people a day." }, { question: "May a timeline be stale?", answer: "By a few seconds." }],
    scope: [{ flow: "search", title: "Search tweets", included: false }, { flow: "media", title: "Photos and video", included: true }],
    load: [{ name: "reads_per_second", text: "12.5k/s", working: "100 M × 10.8 ÷ 86,400" }, { name: "peak_factor", text: "2.5", working: "given" }],
    entities: [{ id: "tweets", label: "Tweets" }, { id: "follows", label: "Follows" }, { id: "timelines", label: "Timelines", note: "derived" }, { id: "media", label: "Media" }],
    actors: [{ id: "person", label: "Person" }], flows: [{ id: "post_tweet", title: "Post a tweet" }, { id: "follow_user", title: "Follow a user" }, { id: "read_home", title: "Read the home timeline" }],
    hints_shown: ["Take one request, “follow @ada”, from the phone to the place where that fact is kept. Where does it stop?"], hints_total: 3,
  },
  saved: { state: "saved", text: "Saved, just now" },
  yaml: { text: "design: {id: my-twitter, version: 1, scenario: twitter, kind: system}\ncomponents:\n  clients: {type: client, label: Clients, plays: [person]}\n  api: {type: service, replicas: 40, zones: 3}   # the front\nconnections:\n- clients -> api\n", rev: 48, problems: [] },
  answers: {},
};

const classDesign: Design = {
  design: { id: "lot", version: 1, scenario: "parking-lot-classes", kind: "object_model" },
  components: {
    driver: { type: "actor", label: "Driver" },
    lot: { type: "class", label: "ParkingLot", attributes: ["floors: Floor[]", "/freeSpots: int"], operations: ["park(vehicle): Ticket", "leave(ticket): Money"] },
    floor: { type: "class", label: "Floor", attributes: ["level: int", "spots: Spot[]"], operations: ["takeFree(size): Spot"] },
    spot: { type: "class", label: "Spot", attributes: ["size: SpotSize", "taken: bool"] },
    ticket: { type: "class", label: "Ticket", attributes: ["entered: Time", "spot: Spot"] },
    pricing: { type: "interface", label: "Pricing", operations: ["price(ticket): Money"] },
    hourly: { type: "class", label: "HourlyPricing", operations: ["price(ticket): Money"] },
    size: { type: "enumeration", label: "SpotSize", attributes: ["BIKE", "CAR", "TRUCK"] },
  },
  connections: [
    { from: "driver", to: "lot" }, { from: "lot", to: "floor", kind: "composes" }, { from: "floor", to: "spot", kind: "composes" }, { from: "lot", to: "ticket", kind: "aggregates" },
    { from: "ticket", to: "spot" }, { from: "lot", to: "pricing", kind: "depends" }, { from: "hourly", to: "pricing", kind: "implements" }, { from: "spot", to: "size", kind: "depends" },
  ],
};

/** The object model, the empty board, and what waiting looks like. */
export function variant(name: string | null): Data {
  if (name === "classes") return { ...data, board: "classes", design: classDesign, catalogue: classCatalogue, review: { ...review, findings: [], questions: [], inferred: [], walks: {}, components: {}, connections: [] }, scenario: { ...data.scenario, kind: "object_model", title: "Model a parking lot" } };
  if (name === "empty") return { ...data, board: "empty", rev: 0, design: { ...design, components: {}, connections: [], groups: {}, layout: { positions: {} } }, review: { ...review, rev: 0, graded: false, score: null, findings: [], questions: [], inferred: [], walks: {}, components: {}, connections: [], requirements: review.requirements.map((r) => ({ ...r, state: "todo", detail: "" })) } };
  if (name === "waiting") return { ...data, board: "waiting", review: null };
  return data;
}
