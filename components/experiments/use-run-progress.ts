"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isReading } from "@/components/ui/is-reading";
import { readChunk, type WireChunk } from "@/lib/experiments/run-chunk-wire";
import { mergeProgress, openRuns, withProgress } from "@/lib/experiments/run-progress";
import type { ShownRuns } from "@/lib/experiments/shown-runs";
import type { RunChunk } from "@/lib/experiments/shown-runs-query";

const everyMilliseconds = 5000;
const nothing: RunChunk = { rows: [], after: null };

/**
 * The runs shown, with the figures of those still running read again while the page is in view. Order and heights stay, and nothing changes
 * while somebody marks text. `page` is what came with the page: a new one starts from its own figures.
 */
export function useRunProgress(page: ShownRuns, shown: ShownRuns, url: string): ShownRuns {
  const client = useQueryClient();
  const [read, setRead] = useState({ page, progress: nothing });
  const progress = read.page === page ? read.progress : nothing;
  const current = withProgress(shown, progress);
  const ids = openRuns(current).join(",");
  useEffect(() => {
    if (ids === "") return;
    const look = async () => {
      if (isReading()) return;
      const fetched = await client
        .fetchQuery({
          queryKey: ["run progress", url, ids],
          staleTime: 0,
          gcTime: 0,
          queryFn: async () => {
            const answer = await fetch(`${url}&ids=${encodeURIComponent(ids)}`);
            if (!answer.ok) throw new Error(`the list of runs answered ${answer.status}`);
            return readChunk((await answer.json()) as WireChunk);
          },
        })
        .catch(() => null);
      if (!fetched || isReading()) return;
      setRead((before) => ({
        page,
        progress: mergeProgress(before.page === page ? before.progress : nothing, fetched),
      }));
    };
    const timer = setInterval(look, everyMilliseconds);
    return () => clearInterval(timer);
  }, [client, page, url, ids]);
  return current;
}
