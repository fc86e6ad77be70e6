import { useEffect, useMemo, useRef, useState } from "react";
import { connectionKey, suggestKind } from "../model/connect";
import { componentBox } from "../model/sizes";
import { useBench, useWorkbench } from "../state/hook";
import { Glyph, Icon } from "./Icon";
import { classes } from "./kit";

/** Connecting without a pointer: type or use the arrows to pick the target, Enter connects, Escape leaves it. */
export function ConnectPicker() {
  const connecting = useWorkbench((s) => s.connecting);
  const { store, act } = useBench();
  if (!connecting) return null;
  if (connecting.by === "tap") {
    return <div className="tap-hint" role="status">Tap what {act.name(connecting.from)} calls<button type="button" className="button quiet small" onClick={() => store.set({ connecting: null })}>Cancel</button></div>;
  }
  return <Picker from={connecting.from} key={connecting.from} />;
}

function Picker({ from }: { from: string }) {
  const { store, act } = useBench();
  const design = useWorkbench((s) => s.design);
  const catalogue = useWorkbench((s) => s.data.catalogue);
  const [query, setQuery] = useState("");
  const [index, setIndex] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const targets = useMemo(() => nearestFirst(design, from), [design, from]);
  const shown = targets.filter((id) => `${act.name(id)} ${design.components[id]!.type}`.toLowerCase().includes(query.trim().toLowerCase()));
  const chosen = shown[Math.min(index, shown.length - 1)] ?? null;
  useEffect(() => { field.current?.focus(); }, []);
  useEffect(() => { store.set({ connecting: { from, to: chosen, by: "picker" } }); }, [chosen, from, store]);
  const close = () => { store.set({ connecting: null }); act.focusCanvas(); };
  const take = (id: string) => { act.connect(from, id); act.focusCanvas(); };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = shown.length - 1;
    if (event.key === "Escape") { event.stopPropagation(); close(); }
    else if (event.key === "Enter" && chosen) { event.preventDefault(); take(chosen); }
    else if (event.key === "ArrowDown" || event.key === "ArrowRight") { event.preventDefault(); setIndex(index >= last ? 0 : index + 1); }
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") { event.preventDefault(); setIndex(index <= 0 ? last : index - 1); }
  };
  return (
    <div className="picker" role="dialog" aria-label={`Connect ${act.name(from)} to`} data-testid="connect-picker">
      <label><Icon name="spline" size={15} /><span>Connect <b>{act.name(from)}</b> to</span></label>
      <input ref={field} value={query} placeholder="Type a name, or use the arrows" role="combobox" aria-expanded="true" aria-controls="connect-targets" autoComplete="off"
        aria-activedescendant={chosen ? `connect-${chosen}` : undefined} data-testid="connect-search"
        onChange={(event) => { setQuery(event.target.value); setIndex(0); }} onKeyDown={onKeyDown} onBlur={(event) => { if (!event.relatedTarget) store.set({ connecting: null }); }} />
      <ul id="connect-targets" role="listbox" aria-label="Targets">
        {shown.map((id) => {
          const type = catalogue.types[design.components[id]!.type];
          const kind = suggestKind(design, catalogue, from, id);
          return (
            <li key={id} id={`connect-${id}`} role="option" aria-selected={id === chosen} className={classes(`role-${type?.role ?? "none"}`, id === chosen && "chosen")}
              ref={id === chosen ? (node) => { node?.scrollIntoView?.({ block: "nearest" }); } : undefined}
              onPointerDown={(event) => { event.preventDefault(); take(id); }}>
              <span className="tile"><Glyph body={type?.icon ?? ""} size={13} /></span>{act.name(id)}<small>{catalogue.connection_kinds.find((k) => k.id === kind)?.label ?? kind}</small></li>
          );
        })}
        {shown.length === 0 && <li className="note">No part is called “{query.trim()}”.</li>}
      </ul>
    </div>
  );
}

/** All other parts not yet called from here, nearest first. */
function nearestFirst(design: Parameters<typeof componentBox>[0], from: string): string[] {
  const start = componentBox(design, from);
  const called = new Set(design.connections.filter((c) => c.from === from).map((c) => connectionKey(design, c).split(">")[1]));
  const distance = (id: string) => {
    const box = componentBox(design, id);
    return start && box ? Math.hypot(box.x - start.x, box.y - start.y) + (called.has(id) ? 10000 : 0) : 0;
  };
  return Object.keys(design.components).filter((id) => id !== from).map((id) => ({ id, far: distance(id) })).sort((a, b) => a.far - b.far).map(({ id }) => id);
}
