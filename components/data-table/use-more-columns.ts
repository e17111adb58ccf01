"use client";

import { useEffect, useState } from "react";
import type { ColumnOption } from "./column-choice";

const waitMilliseconds = 150;

/** The options listed and those that the server found for what is searched; found ones stay, so that a chosen one keeps its name. */
export function useMoreColumns(
  listed: readonly ColumnOption[],
  query: string,
  moreFrom: string | undefined,
): readonly ColumnOption[] {
  const [found, setFound] = useState<readonly ColumnOption[]>([]);
  const text = query.trim();
  useEffect(() => {
    if (!moreFrom || text === "") return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await fetch(`${moreFrom}${encodeURIComponent(text)}`, { signal: abort.signal }).catch(() => null);
      if (!answer?.ok) return;
      const { options } = (await answer.json().catch(() => ({ options: [] }))) as { options: ColumnOption[] };
      setFound((before) => [...options, ...before.filter(({ id }) => !options.some((option) => option.id === id))]);
    }, waitMilliseconds);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [moreFrom, text]);
  const ids = new Set(listed.map(({ id }) => id));
  return [...listed, ...found.filter(({ id }) => !ids.has(id))];
}
