import type { MetricDelta } from "@/lib/experiments/compare-metrics";
import type { Better } from "@/lib/format";

const width = 132;
const height = 16;
const middle = width / 2;

type DeltaIntervalProps = { change: MetricDelta; better: Better; limit: number };

/** A change with its interval around zero; right is better, and higher where no direction is better. Decorative. */
export function DeltaInterval({ change, better, limit }: DeltaIntervalProps) {
  const { delta, low, high, isClear } = change;
  if (delta === null || low === null || high === null || limit === 0) return null;
  const sign = better === "lower" ? -1 : 1;
  const x = (value: number) => middle + ((sign * value) / limit) * (middle - 6);
  const colour = isClear ? "stroke-candidate" : "stroke-ink-3";
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true" className="block">
      <path d={`M${middle} 0V${height}`} className="stroke-line-strong" />
      <path d={`M${x(low)} 8H${x(high)}`} className={colour} strokeWidth="1.5" />
      <circle cx={x(delta)} cy="8" r="3" className={isClear ? "fill-candidate" : "fill-ink-3"} />
    </svg>
  );
}

/** The furthest any interval of a row reaches from zero: one scale for all candidates. */
export const reachOf = (changes: readonly MetricDelta[]): number =>
  Math.max(0, ...changes.flatMap(({ delta, low, high }) => [delta, low, high].map((value) => Math.abs(value ?? 0))));
