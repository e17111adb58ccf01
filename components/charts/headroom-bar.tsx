import { percent } from "./scale";

type HeadroomBarProps = {
  /** In words: how far from the limit, and on which side. */
  label: string;
  /** Distance to the limit in the scale's unit; negative is beyond it, null not known. */
  headroom: number | null;
  /** What half the axis stands for; longer bars are cut and marked. */
  scale: number;
  tone: "pass" | "fail" | "warn" | "waived" | "unknown";
  width?: number | string;
};

const height = 16;
const half = 0.5;

/** Distance to a limit: the middle line is the limit, room to the right, beyond to the left; a cut bar carries a break mark. */
export function HeadroomBar({ label, headroom, scale, tone, width = 120 }: HeadroomBarProps) {
  const share = headroom === null || !Number.isFinite(headroom) || !(scale > 0) ? null : (headroom / scale) * half;
  const length = share === null ? 0 : Math.min(Math.abs(share), half);
  const isCut = share !== null && Math.abs(share) > half;
  const isBeyond = (share ?? 0) < 0;
  const start = isBeyond ? half - length : half;
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="block overflow-visible">
      <line x1="0" x2="100%" y1={height - 2.5} y2={height - 2.5} stroke="var(--color-line)" />
      {share === null ? (
        <line x1="0" x2="100%" y1="8" y2="8" stroke="var(--color-line-strong)" strokeDasharray="3 3" />
      ) : (
        // A bar of a hair's width still shows on which side it lies.
        <rect
          x={percent(start)}
          y="3"
          width={percent(Math.max(length, 0.012))}
          height="9"
          rx="1"
          fill={`var(--color-${tone})`}
        />
      )}
      {isCut && (
        <svg x={isBeyond ? "0%" : "100%"} overflow="visible" aria-hidden="true">
          <path
            d={isBeyond ? "M4 0l-3 16M8 0l-3 16" : "M-4 0l-3 16M-8 0l-3 16"}
            stroke="var(--color-panel)"
            strokeWidth="2"
          />
        </svg>
      )}
      <line x1="50%" x2="50%" y1="0" y2={height} stroke="var(--color-ink-2)" strokeWidth="1.2" />
    </svg>
  );
}

/** "beyond limit | room left" above a column of headroom bars. */
export function HeadroomAxis({ width = 120 }: { width?: number | string }) {
  return (
    <span className="flex justify-between text-[10.5px] font-normal" style={{ width }}>
      <span>beyond</span>
      <span>room left</span>
    </span>
  );
}
