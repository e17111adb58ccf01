import type { Estimate } from "./interval";
import { IntervalMark } from "./interval-mark";
import { type Domain, fraction, percent } from "./scale";

type IntervalPlotProps = {
  /** The plot in words: name, value, interval, what it is compared with. */
  label: string;
  domain: Domain;
  candidate: Estimate | null;
  baseline?: Estimate | null;
  /** A full-height rule, as the baseline's value or zero. */
  rule?: number;
  /** A dotted rule, as a limit. */
  limit?: number;
  muted?: boolean;
  width?: number | string;
  height?: number;
};

/** A table cell with one or two values and their intervals on a shared axis (PlotAxis in the header). */
export function IntervalPlot(props: IntervalPlotProps) {
  const { label, domain, candidate, baseline, rule, limit, muted, width = 140, height = 24 } = props;
  const middle = height / 2;
  const both = candidate !== null && baseline;
  const inside = (value: number) => value >= domain[0] && value <= domain[1];
  const vertical = (value: number) => ({
    x1: percent(fraction(value, domain)),
    x2: percent(fraction(value, domain)),
    y1: 0,
    y2: height,
  });
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="block overflow-visible">
      {rule !== undefined && inside(rule) && <line {...vertical(rule)} stroke="var(--color-line-strong)" />}
      {limit !== undefined && inside(limit) && (
        <line {...vertical(limit)} stroke="var(--color-ink-3)" strokeWidth="1.5" strokeDasharray="2 2" />
      )}
      {baseline && (
        <IntervalMark
          estimate={baseline}
          domain={domain}
          side="baseline"
          y={both ? middle - 4 : middle}
          muted={muted}
        />
      )}
      {candidate && (
        <IntervalMark
          estimate={candidate}
          domain={domain}
          side="candidate"
          y={both ? middle + 4 : middle}
          muted={muted}
        />
      )}
    </svg>
  );
}
