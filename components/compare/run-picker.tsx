"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { maxCompared } from "@/lib/experiments/compare-url";
import type { HitGroup } from "@/lib/home/search-hit";
import { paths } from "@/lib/paths";
import { useCompareAddress } from "./compare-address";

type RunHit = { id: string; label: string; hint: string };

/** Finds a run by name, id or commit and adds it to the comparison. */
export function RunPicker() {
  const { project, state, change } = useCompareAddress();
  const form = useRef<HTMLFormElement>(null);
  const [query, setQuery] = useState("");
  const { hits, failed } = useRunSearch(project, query);
  const isFull = state.runs.length >= maxCompared;
  const add = (id: string) => {
    setQuery("");
    form.current?.closest<HTMLElement>("[popover]")?.hidePopover();
    change(({ runs }) => ({ runs: [...runs, id] }), "push");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const first = hits.find(({ id }) => !state.runs.includes(id));
    if (first) add(first.id);
  };
  return (
    <Popover label="Add a run" align="end">
      <form ref={form} onSubmit={submit} className="flex w-80 max-w-full flex-col gap-2 p-2">
        <Input
          aria-label="Run name, id or commit"
          placeholder="Run name, id or commit"
          value={query}
          disabled={isFull}
          onChange={(event) => setQuery(event.target.value)}
          autoComplete="off"
        />
        <p role="status" className="text-xs text-ink-3">
          {isFull ? `A comparison holds ${maxCompared} runs; remove one first.` : statusOf(query, hits, failed)}
        </p>
        <ul className="flex flex-col">
          {hits.map((hit) => {
            const isIn = state.runs.includes(hit.id);
            return (
              <li key={hit.id}>
                <button
                  type="button"
                  disabled={isIn || isFull}
                  onClick={() => add(hit.id)}
                  className="flex min-h-8 w-full items-center gap-3 rounded-s px-2 text-start enabled:hover:bg-sunken disabled:text-ink-3"
                >
                  <bdi className="min-w-0 flex-1 truncate">{hit.label}</bdi>
                  <span className="flex-none text-xs text-ink-3">{isIn ? "compared" : hit.hint}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </form>
    </Popover>
  );
}

function statusOf(query: string, hits: readonly RunHit[], failed: boolean): string {
  if (failed) return "The search did not answer; try again.";
  if (query.trim().length < 2) return "Type two letters or more.";
  return hits.length === 0 ? "No run found." : "Enter adds the first.";
}

function useRunSearch(project: string, query: string) {
  const [found, setFound] = useState<{ query: string; hits: RunHit[]; failed: boolean }>({
    query: "",
    hits: [],
    failed: false,
  });
  const text = query.trim();
  useEffect(() => {
    if (text.length < 2) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      findRuns(project, text, abort.signal).then(
        (hits) => setFound({ query: text, hits, failed: false }),
        () => !abort.signal.aborted && setFound({ query: text, hits: [], failed: true }),
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [project, text]);
  return text.length < 2 ? { hits: [], failed: false } : found;
}

async function findRuns(project: string, query: string, signal: AbortSignal): Promise<RunHit[]> {
  const response = await fetch(paths.search(project, query), { signal });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  const groups = (await response.json()) as HitGroup[];
  return groups.find(({ heading }) => heading === "Runs")?.hits ?? [];
}
