"use client";

import { type MouseEvent, type ReactNode, type ToggleEvent, useId, useRef } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";
import { Glyph } from "./glyph";
import { type Alignment, placeBelow } from "./place-below";

type PopoverProps = {
  label: ReactNode;
  /** Accessible name when the label is not text. */
  name?: string;
  align?: Alignment;
  variant?: ButtonVariant;
  size?: ButtonSize;
  arrow?: boolean;
  className?: string;
  panelClassName?: string;
  children: ReactNode;
};

/** A button that opens a small panel below it. Esc, a click outside or a link followed closes; focus goes back to the button. */
export function Popover({
  label,
  name,
  align = "start",
  variant,
  size,
  arrow = true,
  className,
  panelClassName,
  children,
}: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  // The size is known only once the panel is shown, so it stays invisible until it is placed.
  const onBeforeToggle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === "open") event.currentTarget.style.opacity = "0";
  };
  const onToggle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === "open" && button.current) placeBelow(button.current, event.currentTarget, align);
    event.currentTarget.style.opacity = "";
  };
  // A link within may lead to the same page in another state, which would leave the panel open over it.
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) event.currentTarget.hidePopover();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={name}
        className={buttonStyle(variant, size, className)}
      >
        {label}
        {arrow && <Glyph name="down" size={12} className="text-ink-3" />}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens for its links, which are interactive themselves */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click too */}
      <div
        id={id}
        popover="auto"
        onBeforeToggle={onBeforeToggle}
        onToggle={onToggle}
        onClick={onClick}
        className={
          panelClassName ??
          "fixed m-0 max-h-[80vh] min-w-44 max-w-[calc(100vw-16px)] overflow-auto rounded-m border border-line-strong bg-panel p-1 text-m text-ink shadow-pop"
        }
      >
        {children}
      </div>
    </>
  );
}
