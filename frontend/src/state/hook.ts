import { createContext, useContext, useSyncExternalStore } from "react";
import type { Actions } from "./actions";
import type { Store } from "./store";
import type { State } from "./view";

export interface Bench { store: Store; act: Actions; host: HTMLElement; root: ShadowRoot | Document }
export const BenchContext = createContext<Bench | null>(null);

export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (!bench) throw new Error("useBench outside of the workbench");
  return bench;
}

/** Reads a part of the state; the selector must return something stable (a field, not a fresh object). */
export function useWorkbench<T>(select: (state: State) => T): T {
  const { store } = useBench();
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}
