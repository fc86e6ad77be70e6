import { type RefObject, useEffect, useRef } from "react";
import { useWorkbench } from "../state/hook";

/** Enter on what is selected goes on in the first field of its form, even where the form is drawn only then. */
export function useFocusOnEdit(panel: RefObject<HTMLElement | null>): void {
  const asked = useWorkbench((s) => s.asks.edit);
  const seen = useRef(asked);
  useEffect(() => {
    if (asked === seen.current) return;
    seen.current = asked;
    const name = panel.current?.querySelector<HTMLInputElement>(".form input");
    name?.focus();
    name?.select();
  }, [asked, panel]);
}
