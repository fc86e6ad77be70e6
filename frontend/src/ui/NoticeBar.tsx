import { useEffect } from "react";
import { useBench, useWorkbench } from "../state/hook";
import { Icon } from "./Icon";
import { Button, Words } from "./kit";

const PLAIN_MS = 6000;

/** What just happened: a fix with its gain, a refused drop with its reason, a word from Python. */
export function NoticeBar() {
  const { store, act } = useBench();
  const notice = useWorkbench((s) => s.notice);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => { if (store.state.notice === notice) store.set({ notice: null }); }, notice.undo ? 2 * PLAIN_MS : PLAIN_MS);
    return () => clearTimeout(timer);
  }, [notice, store]);
  if (!notice) return null;
  return (
    <div className={`notice notice-${notice.tone}`} data-testid="notice" role={notice.tone === "bad" ? "alert" : "status"}>
      <Icon name={notice.tone === "good" ? "circle-check" : notice.tone === "bad" ? "circle-x" : "info"} size={18} />
      <span><b>{notice.text}</b>{notice.detail && <span><Words text={notice.detail} /></span>}</span>
      {notice.undo && <Button small data-testid="notice-undo" onClick={() => { store.travel("undo"); act.focusCanvas(); }}>Undo</Button>}
      <Button icon="x" iconSize={14} kind="quiet" small aria-label="Dismiss" onClick={() => store.set({ notice: null })} />
    </div>
  );
}
