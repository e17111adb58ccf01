"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { mostAtOnce, nextRows, type RowWindow, seenRows } from "./row-window";

type RowWindowOptions = {
  /** The element whose box ([data-scroller]) is scrolled. */
  table: RefObject<HTMLElement | null>;
  count: number;
  rowHeight: number;
  /** How far below the top of what is scrolled the rows begin, in px. */
  top: number;
  /** Rows drawn at first: on the server nobody knows how high the window is. */
  atFirst: number;
};
type Drawn = RowWindow & {
  /** Where the rows in view end, drawn or not. */
  seenEnd: number;
  isScrolled: boolean;
};

const isSame = (a: Drawn, b: Drawn) =>
  a.first === b.first && a.end === b.end && a.seenEnd === b.seenEnd && a.isScrolled === b.isScrolled;

/**
 * Which rows of a long list to draw: those near the view. They come a few per frame, so that no jump of the view, however far, holds up the page for
 * long. All rows are equally high.
 */
export function useRowWindow(options: RowWindowOptions): Drawn {
  const { table, count, rowHeight, top, atFirst } = options;
  const [drawn, setDrawn] = useState<Drawn>({ first: 0, end: atFirst, seenEnd: 0, isScrolled: false });
  const latest = useRef(options);
  const held = useRef(drawn);
  const look = useRef(() => {});
  useLayoutEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const box = table.current?.closest("[data-scroller]");
    if (!box) return;
    let following = 0;
    let isSpent = false;
    const advance = (isScroll: boolean) => {
      const { top, rowHeight, count } = latest.current;
      const seen = seenRows({ top: box.scrollTop - top, height: box.clientHeight, rowHeight, count });
      const rows = nextRows(held.current, seen, count, isScroll ? mostAtOnce.inEvent : mostAtOnce.perFrame);
      const next = { ...rows, seenEnd: seen.end, isScrolled: box.scrollTop > 0 };
      following = 0;
      if (isSame(next, held.current)) return;
      held.current = next;
      following = requestAnimationFrame(follow);
      isSpent = isScroll;
      // Within the frame that was scrolled: a frame later, more of the view would be empty.
      if (isScroll) flushSync(() => setDrawn(next));
      else setDrawn(next);
    };
    // New rows once per frame, until nothing changes. The callbacks of a frame come after its scroll event: what that made is enough for it.
    const follow = () => {
      if (!isSpent) return advance(false);
      isSpent = false;
      following = requestAnimationFrame(follow);
    };
    const scrolled = () => {
      if (following === 0) advance(true);
    };
    const looked = () => {
      if (following === 0) advance(false);
    };
    look.current = looked;
    const resized = new ResizeObserver(looked);
    box.addEventListener("scroll", scrolled, { passive: true });
    resized.observe(box);
    return () => {
      box.removeEventListener("scroll", scrolled);
      resized.disconnect();
      cancelAnimationFrame(following);
    };
  }, [table]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in view changes with each of them
  useEffect(() => look.current(), [count, rowHeight, top]);
  return { ...drawn, first: Math.min(drawn.first, count), end: Math.min(drawn.end, count) };
}
