import { formatNumber } from "@/lib/format";
import { type Domain, fraction, percent, tickDigits, ticksOf } from "./scale";

type PlotAxisProps = { domain: Domain; width?: number | string; count?: number; digits?: number };

/** Tick labels above a column of interval plots or dumbbells that share one domain. */
export function PlotAxis({ domain, width = 140, count = 4, digits }: PlotAxisProps) {
  const ticks = ticksOf(domain, count);
  const shown = (tick: number) => formatNumber(tick, { digits: digits ?? tickDigits(ticks) });
  return (
    <>
      <span className="sr-only">
        Scale {shown(domain[0])} to {shown(domain[1])}
      </span>
      <svg width={width} height="14" className="block overflow-visible" aria-hidden="true">
        {ticks.map((tick) => (
          <text
            key={tick}
            x={percent(fraction(tick, domain))}
            y="11"
            textAnchor={anchorAt(fraction(tick, domain))}
            fontSize="10.5"
            className="fill-ink-3 tabular-nums"
          >
            {shown(tick)}
          </text>
        ))}
      </svg>
    </>
  );
}

/** Labels at the ends stay inside, so that they do not run into the next column. */
function anchorAt(part: number): "start" | "middle" | "end" {
  if (part < 0.05) return "start";
  return part > 0.95 ? "end" : "middle";
}

/** Inside an SVG: faint vertical rules at the ticks, running through all rows. */
export function PlotRules({ domain, height, count = 4 }: { domain: Domain; height: number; count?: number }) {
  return ticksOf(domain, count).map((tick) => {
    const x = percent(fraction(tick, domain));
    return <line key={tick} x1={x} x2={x} y1="0" y2={height} stroke="var(--color-line)" />;
  });
}
