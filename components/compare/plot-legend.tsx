import { type LegendEntry, markPath } from "./chart-frame";

/** What the marks of a plot mean: on the page what its file says too. */
export function PlotLegend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {entries.map(({ mark, colour, text }) => {
        const { d, isFilled, width } = markPath(mark);
        return (
          <li key={text} className="flex items-center gap-1.5">
            <svg width="18" height="14" viewBox="0 -7 18 14" aria-hidden="true" className="flex-none">
              <path
                d={d}
                fill={isFilled ? colour : "none"}
                stroke={isFilled ? undefined : colour}
                strokeWidth={width}
              />
            </svg>
            {text}
          </li>
        );
      })}
    </ul>
  );
}
