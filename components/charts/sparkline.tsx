import { formatNumber } from "@/lib/format";
import { clip, type Domain, domainOf, fraction, percent } from "./scale";
import { type SparkPoint, sparkPath, thin } from "./sparkline-geometry";

type SparklineProps = {
  /** The course in words: from, to, now, and where the limit is. */
  label: string;
  points: readonly SparkPoint[];
  baseline?: readonly SparkPoint[];
  /** The bad side of the limit is shaded. */
  limit?: { value: number; bad: "above" | "below" };
  /** Points before this are a warm-up: drawn grey. */
  warmUpUntil?: number;
  /** Vertical marks, as the start of a stage. */
  marks?: readonly { at: number; label: string }[];
  domain?: Domain;
  digits?: number;
  width?: number | string;
  height?: number;
};

const hoverPoints = 60;

/** A small course over time with its limit. Values are read by hovering and from the label. */
export function Sparkline(props: SparklineProps) {
  const { label, baseline = [], limit, warmUpUntil, marks = [], digits, width = 150, height = 30 } = props;
  const points = thin(props.points, 240);
  const times = [...points, ...baseline].map((point) => point.at);
  const across: Domain = times.length > 0 ? [Math.min(...times), Math.max(...times)] : [0, 1];
  const up =
    props.domain ?? domainOf([...points, ...baseline].map((point) => point.value).concat(limit?.value ?? null), 0.1);
  const limitY = limit && (1 - fraction(clip(limit.value, up).value, up)) * height;
  const warm = warmUpUntil === undefined ? [] : points.filter((point) => point.at <= warmUpUntil);
  const measured = warmUpUntil === undefined ? points : points.filter((point) => point.at >= warmUpUntil);
  const last = points.findLast((point) => point.value !== null);
  if (!last) return <NoPoints label={label} width={width} height={height} />;
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="block overflow-visible">
      {limit && limitY !== undefined && (
        <>
          <rect
            width="100%"
            y={limit.bad === "above" ? 0 : limitY}
            height={limit.bad === "above" ? limitY : height - limitY}
            fill="var(--color-fail-soft)"
          />
          <line x2="100%" y1={limitY} y2={limitY} stroke="var(--color-fail)" strokeDasharray="3 2" />
        </>
      )}
      {marks.map((mark) => (
        <line
          key={mark.at}
          x1={percent(fraction(mark.at, across))}
          x2={percent(fraction(mark.at, across))}
          y2={height}
          stroke="var(--color-line-strong)"
        >
          <title>{mark.label}</title>
        </line>
      ))}
      <svg
        viewBox={`0 0 100 ${height}`}
        width="100%"
        height={height}
        preserveAspectRatio="none"
        overflow="visible"
        aria-hidden="true"
      >
        <g fill="none" strokeWidth="1.5" strokeLinejoin="round" vectorEffect="non-scaling-stroke">
          <path
            d={sparkPath(baseline, across, up, height)}
            stroke="var(--color-baseline)"
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={sparkPath(warm, across, up, height)}
            stroke="var(--color-line-strong)"
            strokeDasharray="2 2"
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={sparkPath(measured, across, up, height)}
            stroke="var(--color-candidate)"
            vectorEffect="non-scaling-stroke"
          />
        </g>
      </svg>
      <circle
        cx={percent(fraction(last.at, across))}
        cy={(1 - fraction(clip(last.value ?? 0, up).value, up)) * height}
        r="2.6"
        fill="var(--color-candidate)"
      />
      {thin(points, hoverPoints).map((point) => (
        <rect
          key={point.at}
          x={percent(fraction(point.at, across) - 0.5 / hoverPoints)}
          width={percent(1 / hoverPoints)}
          height={height}
          fill="transparent"
        >
          <title>{point.value === null ? "no data" : formatNumber(point.value, { digits })}</title>
        </rect>
      ))}
    </svg>
  );
}

function NoPoints({ label, width, height }: { label: string; width: number | string; height: number }) {
  return (
    <span
      role="img"
      aria-label={label}
      className="grid place-items-center rounded-s border border-dashed border-line-strong text-xs text-ink-3"
      style={{ width, height }}
    >
      no points
    </span>
  );
}
