import { useSyncExternalStore } from "react";

export type Mode = "wide" | "medium" | "phone";

const queries = typeof matchMedia === "function"
  ? { medium: matchMedia("(max-width: 1240px)"), phone: matchMedia("(max-width: 640px)") } : null;

function subscribe(listener: () => void): () => void {
  const all = queries ? Object.values(queries) : [];
  all.forEach((query) => query.addEventListener("change", listener));
  return () => all.forEach((query) => query.removeEventListener("change", listener));
}

const current = (): Mode => (queries?.phone.matches ? "phone" : queries?.medium.matches ? "medium" : "wide");

/** Which of the three layouts fits the window: three columns, strip and rail, or one column with tabs. */
export const useMode = (): Mode => useSyncExternalStore(subscribe, current);
