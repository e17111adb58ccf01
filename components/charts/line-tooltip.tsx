"use client";

import { formatNumber } from "@/lib/format";
import { type Curve, curveKey } from "./curves";
import { seriesStyle } from "./series-style";

type LineTooltipProps = {
  curves: readonly Curve[];
  xLabel: string;
  digits?: number;
  /** Given by the chart. */
  active?: boolean;
  label?: string | number;
  payload?: readonly { dataKey?: unknown; value?: unknown }[];
};

/** The values of all curves at the hovered place. */
export function LineTooltip({ curves, xLabel, digits, active, label, payload }: LineTooltipProps) {
  if (!active || !payload?.length) return null;
  const values = new Map(payload.map((entry) => [entry.dataKey, entry.value]));
  return (
    <div className="rounded-m border border-line-strong bg-panel px-2.5 py-1.5 text-xs shadow-pop">
      <p className="text-ink-3">
        {xLabel} {formatNumber(Number(label))}
      </p>
      <ul>
        {curves.map((curve, index) => {
          const value = values.get(curveKey(index));
          if (typeof value !== "number") return null;
          const style = seriesStyle(curve.style);
          return (
            <li key={curve.id} className="flex items-center gap-1.5">
              <svg width="14" height="8" aria-hidden="true">
                <path d="M0 4h14" stroke={style.colour} strokeDasharray={style.dash} strokeWidth="2" />
              </svg>
              <span className="max-w-56 truncate">{curve.name}</span>
              <b className="ms-auto ps-3 font-medium tabular-nums">{formatNumber(value, { digits })}</b>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
