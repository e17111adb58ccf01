import { detailRange } from "@/lib/experiments/compare-detail";
import type { Comparison } from "@/lib/experiments/compare-page-query";
import { type CompareState, maxDetailed } from "@/lib/experiments/compare-url";
import { ViewSegments } from "./view-link";

type DetailPagerProps = { state: CompareState; comparison: Comparison };

/** Of many candidates, which stand beside each other in the tables; curves, heat map and plots always show all. */
export function DetailPager({ state, comparison }: DetailPagerProps) {
  const count = comparison.candidates.length;
  const shown = detailRange(state, count)[0] ?? 0;
  const starts = Array.from({ length: Math.ceil(count / maxDetailed) }, (_, page) => page * maxDetailed);
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2 text-s text-ink-2">
      <span>In the tables, candidates</span>
      <ViewSegments
        label="Candidates in the tables"
        options={starts.map((start) => ({
          change: { detail: start },
          label: `${start + 1} to ${Math.min(count, start + maxDetailed)}`,
          current: start <= shown && shown < start + maxDetailed,
        }))}
      />
      <span>of {count}; curves, heat map and plots show all.</span>
    </div>
  );
}
