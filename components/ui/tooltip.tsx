"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { placeBelow } from "./place-below";

type TooltipProps = { text: ReactNode; children: ReactNode; className?: string };

/** A short explanation on hover and on focus. Esc closes it; it can be hovered itself. Never the only carrier of meaning. */
export function Tooltip({ text, children, className }: TooltipProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const closing = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const target =
      anchor.current?.querySelector<HTMLElement>("a, button, input, select, textarea, [tabindex]") ?? anchor.current;
    if (target && !target.hasAttribute("aria-describedby")) target.setAttribute("aria-describedby", id);
    return () => clearTimeout(closing.current);
  }, [id]);

  const open = () => {
    clearTimeout(closing.current);
    if (!anchor.current || !tip.current || tip.current.matches(":popover-open")) return;
    tip.current.showPopover();
    placeBelow(anchor.current, tip.current, "center");
  };
  const close = () => tip.current?.matches(":popover-open") && tip.current.hidePopover();
  const closeSoon = () => {
    clearTimeout(closing.current);
    closing.current = setTimeout(close, 120);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && tip.current?.matches(":popover-open")) {
      event.stopPropagation();
      close();
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the control inside is the interactive element
    <span
      ref={anchor}
      className={className ?? "inline-flex"}
      onPointerEnter={open}
      onPointerLeave={closeSoon}
      onFocus={open}
      onBlur={close}
      onKeyDown={onKeyDown}
    >
      {children}
      <span
        ref={tip}
        id={id}
        role="tooltip"
        popover="manual"
        className="fixed m-0 max-w-72 rounded-s border border-line-strong bg-panel px-2 py-1.5 text-xs font-normal whitespace-normal text-ink shadow-pop"
      >
        {text}
      </span>
    </span>
  );
}
