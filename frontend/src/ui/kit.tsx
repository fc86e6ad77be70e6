import { type ButtonHTMLAttributes, type ReactNode, useEffect, useRef } from "react";
import { Icon } from "./Icon";
import type { IconName } from "./icons";

export const classes = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(" ");

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> { icon?: IconName; iconSize?: number; kind?: "plain" | "primary" | "quiet"; small?: boolean }

export function Button({ icon, iconSize = 16, kind = "plain", small = false, className, children, ...rest }: ButtonProps) {
  const alone = icon !== undefined && children === undefined;
  return (
    <button type="button" className={classes("button", kind, small && "small", alone && "alone", className)} {...rest}>
      {icon && <Icon name={icon} size={iconSize} />}{children}
    </button>
  );
}

/** Text with `code` spans: what stands between backticks is shown in the code font, nothing is ever markup. */
export function Words({ text }: { text: string }) {
  return <>{text.split("`").map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))}</>;
}

const FOCUSABLE = 'button:not([disabled]),[href],input:not([disabled]),select,textarea,[tabindex="0"]';

/** A modal dialog: focus moves in, stays in, and goes back to where it came from; Escape and the backdrop close it. */
export function Modal({ title, close, children, wide = false }: { title: string; close: () => void; children: ReactNode; wide?: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scope = box.current!.getRootNode() as ShadowRoot | Document;
    const before = scope.activeElement as HTMLElement | null;
    (box.current!.querySelector<HTMLElement>("[data-first]") ?? box.current!).focus();
    return () => before?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") { event.stopPropagation(); close(); }
    if (event.key !== "Tab") return;
    const items = [...box.current!.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const active = (box.current!.getRootNode() as ShadowRoot).activeElement;
    const edge = event.shiftKey ? items[0] : items.at(-1);
    if (active === edge || active === box.current) { event.preventDefault(); (event.shiftKey ? items.at(-1) : items[0])?.focus(); }
  };
  return (
    <div className="backdrop" onPointerDown={(event) => event.target === event.currentTarget && close()}>
      <div className={classes("modal", wide && "wide-modal")} role="dialog" aria-modal="true" aria-label={title} tabIndex={-1} ref={box} onKeyDown={onKeyDown}>
        <div className="modal-head"><h2>{title}</h2><Button icon="x" kind="quiet" small aria-label="Close" onClick={close} /></div>
        <div className="modal-body">{children}</div>
      </div>
    </div>
  );
}
