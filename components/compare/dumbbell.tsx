import type { SliceDelta } from "@/lib/experiments/slice-deltas";
import type { Scale } from "./scale";

export const dumbbellWidth = 200;
const height = 24;

export type Interval = readonly [number, number] | null;
type DumbbellProps = { delta: SliceDelta; baselineInterval: Interval; candidateInterval: Interval; scale: Scale };

const link = { worse: "stroke-fail", better: "stroke-pass", changed: "stroke-candidate" } as const;

/** From the baseline (hollow) to the candidate (filled) with both 95 % intervals. Decorative: the figures stand beside it. */
export function Dumbbell({ delta, baselineInterval, candidateInterval, scale }: DumbbellProps) {
  const { baseline, candidate, verdict } = delta;
  const isJudged = verdict === "worse" || verdict === "better" || verdict === "changed";
  const faded = verdict === "too_small" || verdict === "missing" ? 0.45 : 1;
  return (
    <svg
      viewBox={`0 0 ${dumbbellWidth} ${height}`}
      width={dumbbellWidth}
      height={height}
      aria-hidden="true"
      className="block"
      opacity={faded}
    >
      {scale.ticks.map((tick) => (
        <path key={tick} d={`M${scale.x(tick)} 0V${height}`} className="stroke-line" />
      ))}
      {baselineInterval && <Whisker interval={baselineInterval} y={7} scale={scale} className="stroke-baseline" />}
      {candidateInterval && <Whisker interval={candidateInterval} y={17} scale={scale} className="stroke-candidate" />}
      {baseline !== null && candidate !== null && (
        <path
          d={`M${scale.x(baseline)} 12H${scale.x(candidate)}`}
          className={isJudged ? link[verdict] : "stroke-ink-3"}
          strokeWidth="2.2"
        />
      )}
      {baseline !== null && (
        <circle cx={scale.x(baseline)} cy="12" r="3.4" className="fill-panel stroke-baseline" strokeWidth="1.8" />
      )}
      {candidate !== null && <circle cx={scale.x(candidate)} cy="12" r="3.6" className="fill-candidate" />}
    </svg>
  );
}

type WhiskerProps = { interval: readonly [number, number]; y: number; scale: Scale; className: string };

const Whisker = ({ interval: [low, high], y, scale, className }: WhiskerProps) => (
  <path d={`M${scale.x(low)} ${y}H${scale.x(high)}`} className={className} strokeWidth="1" opacity="0.75" />
);

/** Tick labels over a column of dumbbells. */
export function DumbbellAxis({ scale }: { scale: Scale }) {
  const digits = Math.max(0, ...scale.ticks.map((tick) => (String(tick).split(".")[1] ?? "").length));
  return (
    <svg
      viewBox={`0 0 ${dumbbellWidth} 16`}
      width={dumbbellWidth}
      height="16"
      aria-hidden="true"
      className="block overflow-visible"
    >
      {scale.ticks.map((tick, index) => (
        <text
          key={tick}
          x={scale.x(tick)}
          y="12"
          textAnchor={index === 0 ? "start" : index === scale.ticks.length - 1 ? "end" : "middle"}
          className="fill-ink-3 text-xs tabular-nums"
        >
          {tick.toFixed(Math.min(digits, 4))}
        </text>
      ))}
    </svg>
  );
}
