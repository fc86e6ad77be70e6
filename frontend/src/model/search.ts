import type { Catalogue } from "../contract";

export interface Hit { type: string; label: string; because: string | null }

const words = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);

/** 0 = no match; higher is better: the whole label, its start, a word of it, a synonym, anywhere, letters in order. */
function score(query: string, text: string): number {
  const candidate = text.toLowerCase();
  if (candidate === query) return 100;
  if (candidate.startsWith(query)) return 80;
  if (words(candidate).some((word) => word.startsWith(query))) return 60;
  if (query.length > 1 && candidate.includes(query)) return 40;
  const initials = words(candidate).map((word) => word[0]).join("");
  return query.length > 1 && initials.startsWith(query) ? 35 : 0;
}

/** Component types for what people type ("redis" finds Cache), best first; an empty query keeps the palette's order. */
export function searchTypes(catalogue: Catalogue, query: string): Hit[] {
  const wanted = query.trim().toLowerCase();
  const all = catalogue.groups.flatMap((group) =>
    Object.entries(catalogue.types).filter(([, type]) => type.group === group.id));
  if (!wanted) return all.map(([type, { label }]) => ({ type, label, because: null }));
  const hits = all.flatMap(([type, { label, synonyms }]) => {
    const own = Math.max(score(wanted, label), score(wanted, type));
    const synonym = synonyms.map((word) => ({ word, value: score(wanted, word) - 5 }))
      .sort((a, b) => b.value - a.value)[0];
    const best = Math.max(own, synonym?.value ?? 0);
    if (best <= 0) return [];
    return [{ type, label, because: synonym && synonym.value > own ? synonym.word : null, best }];
  });
  return hits.sort((a, b) => b.best - a.best).map(({ type, label, because }) => ({ type, label, because }));
}
