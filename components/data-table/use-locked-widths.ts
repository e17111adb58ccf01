"use client";

import { type RefObject, useEffect, useLayoutEffect, useState } from "react";

type Locked = { key: string; widths: readonly number[]; rowHeight: number; top: number };

/**
 * Holds the columns at the widths that the first rows gave them, so that nothing moves sideways when other rows come into view. Measured
 * again when the columns (`key`) or the window change. Also says how high a row is and how far below the box's top the rows begin.
 */
export function useLockedWidths(table: RefObject<HTMLTableElement | null>, key: string): Locked | null {
  const [locked, setLocked] = useState<Locked | null>(null);
  const isOpen = locked?.key !== key;
  useLayoutEffect(() => {
    const { current } = table;
    const body = current?.tBodies[current.tBodies.length - 1];
    if (!isOpen || !current || !body) return;
    const widths = [...(current.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.getBoundingClientRect().width);
    const rowHeight = body.querySelector("[data-row-id]")?.getBoundingClientRect().height ?? 0;
    setLocked({ key, widths, rowHeight, top: body.offsetTop + current.offsetTop });
  }, [table, key, isOpen]);
  useEffect(() => {
    const open = () => setLocked(null);
    window.addEventListener("resize", open);
    return () => window.removeEventListener("resize", open);
  }, []);
  return isOpen ? null : locked;
}
