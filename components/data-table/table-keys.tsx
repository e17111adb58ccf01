"use client";

import { type ReactNode, useRef } from "react";
import { useShortcuts } from "@/components/layout/use-shortcuts";

/** Whether rows that are not drawn lie between two rows of a table, or one would have to. */
function isApart(current: HTMLElement, next: HTMLElement): boolean {
  const place = Number(current.ariaRowIndex);
  if (!place) return false;
  const isFirst = current.closest("tbody")?.querySelector("tr")?.ariaRowIndex === current.ariaRowIndex;
  return next === current ? !isFirst : Math.abs(Number(next.ariaRowIndex) - place) > 1;
}

/** Keys for the rows inside: j and k move, x selects (X a range), Enter opens the row's first link, Home and End jump. */
export function TableKeys({ children, className }: { children: ReactNode; className?: string }) {
  const root = useRef<HTMLDivElement>(null);
  const rows = () => [...(root.current?.querySelectorAll<HTMLElement>("[data-row-id]") ?? [])];
  const active = () => document.activeElement?.closest<HTMLElement>("[data-row-id]") ?? null;
  const focus = (row: HTMLElement | undefined) => {
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  const move = (step: number, isAgain = false) => {
    const all = rows();
    const current = active();
    const at = current ? all.indexOf(current) : step > 0 ? -1 : all.length;
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    if (current && next && !isAgain && isApart(current, next)) {
      // The row was scrolled out of view and its neighbours are not drawn: back to it, and on from there.
      focus(current);
      requestAnimationFrame(() => requestAnimationFrame(() => move(step, true)));
      return;
    }
    focus(next);
  };
  const select = (shiftKey: boolean) =>
    active()
      ?.querySelector("input[type=checkbox]")
      ?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
  const open = () => active()?.querySelector<HTMLAnchorElement>("a[href]")?.click();

  useShortcuts([
    { keys: "j", run: () => move(1) },
    { keys: "k", run: () => move(-1) },
    { keys: "x", run: () => select(false) },
    { keys: "X", run: () => select(true) },
    { keys: "Enter", run: open },
  ]);
  return (
    <div ref={root} className={className}>
      {children}
    </div>
  );
}
