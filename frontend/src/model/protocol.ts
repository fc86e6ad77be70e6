import type { Design } from "../contract";

/** A version of the design: which loading of it (epoch) and how many commits since (rev). */
export interface Version { epoch: string; rev: number }
export interface Incoming { epoch: string | null; rev: number; initial: boolean; heard?: number }

export type Verdict =
  | "keep"      // what the tab holds is the newest and Python has it
  | "resend"    // the tab is ahead: tell Python again
  | "unheard"   // Python went on without this tab's last commit, which is on its way: wait for what holds both
  | "adopt"     // the same design, further on (another tab, a later run): take it as one undo step
  | "replace";  // another design was opened: start a new history

/**
 * Decides between what this tab holds and what Python sent.
 * A new epoch replaces the tab's design, except that an `initial` one (a new session that knows nothing yet) gives way
 * to a tab that has commits. What Python made without the last commit this tab told is not adopted: once Python has heard
 * of that commit, it sends a drawing that holds both.
 */
export function reconcile(local: Version | null, data: Incoming, told = 0): Verdict {
  if (!local) return "replace";
  if (data.epoch === null) return local.rev > 0 ? "resend" : "keep";
  if (data.epoch !== local.epoch) return data.initial && local.rev > 0 ? "resend" : "replace";
  if (data.rev > local.rev) return (data.heard ?? data.rev) < told ? "unheard" : "adopt";
  return data.rev < local.rev ? "resend" : "keep";
}

export interface Draft extends Version { design: Design }

const draftKey = (board: string) => `design-sandbox:draft:${board}`;

/** What the browser kept because Python had not confirmed it. Broken or foreign content counts as none. */
export function readDraft(storage: Pick<Storage, "getItem"> | null, board: string): Draft | null {
  try {
    const found: unknown = JSON.parse(storage?.getItem(draftKey(board)) ?? "null");
    const draft = found as Partial<Draft> | null;
    const valid = draft && typeof draft.epoch === "string" && typeof draft.rev === "number"
      && typeof draft.design?.components === "object" && Array.isArray(draft.design.connections);
    return valid ? (draft as Draft) : null;
  } catch {
    return null;
  }
}

/** Keeps the newest commit; a full or forbidden storage must never stop the drawing. */
export function writeDraft(storage: Pick<Storage, "setItem"> | null, board: string, draft: Draft): boolean {
  try {
    storage?.setItem(draftKey(board), JSON.stringify(draft));
    return storage !== null;
  } catch {
    return false;
  }
}

export function clearDraft(storage: Pick<Storage, "removeItem"> | null, board: string): void {
  try { storage?.removeItem(draftKey(board)); } catch { /* nothing was kept then */ }
}
