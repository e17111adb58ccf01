"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { readPlace } from "@/components/data-table/place";
import { SelectionProvider } from "@/components/data-table/selection";
import { QueryProvider } from "@/components/ui/query-provider";
import { readChunk, type WireChunk } from "@/lib/experiments/run-chunk-wire";
import { continuation, type ShownRuns } from "@/lib/experiments/shown-runs";
import type { RunChunk } from "@/lib/experiments/shown-runs-query";
import { useRunProgress } from "./use-run-progress";

type RunRows = {
  /** The page as it came. */
  page: ShownRuns;
  /** The page and all that was loaded after it. */
  shown: ShownRuns;
  hasMore: boolean;
  isLoading: boolean;
  /** Whether the last question for more rows failed; `loadMore` asks again. */
  hasFailed: boolean;
  loadMore: () => void;
};

const RunRowsContext = createContext<RunRows | null>(null);

type RunRowsProviderProps = {
  page: ShownRuns;
  /** Address that answers rows; cursor and limit are put behind it. */
  url: string;
  storageKey: string;
  children: ReactNode;
};

const atOnce = 100;
const noChunks: readonly RunChunk[] = [];
/** Rows asked for at once, and in all, to go back to a place that somebody left. */
const returning = { atOnce: 500, most: 5000 };

async function fetchChunk(url: string, after: string, limit: number, signal: AbortSignal): Promise<RunChunk> {
  const answer = await fetch(`${url}&after=${encodeURIComponent(after)}&limit=${limit}`, { signal });
  if (!answer.ok) throw new Error(`the list of runs answered ${answer.status}`);
  return readChunk((await answer.json()) as WireChunk);
}

/** Holds the rows of a run table: those that came with the page, and those loaded while it is scrolled. Selection works over all of them. */
export function RunRowsProvider(props: RunRowsProviderProps) {
  return (
    <QueryProvider>
      <Held {...props} />
    </QueryProvider>
  );
}

function Held({ page, url, storageKey, children }: RunRowsProviderProps) {
  const [isWanted, setWanted] = useState(false);
  const target = useRef(0);
  const query = useInfiniteQuery({
    // What follows belongs to where the page ends: another page starts anew.
    queryKey: ["run rows", url, page.after],
    queryFn: ({ pageParam, signal }) => {
      const limit = target.current > 0 ? returning.atOnce : atOnce;
      return fetchChunk(url, pageParam, limit, signal);
    },
    initialPageParam: page.after ?? "",
    getNextPageParam: (last: RunChunk) => last.after,
    enabled: isWanted && page.after !== null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // Rows are never the same objects again: looking for equal ones is for nothing.
    structuralSharing: false,
  });
  const { data, isFetching, isError, hasNextPage, fetchNextPage, refetch } = query;
  const continued = useMemo(() => continuation(page), [page]);
  const shown = useRunProgress(page, continued(data?.pages ?? noChunks), url);
  const hasMore = data ? hasNextPage : page.after !== null;
  const loadMore = () => {
    if (isFetching || !hasMore) return;
    if (!isWanted) setWanted(true);
    else if (data) fetchNextPage();
    else refetch();
  };
  useEffect(() => {
    target.current = Math.min(readPlace(window.history.state)?.rows ?? 0, returning.most);
  }, []);
  const count = shown.rows.length;
  useEffect(() => {
    if (count >= target.current || !hasMore || isError) target.current = 0;
    else if (!isFetching) loadMore();
  });
  const rows: RunRows = { page, shown, hasMore, isLoading: isFetching, hasFailed: isError, loadMore };
  return (
    <RunRowsContext value={rows}>
      <SelectionProvider ids={shown.rows.map((row) => row.id)} storageKey={storageKey} max={1000}>
        {children}
      </SelectionProvider>
    </RunRowsContext>
  );
}

/** The rows around a component, and how to get more. */
export function useRunRows(): RunRows {
  const rows = useContext(RunRowsContext);
  if (!rows) throw new Error("A run table's parts need a RunRowsProvider around them");
  return rows;
}
