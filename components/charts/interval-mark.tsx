import type { Estimate } from "./interval";
import { clip, type Domain, fraction, percent } from "./scale";

type IntervalMarkProps = {
  estimate: Estimate;
  domain: Domain;
  side: "baseline" | "candidate";
  /** Height of the line in px; the dot sits on it unless `dotY` says otherwise. */
  y: number;
  dotY?: number;
  muted?: boolean;
};

/** Inside an SVG: the interval as a line, the value as a dot; hollow grey for a baseline, filled blue for a candidate. */
export function IntervalMark({ estimate, domain, side, y, dotY = y, muted = false }: IntervalMarkProps) {
  const at = (value: number) => percent(fraction(clip(value, domain).value, domain));
  const colour = side === "baseline" ? "var(--color-baseline)" : "var(--color-candidate)";
  const cut = clip(estimate.value, domain).cut;
  return (
    <g opacity={muted ? 0.5 : undefined}>
      {estimate.low !== null && estimate.high !== null && (
        <line x1={at(estimate.low)} x2={at(estimate.high)} y1={y} y2={y} stroke={colour} strokeWidth="1.5" />
      )}
      {cut === null ? (
        <circle
          cx={at(estimate.value)}
          cy={dotY}
          r="3.4"
          fill={side === "baseline" ? "var(--color-panel)" : colour}
          stroke={colour}
          strokeWidth="1.8"
        />
      ) : (
        // Beyond the axis: a triangle at its end points on.
        <svg x={at(estimate.value)} y={dotY} overflow="visible" aria-hidden="true">
          <path d={cut === "low" ? "M0 0l7-4v8z" : "M0 0l-7-4v8z"} fill={colour} />
        </svg>
      )}
    </g>
  );
}
