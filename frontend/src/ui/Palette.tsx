import { type PointerEvent as ReactPointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { useReactFlow } from "@xyflow/react";
import { cardAt } from "../model/place";
import { searchTypes } from "../model/search";
import { componentBox } from "../model/sizes";
import { useBench, useWorkbench } from "../state/hook";
import { Glyph, Icon } from "./Icon";
import { Overview } from "./Overview";
import { classes } from "./kit";
import { Picture } from "./Picture";
import type { Mode } from "./useMode";

/** The component types: search by what people call them, drag to a place, or click / Enter to add beside the selection. */
export function Palette({ mode }: { mode: Mode }) {
  const { store } = useBench();
  const catalogue = useWorkbench((s) => s.data.catalogue);
  const asked = useWorkbench((s) => s.asks.search);
  const open = useWorkbench((s) => s.paletteOpen);
  const [query, setQuery] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const expanded = mode === "wide" || open;
  const hits = useMemo(() => searchTypes(catalogue, query), [catalogue, query]);
  const add = useAdd();
  const answered = useRef(asked);
  useEffect(() => {
    if (asked === answered.current || !field.current) return;
    answered.current = asked;
    field.current.focus();
  }, [asked, expanded]);

  const close = () => { setQuery(""); store.set({ paletteOpen: false }); };
  const take = (type: string) => { add(type); close(); };
  const grouped = query.trim() ? null : catalogue.groups;
  return (
    <div className={classes("palette", !expanded && "rail", mode === "medium" && open && "floating")} role="region" aria-label="Components">
      {expanded ? (
        <label className="find">
          <Icon name="search" size={14} /><span className="sr">Search components</span>
          <input ref={field} value={query} placeholder="Search" data-testid="palette-search" autoComplete="off" spellCheck={false}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && hits[0]) take(hits[0].type);
              if (event.key === "Escape") { event.stopPropagation(); close(); }
            }} />
          <kbd>/</kbd>
        </label>
      ) : <button type="button" className="find rail-find" aria-label="Search components" title="Search (/)" data-testid="palette-open"
        onClick={() => store.set((s) => ({ paletteOpen: true, asks: { ...s.asks, search: s.asks.search + 1 } }))}><Icon name="search" size={15} /></button>}
      <div className="palette-list" data-testid="palette">
        {grouped?.map((group) => {
          const items = hits.filter((hit) => catalogue.types[hit.type]?.group === group.id);
          return items.length > 0 && <section key={group.id} aria-label={group.label}>
            {expanded && <h3>{group.label}</h3>}
            {items.map((hit) => <Item key={hit.type} type={hit.type} because={null} take={take} />)}
          </section>;
        })}
        {!grouped && hits.map((hit) => <Item key={hit.type} type={hit.type} because={hit.because} take={take} />)}
        {hits.length === 0 && <p className="note no-hit">Nothing is called “{query.trim()}”. Try what it does: cache, queue, database.</p>}
      </div>
      {mode !== "phone" && <Overview map={mode === "wide"} />}
    </div>
  );
}

function Item({ type, because, take }: { type: string; because: string | null; take: (type: string) => void }) {
  const spec = useWorkbench((s) => s.data.catalogue.types[type]!);
  const drag = useDrag(type);
  return (
    <>
      <button type="button" className={classes("palette-item", `role-${spec.role}`)} data-testid={`palette-item-${type}`} aria-label={`Add ${spec.label}`}
        title={`${spec.label}. ${spec.summary} Drag onto the canvas, or Enter to add.`} {...drag.handlers}
        onClick={() => { if (!drag.dragged()) take(type); }}>
        <span className="tile"><Picture body={spec.icon} ink={`role-${spec.role}`} size={13} /></span>
        <span className="palette-label">{spec.label}{because && <small> {because}</small>}</span>
      </button>
      {drag.ghost && <span className={classes("drag-ghost", `role-${spec.role}`)} style={{ left: drag.ghost.x, top: drag.ghost.y }}>
        <span className="tile"><Glyph body={spec.icon} /></span>{spec.label}</span>}
    </>
  );
}

/** Adds beside the selected part, or in the middle of what is visible. */
export function useAdd(): (type: string) => void {
  const { store, act, host } = useBench();
  const flow = useReactFlow();
  return (type) => {
    const { design, selection } = store.state;
    const beside = selection.components.length === 1 ? componentBox(design, selection.components[0]!) : null;
    if (beside) act.add(type, [beside.x, beside.y + beside.height + 54]);
    else {
      const area = host.querySelector(".canvas")?.getBoundingClientRect();
      // The first part stands high up: what it calls goes below.
      const down = Object.keys(design.components).length ? 0.5 : 0.16;
      const middle = flow.screenToFlowPosition(area ? { x: area.left + area.width / 2, y: area.top + area.height * down } : { x: 0, y: 0 });
      act.add(type, cardAt(middle.x, middle.y));
    }
    act.focusCanvas();
  };
}

/** Dragging with pointer events: mouse, pen and touch alike, also inside a shadow root. */
function useDrag(type: string) {
  const { act, host } = useBench();
  const flow = useReactFlow();
  const [ghost, setGhost] = useState<{ x: number; y: number } | null>(null);
  const start = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const justDragged = useRef(false);
  const finish = () => { start.current = null; setGhost(null); };
  return {
    ghost,
    dragged: () => { const was = justDragged.current; justDragged.current = false; return was; },
    handlers: {
      onPointerDown: (event: ReactPointerEvent<HTMLButtonElement>) => {
        if (event.button) return;
        justDragged.current = false;
        start.current = { x: event.clientX, y: event.clientY, moved: false };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: ReactPointerEvent) => {
        const from = start.current;
        if (!from || (!from.moved && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 6)) return;
        from.moved = true;
        setGhost({ x: event.clientX, y: event.clientY });
      },
      onPointerUp: (event: ReactPointerEvent) => {
        const moved = start.current?.moved ?? false;
        finish();
        if (!moved) return;
        justDragged.current = true;
        const area = host.querySelector(".canvas")?.getBoundingClientRect();
        const inside = area && event.clientX >= area.left && event.clientX <= area.right && event.clientY >= area.top && event.clientY <= area.bottom;
        if (!inside) return;
        const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        act.add(type, cardAt(x, y));
        act.focusCanvas();
      },
      onPointerCancel: finish,
    },
  };
}
