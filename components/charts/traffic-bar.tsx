import { formatPercent } from "@/lib/format";
import { percent } from "./scale";

export type TrafficShare = {
  label: string /** From 0 to 1. */;
  share: number;
  role: "baseline" | "candidate" | "other";
};

const fills = {
  baseline: "var(--color-baseline)",
  candidate: "var(--color-candidate)",
  other: "var(--color-line-strong)",
};

type TrafficBarProps = {
  shares: readonly TrafficShare[] /** Names and shares beside the bar. */;
  legend?: boolean;
  width?: number | string;
};

/** How a whole is split, baseline grey and candidate blue, with the figures in words. */
export function TrafficBar({ shares, legend = true, width = 98 }: TrafficBarProps) {
  const words = shares.map((part) => `${part.label} ${formatPercent(part.share)}`).join(" · ");
  let start = 0;
  const parts = shares
    .filter((part) => part.share > 0)
    .map((part) => {
      const from = start;
      start += part.share;
      return { ...part, from };
    });
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2 gap-y-0.5">
      <svg role="img" aria-label={words} width={width} height="8" className="flex-none rounded-xs">
        <rect width="100%" height="8" fill="var(--color-unknown-soft)" />
        {parts.map((part) => (
          <rect
            key={part.label}
            x={percent(part.from)}
            width={percent(part.share)}
            height="8"
            fill={fills[part.role]}
            stroke="var(--color-panel)"
            strokeWidth={parts.length > 1 ? 1 : 0}
          />
        ))}
      </svg>
      {legend && (
        <span aria-hidden="true" className="text-s whitespace-nowrap tabular-nums">
          {words}
        </span>
      )}
    </span>
  );
}
