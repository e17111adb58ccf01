"use client";

import { useSyncExternalStore } from "react";

type Timed = Pick<PerformanceResourceTiming, "name" | "serverTiming">;

/** The id that the server gave its last answer for `path`, as its Server-Timing header tells; undefined when it told none. */
export function lastRequestId(entries: readonly Timed[], path: string): string | undefined {
  return entries
    .filter((entry) => URL.canParse(entry.name) && new URL(entry.name).pathname === path)
    .flatMap((entry) => entry.serverTiming ?? [])
    .findLast((timing) => timing.name === "request")?.description;
}

const read = () => {
  const kinds = ["navigation", "resource"] as const;
  const entries = kinds.flatMap((kind) => performance.getEntriesByType(kind) as PerformanceResourceTiming[]);
  return lastRequestId(entries, location.pathname);
};
const subscribe = () => () => {};

/** The id of the request whose answer is on screen, to quote when something failed. */
export const useRequestReference = (): string | undefined => useSyncExternalStore(subscribe, read, () => undefined);
