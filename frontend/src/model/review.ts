import type { Connection, Finding, Hop, Review, Severity, Walk } from "../contract";

const ORDER: Severity[] = ["high", "medium", "low", "question"];

export const worst = (findings: Finding[]): Severity | null =>
  ORDER.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;

/** "a -> b" as used in findings, or null when the element is no connection. */
export function connectionElement(element: string): { from: string; to: string } | null {
  const parts = element.split("->").map((part) => part.trim());
  return parts.length === 2 && parts[0] && parts[1] ? { from: parts[0], to: parts[1] } : null;
}

/**
 * While fixes are being tried, a finding keeps the one it had: its row neither jumps nor changes at each edit. It is
 * applied only after it was tried again; see `Actions.applyFix`.
 */
export function withKnownFixes(review: Review | null, before: Review | null): Review | null {
  if (!review?.fixes_pending || !before) return review;
  const known = new Map([...before.findings, ...before.questions].map((finding) => [finding.fingerprint, finding]));
  const keep = (finding: Finding): Finding => {
    const old = known.get(finding.fingerprint);
    return finding.fix_pending && old && !old.fix_pending ? { ...finding, fix: old.fix ?? null, fix_pending: false } : finding;
  };
  return { ...review, findings: review.findings.map(keep), questions: review.questions.map(keep) };
}

const asked = new WeakMap<Finding, Finding>();
/** A question as a finding of its own severity; the same question is the same object. */
function asQuestion(finding: Finding): Finding {
  const known = asked.get(finding) ?? { ...finding, severity: "question" };
  asked.set(finding, known);
  return known;
}

/** Findings and questions by the element they are about; connections under "a -> b". Lists that did not change stay the same. */
export function findingsByElement(review: Review | null, before?: Map<string, Finding[]>): Map<string, Finding[]> {
  const byElement = new Map<string, Finding[]>();
  const questions = (review?.questions ?? []).map(asQuestion);
  for (const finding of [...(review?.findings ?? []), ...questions]) {
    for (const element of new Set(finding.elements)) {
      const pair = connectionElement(element);
      const key = pair ? `${pair.from} -> ${pair.to}` : element;
      byElement.set(key, [...(byElement.get(key) ?? []), finding]);
    }
  }
  for (const [key, findings] of byElement) {
    const known = before?.get(key);
    if (known?.length === findings.length && known.every((finding, index) => finding === findings[index])) byElement.set(key, known);
  }
  return byElement;
}

/** "29 points to win back · 2 high, 2 medium, 3 low" */
export function summary(findings: Finding[]): string {
  if (!findings.length) return "Nothing to win back here";
  const points = Math.round(10 * findings.reduce((sum, finding) => sum + Math.abs(finding.points), 0)) / 10;
  const counts = ORDER.slice(0, 3).map((severity) => [findings.filter((f) => f.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0).map(([count, severity]) => `${count} ${severity}`);
  const words = `${points} ${points === 1 ? "point" : "points"} to win back`;
  return counts.length ? `${words} · ${counts.join(", ")}` : words;
}

export interface Mark { hops: Hop[]; after: boolean; reverse: boolean }

const travels = (hop: Hop, c: Connection) => (hop.from === c.from && hop.to === c.to) || (hop.from === c.to && hop.to === c.from);

/** The hops that travel over a connection (up to `shown` hops of the walk), or null when it is not on the walk. */
export function markOf(walk: Walk | null, connection: Connection, shown: number | null): Mark | null {
  const hops = (walk?.hops ?? []).filter((hop) => travels(hop, connection) && (shown === null || hop.order <= shown));
  if (!hops.length) return null;
  return { hops, after: hops.every((hop) => hop.after), reverse: hops.every((hop) => hop.from === connection.to && hop.to !== connection.to) };
}

/** Components a walk touches, up to a hop. */
export function touchedBy(walk: Walk | null, shown: number | null): Set<string> {
  const hops = (walk?.hops ?? []).filter((hop) => shown === null || hop.order <= shown);
  const touched = new Set(hops.flatMap((hop) => [hop.from, hop.to]));
  if (walk?.stop && shown === null) touched.add(walk.stop.at);
  return touched;
}

export const MODE_WORDS: Record<Hop["mode"], string> = { must: "", miss: "on miss", best_effort: "best effort", eventually: "eventually" };
export const hopWords = (hop: Hop): string => hop.note || MODE_WORDS[hop.mode] || (hop.after ? "after" : "");
