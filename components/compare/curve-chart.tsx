"use client";

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatNumber } from "@/lib/format";
import type { Stroke } from "./curve-strokes";

export type CurveSeries = {
  id: string;
  name: string;
  stroke: Stroke;
  points: readonly { step: number; value: number }[];
};

/** One metric over steps, every run on one axis; drawn in the order given. */
export function CurveChart({ label, series }: { label: string; series: readonly CurveSeries[] }) {
  const steps = new Map<number, Record<string, number>>();
  for (const { id, points } of series) {
    for (const { step, value } of points) steps.set(step, { ...steps.get(step), step, [id]: value });
  }
  const data = [...steps.values()].sort((a, b) => (a.step ?? 0) - (b.step ?? 0));
  return (
    <div
      role="img"
      aria-label={`${label} over steps of ${series.map(({ name }) => name).join(", ")}`}
      className="h-64 w-full text-xs"
    >
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={data} margin={{ top: 8, right: 12, bottom: 4, left: 0 }}>
          <CartesianGrid stroke="var(--color-line)" vertical={false} />
          <XAxis
            dataKey="step"
            type="number"
            domain={["dataMin", "dataMax"]}
            stroke="var(--color-ink-3)"
            tickLine={false}
            fontSize={11}
          />
          <YAxis
            domain={["auto", "auto"]}
            stroke="var(--color-ink-3)"
            tickLine={false}
            axisLine={false}
            width={52}
            fontSize={11}
            tickFormatter={(value: number) => formatNumber(value)}
          />
          <Tooltip
            formatter={(value) => formatNumber(Number(value), { digits: 4 })}
            labelFormatter={(step) => `step ${step}`}
            contentStyle={{
              background: "var(--color-panel)",
              border: "1px solid var(--color-line-strong)",
              borderRadius: 6,
              color: "var(--color-ink)",
            }}
          />
          {series.map(({ id, name, stroke }) => (
            <Line
              key={id}
              dataKey={id}
              name={name}
              type="linear"
              dot={false}
              connectNulls
              isAnimationActive={false}
              stroke={stroke.colour}
              strokeDasharray={stroke.dash}
              strokeWidth={stroke.width}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
