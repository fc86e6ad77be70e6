import { useEffect, useReducer, useRef } from "react";
import type { Selection } from "../model/edits";
import { useWorkbench } from "../state/hook";
import { isBehind } from "../state/view";

/** A review that takes longer than this is not waited for. */
const LONGEST_MS = 250;

const isNews = (next: Selection, shown: Selection) => JSON.stringify(next) !== JSON.stringify(shown) && Object.values(next).some((ids) => ids.length > 0);

/** Calls back in the frame after the one that is drawn next; returns how to take that back. */
function afterTheNextFrame(call: () => void): () => void {
  let frame = requestAnimationFrame(() => { frame = requestAnimationFrame(call); });
  return () => cancelAnimationFrame(frame);
}

/**
 * The selection that the panel of properties shows. What an edit has just selected waits for the findings of that edit
 * and the frame with them: a form with a dozen fields costs the browser as much as they do, and they are looked for
 * first. What a hand selects, and what is asked to be edited, is shown at once.
 */
export function usePanelSelection(): Selection {
  const selection = useWorkbench((s) => s.selection);
  const rev = useWorkbench((s) => s.rev);
  const asked = useWorkbench((s) => s.asks.edit);
  const behind = useWorkbench(isBehind);
  const shown = useRef({ selection, rev, asked });
  const [, redraw] = useReducer((turns: number) => turns + 1, 0);
  const waits = rev !== shown.current.rev && asked === shown.current.asked && isNews(selection, shown.current.selection);
  if (!waits) shown.current = { selection, rev, asked };
  const newest = useRef(shown.current);
  newest.current = { selection, rev, asked };
  useEffect(() => {
    if (!waits) return;
    const settle = () => { shown.current = newest.current; redraw(); };
    if (!behind) return afterTheNextFrame(settle);
    const patience = setTimeout(settle, LONGEST_MS);
    return () => clearTimeout(patience);
  }, [waits, behind]);
  return shown.current.selection;
}
