"use client";

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatNumber } from "@/lib/format";
import { curveKey, joinCurves } from "./curves";
import type { LineChartProps } from "./line-chart";
import { LineTooltip } from "./line-tooltip";
import { domainOf, tickDigits, ticksOf } from "./scale";
import { seriesStyle } from "./series-style";

const tick = { fill: "var(--color-ink-3)", fontSize: 10.5 };

/** The drawing behind LineChart; kept apart so that its library loads only with it. */
export function LineDrawing({ curves, xLabel, digits, limit, height }: LineChartProps) {
  const rows = joinCurves(curves);
  const up = domainOf(curves.flatMap((curve) => curve.points.map((point) => point.y)).concat(limit?.value ?? null));
  const ticks = ticksOf(up, 5);
  const shownDigits = tickDigits(ticks);
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart data={rows} margin={{ top: 8, right: 12, bottom: 4, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={["dataMin", "dataMax"]}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: "var(--color-line-strong)" }}
          tickFormatter={(value: number) => formatNumber(value)}
          label={{ value: xLabel, position: "insideBottomRight", offset: -2, ...tick }}
          height={34}
        />
        <YAxis
          type="number"
          domain={[...up]}
          ticks={ticks}
          tick={tick}
          tickLine={false}
          axisLine={false}
          width={52}
          tickFormatter={(value: number) => formatNumber(value, { digits: shownDigits })}
        />
        <Tooltip
          content={<LineTooltip curves={curves} xLabel={xLabel} digits={digits} />}
          cursor={{ stroke: "var(--color-ink-3)", strokeDasharray: "2 2" }}
          isAnimationActive={false}
        />
        {limit && (
          <ReferenceLine
            y={limit.value}
            stroke="var(--color-fail)"
            strokeDasharray="4 3"
            label={{ value: limit.label, position: "insideTopRight", ...tick }}
          />
        )}
        {curves.map((curve, index) => {
          const style = seriesStyle(curve.style);
          return (
            <Line
              key={curve.id}
              dataKey={curveKey(index)}
              name={curve.name}
              type="linear"
              stroke={style.colour}
              strokeDasharray={style.dash}
              strokeWidth={curve.style === 0 ? 2.2 : 1.6}
              dot={curve.points.length === 1}
              activeDot={{ r: 3 }}
              connectNulls={false}
              isAnimationActive={false}
            />
          );
        })}
      </LineChart>
    </ResponsiveContainer>
  );
}
