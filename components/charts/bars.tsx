import { formatNumber } from "@/lib/format";
import { clip, fraction, percent } from "./scale";

export type Bar = {
  label: string;
  value: number;
  low?: number | null;
  high?: number | null;
  /** Marks a bar as special; say what in `note`. */
  accent?: boolean;
  note?: string;
};

type BarsProps = { label: string; bars: readonly Bar[]; digits?: number; unit?: string };

/** Horizontal bars with their figure and, where known, an interval. Zero is always on the axis. */
export function Bars({ label, bars, digits = 4, unit }: BarsProps) {
  const finite = bars.filter((bar) => Number.isFinite(bar.value));
  const domain = [
    Math.min(0, ...finite.map((bar) => bar.low ?? bar.value)),
    Math.max(0, ...finite.map((bar) => bar.high ?? bar.value)) || 1,
  ] as const;
  const at = (value: number) => fraction(clip(value, domain).value, domain);
  const zero = at(0);
  return (
    <ul
      aria-label={label}
      className="grid grid-cols-[minmax(72px,max-content)_minmax(60px,1fr)_max-content] items-center gap-x-3 gap-y-1.5"
    >
      {bars.map((bar) => {
        const end = Number.isFinite(bar.value) ? at(bar.value) : zero;
        return (
          <li key={bar.label} className="contents">
            <span className="max-w-48 truncate text-end font-mono text-xs" title={bar.label}>
              {bar.label}
              {bar.note && <span className="sr-only"> ({bar.note})</span>}
            </span>
            <svg width="100%" height="14" className="overflow-visible" aria-hidden="true">
              <line x1={percent(zero)} x2={percent(zero)} y2="14" stroke="var(--color-line-strong)" />
              <rect
                x={percent(Math.min(zero, end))}
                width={percent(Math.abs(end - zero))}
                y="2"
                height="10"
                rx="1"
                fill={bar.accent ? "var(--color-s4)" : "var(--color-candidate)"}
                opacity="0.85"
              />
              {bar.low !== null && bar.low !== undefined && bar.high !== null && bar.high !== undefined && (
                <line
                  x1={percent(at(bar.low))}
                  x2={percent(at(bar.high))}
                  y1="7"
                  y2="7"
                  stroke="var(--color-ink)"
                  strokeWidth="1.2"
                />
              )}
              {bar.note && <title>{bar.note}</title>}
            </svg>
            <span className="text-end text-s tabular-nums">
              {formatNumber(bar.value, { digits, unit })}
              {bar.accent && <span aria-hidden="true"> *</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
