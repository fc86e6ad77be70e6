type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Things with a fingerprint are known by it wherever they stand in a list, others by their place. */
function earlier(before: unknown[], item: unknown, index: number): unknown {
  const fingerprint = isObject(item) ? item.fingerprint : undefined;
  return fingerprint === undefined ? before[index] : before.find((other) => isObject(other) && other.fingerprint === fingerprint);
}

/**
 * What `after` says, made of the parts of `before` that say the same: what did not change keeps its identity, so that
 * nothing that shows it is drawn again. `after` must be fresh JSON that nobody else holds: it is filled in place.
 */
export function share<T>(before: unknown, after: T): T {
  if (before === after || !isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) return after;
  const now = after as Json;
  const keys = Object.keys(now);
  let same = keys.length === Object.keys(before).length;
  keys.forEach((key, index) => {
    const old = Array.isArray(before) ? earlier(before, now[key], index) : before[key];
    now[key] = share(old, now[key]);
    same &&= now[key] === before[key];
  });
  return same ? (before as T) : after;
}
