import { useRef } from "react";

/** The list from before while it holds the very same things: what depends on it then does nothing. */
export function useSteadyList<T>(list: T[]): T[] {
  const kept = useRef(list);
  const same = kept.current.length === list.length && list.every((item, index) => item === kept.current[index]);
  if (!same) kept.current = list;
  return kept.current;
}

/** The value from before while it says the same. */
export function useSteady<T>(value: T, says: string): T {
  const kept = useRef({ value, says });
  if (kept.current.says !== says) kept.current = { value, says };
  return kept.current.value;
}
