import type { Comparison } from "@/lib/experiments/compare-page-query";
import { testReasons } from "@/lib/experiments/compare-summary";

/** Which test was used for each candidate, on how many slices, and why. */
export function TestNotes({ candidates, deltas }: Pick<Comparison, "candidates" | "deltas">) {
  return (
    <dl className="mt-2.5 grid max-w-[110ch] gap-x-3 gap-y-1 text-xs text-ink-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {candidates.map((run, index) => (
        <div key={run.id} className="contents">
          <dt className="max-w-52 truncate font-medium">
            <bdi>{run.name}</bdi>
          </dt>
          <dd>
            {testReasons(deltas[index] ?? []).map(({ why, slices }) => (
              <p key={why}>
                {slices} {slices === 1 ? "slice" : "slices"}: {why}
              </p>
            ))}
          </dd>
        </div>
      ))}
      <div className="contents">
        <dt className="font-medium">All</dt>
        <dd>
          q is p after Benjamini and Hochberg over the tested slices of one candidate; worse and better mean q at most
          0.05 with 50 rows or more behind the metric. Slices overlap: the same person counts in several of them.
        </dd>
      </div>
    </dl>
  );
}
