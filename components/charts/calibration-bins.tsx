import { formatCount, formatNumber, formatSigned } from "@/lib/format";
import type { CalibrationSeries } from "./calibration-plot";
import { percent } from "./scale";

type CalibrationBinsProps = {
  series: CalibrationSeries;
  /** Height of a difference in px. */
  y: (difference: number) => number;
  /** Sideways in px, so that two series do not cover each other. */
  shift: number;
  top: number;
  most: number;
  barsHeight: number;
};

/** Inside an SVG: dots with intervals for the differences, bars for the counts. */
export function CalibrationBins({ series, y, shift, top, most, barsHeight }: CalibrationBinsProps) {
  const colour = series.role === "baseline" ? "var(--color-baseline)" : "var(--color-candidate)";
  return (
    <g transform={`translate(${shift} 0)`}>
      {series.bins.map((bin) => {
        const x = percent(Math.min(1, Math.max(0, bin.meanScore)));
        const tall = Math.max(1, Math.sqrt(bin.n / most) * barsHeight);
        return (
          <g key={`${bin.meanScore} ${bin.n}`}>
            <title>
              {`${series.name}: mean score ${formatNumber(bin.meanScore, { digits: 3 })}, observed ${formatNumber(bin.observed, { digits: 3 })} (${formatSigned(bin.observed - bin.meanScore, { digits: 3 })}), n ${formatCount(bin.n)}`}
            </title>
            {bin.low !== null && bin.high !== null && (
              <line
                x1={x}
                x2={x}
                y1={y(bin.low - bin.meanScore)}
                y2={y(bin.high - bin.meanScore)}
                stroke={colour}
                strokeWidth="1.4"
              />
            )}
            <circle
              cx={x}
              cy={y(bin.observed - bin.meanScore)}
              r="3.2"
              fill={series.role === "baseline" ? "var(--color-panel)" : colour}
              stroke={colour}
              strokeWidth="1.6"
            />
            <svg x={x} y={top + barsHeight - tall} overflow="visible" aria-hidden="true">
              <rect x="-3.5" width="7" height={tall} fill={colour} opacity="0.8" />
            </svg>
          </g>
        );
      })}
    </g>
  );
}
