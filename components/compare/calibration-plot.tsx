import type { CalibrationGap } from "@/lib/experiments/compare-calibration";
import { formatCount } from "@/lib/format";

const width = 360;
const height = 190;
const left = 40;
const plot = { top: 8, bottom: 132 };
const bars = { top: 144, bottom: 172 };

type Series = { name: string; gaps: readonly CalibrationGap[] };
type CalibrationPlotProps = { baseline: Series; candidate: Series; limit: number };

/** Observed share of positives minus mean score by score bin, with 95 % intervals; rows per bin below on a root scale. */
export function CalibrationPlot({ baseline, candidate, limit }: CalibrationPlotProps) {
  const x = (score: number) => left + score * (width - left - 8);
  const middle = (plot.top + plot.bottom) / 2;
  const y = (gap: number) => middle - (Math.max(-limit, Math.min(limit, gap)) / limit) * ((plot.bottom - plot.top) / 2);
  const most = Math.max(1, ...[...baseline.gaps, ...candidate.gaps].map((bin) => bin.n));
  const bar = (n: number) => Math.sqrt(n / most) * (bars.bottom - bars.top);
  const label = labelOf(baseline, candidate);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="block h-auto w-full" role="img" aria-label={label}>
      {[limit, limit / 2, 0, -limit / 2, -limit].map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${y(tick)}H${width - 8}`} className={tick === 0 ? "stroke-line-strong" : "stroke-line"} />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end" className="fill-ink-3 text-xs tabular-nums">
            {tick === 0 ? "0" : `${tick > 0 ? "+" : "−"}${Math.abs(tick)}`}
          </text>
        </g>
      ))}
      {[baseline, candidate].map((series) =>
        series.gaps.map((bin) => {
          const isBaseline = series === baseline;
          const at = x((bin.lo + bin.hi) / 2) + (isBaseline ? -5 : 5);
          const colour = isBaseline ? "stroke-baseline" : "stroke-candidate";
          return (
            <g key={`${series.name} ${bin.lo}`} opacity={bin.n < 50 ? 0.4 : 1}>
              <path d={`M${at} ${y(bin.low)}V${y(bin.high)}`} className={colour} />
              <circle
                cx={at}
                cy={y(bin.gap)}
                r="3"
                className={isBaseline ? "fill-panel stroke-baseline" : "fill-candidate"}
                strokeWidth={isBaseline ? 1.6 : 0}
              />
              <rect
                x={at - 4}
                y={bars.bottom - bar(bin.n)}
                width="8"
                height={bar(bin.n)}
                className={isBaseline ? "fill-baseline/50" : "fill-candidate/70"}
              />
              <title>{`${series.name}, scores ${bin.lo.toFixed(1)} to ${bin.hi.toFixed(1)}: ${bin.gap.toFixed(3)}, n ${formatCount(bin.n)}`}</title>
            </g>
          );
        }),
      )}
      <text x={left - 6} y={bars.bottom} textAnchor="end" className="fill-ink-3 text-xs">
        n
      </text>
      {[0, 0.2, 0.4, 0.6, 0.8, 1].map((score) => (
        <text key={score} x={x(score)} y={height - 4} textAnchor="middle" className="fill-ink-3 text-xs tabular-nums">
          {score}
        </text>
      ))}
    </svg>
  );
}

function labelOf(...series: Series[]): string {
  const worst = series.map(({ name, gaps }) => {
    const largest = gaps.filter((bin) => bin.n >= 50).sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap))[0];
    return largest
      ? `${name}: largest distance ${largest.gap.toFixed(3)} at scores ${largest.lo.toFixed(1)} to ${largest.hi.toFixed(1)}`
      : `${name}: no bin with 50 rows`;
  });
  return `Calibration error by score. ${worst.join("; ")}.`;
}
