"use client";

import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { FilterSuggestions } from "@/lib/experiments/filter-suggestions-query";
import { paths } from "@/lib/paths";

const waitMilliseconds = 120;
const none: FilterSuggestions = { from: 0, to: 0, suggestions: [] };

/** Asks what can be typed at the caret shortly after typing stops, and puts a chosen suggestion in its place. Late answers are dropped. */
export function useFilterSuggestions(
  project: string,
  experimentId: string | null,
  input: RefObject<HTMLInputElement | null>,
) {
  const [found, setFound] = useState(none);
  const [active, setActive] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef(0);
  const close = () => {
    clearTimeout(timer.current);
    asked.current += 1;
    setFound(none);
    setActive(null);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = () => {
    clearTimeout(timer.current);
    const question = ++asked.current;
    timer.current = setTimeout(async () => {
      const box = input.current;
      if (!box || document.activeElement !== box) return;
      const at = box.selectionStart ?? box.value.length;
      const answer = await fetch(paths.filterSuggestions(project, box.value, at, experimentId)).catch(() => null);
      // Without an answer the box is a plain one.
      const suggestions: FilterSuggestions = answer?.ok ? await answer.json() : none;
      if (question !== asked.current) return;
      setFound(suggestions);
      setActive(null);
    }, waitMilliseconds);
  };
  const choose = (index: number) => {
    const box = input.current;
    const chosen = found.suggestions[index];
    if (!box || !chosen) return;
    const rest = box.value.slice(found.to);
    const written = `${box.value.slice(0, found.from)}${chosen.insert} `;
    box.value = `${written}${rest.trimStart()}`;
    box.setSelectionRange(written.length, written.length);
    box.focus();
    setFound(none);
    setActive(null);
    ask();
  };
  const isOpen = found.suggestions.length > 0;
  const step = (by: 1 | -1) => {
    const count = found.suggestions.length;
    setActive(active === null ? (by === 1 ? 0 : count - 1) : (active + by + count) % count);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (!isOpen || event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && active !== null) choose(active);
    else return;
    event.preventDefault();
  };
  return { suggestions: found.suggestions, isOpen, active, ask, close, choose, onKeyDown };
}
