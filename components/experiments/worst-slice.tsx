import { Delta } from "@/components/ui/delta";
import type { WorstSlice as Worst } from "@/lib/experiments/run-slice-cells";
import { sliceLabel } from "@/lib/experiments/slice-label";
import { formatCount } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";

/** The slice a run does worst on, with its change against the baseline or its value. */
export function WorstSlice({ metric, worst }: { metric: string; worst: Worst | null }) {
  if (!worst) return <span className="text-ink-3">—</span>;
  const { better, digits } = metricMeaning(metric);
  const delta = worst.change?.delta ?? null;
  const isWorse = delta !== null && (better === "lower" ? delta > 0 : delta < 0);
  if (delta !== null && !isWorse) return <span className="text-ink-3">none is worse</span>;
  return (
    <span
      className="inline-flex w-full items-baseline justify-between gap-2"
      title={`${sliceLabel(worst)}, n ${formatCount(worst.n)}`}
    >
      <bdi className="max-w-44 overflow-clip text-ellipsis">{sliceLabel(worst)}</bdi>
      {delta === null ? (
        <span className="tabular-nums">{formatMetric(metric, worst.figure.value)}</span>
      ) : (
        <Delta value={delta} better={better} digits={Math.min(digits, 3)} clear={worst.change?.isClear} terse />
      )}
    </span>
  );
}
