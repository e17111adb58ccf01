import { formatCount, formatNumber, formatSigned } from "@/lib/format";
import { AsTable } from "./as-table";
import { CalibrationBins } from "./calibration-bins";
import { domainOf, fraction, percent, tickDigits, ticksOf } from "./scale";

export type CalibrationBin = {
  meanScore: number;
  observed: number;
  low: number | null;
  high: number | null;
  n: number;
};
export type CalibrationSeries = {
  name: string;
  role: "baseline" | "candidate";
  bins: readonly CalibrationBin[];
};

type CalibrationPlotProps = {
  /** The finding in words. */
  label: string;
  series: readonly CalibrationSeries[];
  height?: number;
};

const barsHeight = 34;

/** Observed share minus mean score per bin with its interval; zero is perfect. Counts lie below on a square-root scale. */
export function CalibrationPlot({ label, series, height = 150 }: CalibrationPlotProps) {
  const differences = series.flatMap(({ bins }) =>
    bins.flatMap((bin) =>
      [bin.observed, bin.low, bin.high].map((value) => (value === null ? null : value - bin.meanScore)),
    ),
  );
  const reach = Math.max(0.02, ...domainOf(differences, 0.05).map(Math.abs));
  const up = [-reach, reach] as const;
  const ticks = ticksOf(up, 4);
  const y = (difference: number) => (1 - fraction(difference, up)) * height;
  const most = Math.max(1, ...series.flatMap(({ bins }) => bins.map((bin) => bin.n)));
  const digits = tickDigits(ticks);
  return (
    <figure className="flex flex-col gap-2">
      <div className="ps-11 pt-2">
        <svg
          role="img"
          aria-label={label}
          width="100%"
          height={height + barsHeight + 30}
          className="block overflow-visible"
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x2="100%"
                y1={y(tick)}
                y2={y(tick)}
                stroke={tick === 0 ? "var(--color-ink-3)" : "var(--color-line)"}
              />
              <text x="-8" y={y(tick) + 3.5} textAnchor="end" fontSize="10.5" className="fill-ink-3 tabular-nums">
                {formatSigned(tick, { digits })}
              </text>
            </g>
          ))}
          {series.map((entry, index) => (
            <CalibrationBins
              key={entry.name}
              series={entry}
              y={y}
              shift={series.length > 1 ? (index === 0 ? -4 : 4) : 0}
              top={height + 8}
              most={most}
              barsHeight={barsHeight}
            />
          ))}
          <line x2="100%" y1={height + 8 + barsHeight} y2={height + 8 + barsHeight} stroke="var(--color-line-strong)" />
          {[0, 0.25, 0.5, 0.75, 1].map((score) => (
            <text
              key={score}
              x={percent(score)}
              y={height + barsHeight + 23}
              textAnchor={score === 0 ? "start" : score === 1 ? "end" : "middle"}
              fontSize="10.5"
              className="fill-ink-3 tabular-nums"
            >
              {score}
            </text>
          ))}
        </svg>
      </div>
      <figcaption className="text-xs text-ink-3">
        Observed share minus mean score, by mean score; n below on a square-root scale.
      </figcaption>
      <AsTable
        caption={label}
        columns={["Bin", "Mean score", "Observed", "Difference", "n"]}
        rows={series.flatMap(({ name, bins }) =>
          bins.map((bin, index) => [
            `${name}, bin ${index + 1}`,
            formatNumber(bin.meanScore, { digits: 3 }),
            formatNumber(bin.observed, { digits: 3 }),
            formatSigned(bin.observed - bin.meanScore, { digits: 3 }),
            formatCount(bin.n),
          ]),
        )}
      />
    </figure>
  );
}
