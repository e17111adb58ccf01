"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { readPlace, withPlace } from "./place";

const waitMilliseconds = 150;

type PlaceOptions = { table: RefObject<HTMLElement | null>; rows: number; isLoading: boolean; hasMore: boolean };

/**
 * Keeps how far the list is scrolled in this entry of the browser's history, and goes back there when the entry is shown again: as soon as
 * as many rows have come, unless somebody scrolled meanwhile.
 */
export function usePlace({ table, rows, isLoading, hasMore }: PlaceOptions): void {
  const pending = useRef<number | null>(null);
  const latest = useRef(rows);
  useLayoutEffect(() => {
    latest.current = rows;
  });
  useLayoutEffect(() => {
    pending.current = readPlace(window.history.state)?.top ?? null;
  }, []);
  useLayoutEffect(() => {
    const box = table.current?.closest("[data-scroller]");
    if (pending.current === null || !box) return;
    const fits = rows > 0 && box.scrollHeight - box.clientHeight >= pending.current;
    if (!fits && (isLoading || hasMore)) return;
    box.scrollTop = pending.current;
    pending.current = null;
  }, [table, rows, isLoading, hasMore]);
  useEffect(() => {
    const box = table.current?.closest("[data-scroller]");
    if (!box) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      clearTimeout(timer);
      if (timer === undefined) return;
      timer = undefined;
      const place = { top: box.scrollTop, rows: latest.current };
      window.history.replaceState(withPlace(window.history.state, place), "");
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(write, waitMilliseconds);
    };
    const give = () => {
      pending.current = null;
    };
    box.addEventListener("scroll", later, { passive: true });
    box.addEventListener("wheel", give, { passive: true });
    // What leads away is clicked or opened by a key: the place is written before.
    window.addEventListener("click", write, true);
    window.addEventListener("keydown", write, true);
    window.addEventListener("pagehide", write);
    return () => {
      clearTimeout(timer);
      box.removeEventListener("scroll", later);
      box.removeEventListener("wheel", give);
      window.removeEventListener("click", write, true);
      window.removeEventListener("keydown", write, true);
      window.removeEventListener("pagehide", write);
    };
  }, [table]);
}
