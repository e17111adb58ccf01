"use client";

import { useEffect, useRef, useState } from "react";
import type { CommandGroup, CommandSearch } from "./command-types";

const waitMilliseconds = 150;

type Found = { query: string; groups: readonly CommandGroup[]; failed: boolean };

/** Runs a search shortly after typing stops; answers that come late for an older text are dropped. */
export function useCommandSearch(query: string, search: CommandSearch | undefined) {
  const [found, setFound] = useState<Found>({ query: "", groups: [], failed: false });
  const latest = useRef(query);
  useEffect(() => {
    latest.current = query;
    if (!search || query.length < 2) return;
    const settle = (groups: readonly CommandGroup[], failed: boolean) => {
      if (latest.current === query) setFound({ query, groups, failed });
    };
    const timer = setTimeout(() => {
      search(query).then(
        (groups) => settle(groups, false),
        () => settle([], true),
      );
    }, waitMilliseconds);
    return () => clearTimeout(timer);
  }, [query, search]);
  const isActive = search !== undefined && query.length >= 2;
  return {
    groups: isActive ? found.groups : [],
    failed: isActive && found.failed,
    pending: isActive && found.query !== query,
  };
}
