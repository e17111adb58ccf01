import type { Estimate } from "./interval";
import { IntervalMark } from "./interval-mark";
import { PlotRules } from "./plot-axis";
import { clip, type Domain, fraction, percent } from "./scale";

type DumbbellProps = {
  /** The change in words: from, to, interval, whether it is clear. */
  label: string;
  domain: Domain;
  from: Estimate;
  to: Estimate;
  /** Worth of the change; the connector is coloured only when it is clear. */
  verdict?: "better" | "worse" | "unclear";
  muted?: boolean;
  width?: number | string;
  height?: number;
  rules?: number;
};

const connectors = {
  better: "var(--color-pass)",
  worse: "var(--color-fail)",
  unclear: "var(--color-line-strong)",
};

/** From a hollow grey baseline to a filled blue candidate, each with its interval (baseline above, candidate below). */
export function Dumbbell(props: DumbbellProps) {
  const { label, domain, from, to, verdict = "unclear", muted, width = 200, height = 28, rules = 4 } = props;
  const middle = height / 2;
  const at = (value: number) => percent(fraction(clip(value, domain).value, domain));
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="block overflow-visible">
      <PlotRules domain={domain} height={height} count={rules} />
      <line
        x1={at(from.value)}
        x2={at(to.value)}
        y1={middle}
        y2={middle}
        stroke={connectors[verdict]}
        strokeWidth={verdict === "unclear" ? 1.5 : 2.5}
        opacity={muted ? 0.5 : undefined}
      />
      <IntervalMark estimate={from} domain={domain} side="baseline" y={middle - 6} dotY={middle} muted={muted} />
      <IntervalMark estimate={to} domain={domain} side="candidate" y={middle + 6} dotY={middle} muted={muted} />
    </svg>
  );
}
