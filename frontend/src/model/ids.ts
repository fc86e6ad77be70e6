/** Turns a label into an id: lower-case letters, digits and single hyphens, never empty, at most 40 characters. */
export function slug(label: string, fallback = "part"): string {
  const ascii = label.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const clean = ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
  return /^[a-z]/.test(clean) ? clean : clean ? `${fallback}-${clean}` : fallback;
}

/** The wished id, or the first of "wish-2", "wish-3", … that is not taken. */
export function uniqueId(wish: string, taken: { has(id: string): boolean }): string {
  if (!taken.has(wish)) return wish;
  const stem = wish.replace(/-\d+$/, "");
  for (let n = 2; ; n += 1) if (!taken.has(`${stem}-${n}`)) return `${stem}-${n}`;
}

/** The wished label, or "label 2", "label 3", … so that two parts never read the same. */
export function uniqueLabel(wish: string, taken: { has(label: string): boolean }): string {
  if (!taken.has(wish)) return wish;
  const stem = wish.replace(/ \d+$/, "");
  for (let n = 2; ; n += 1) if (!taken.has(`${stem} ${n}`)) return `${stem} ${n}`;
}
