"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import { formatNumber } from "@/lib/format";
import { AsTable } from "./as-table";
import { type Curve, curveSummary } from "./curves";

const LineDrawing = dynamic(() => import("./line-drawing").then((module) => module.LineDrawing), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
});

export type LineChartProps = {
  /** What is drawn, in words. */
  label: string;
  curves: readonly Curve[];
  xLabel: string;
  better: "higher" | "lower";
  digits?: number;
  /** Horizontal line, as a limit. */
  limit?: { value: number; label: string };
  height?: number;
};

/** Curves overlaid on one axis with values on hover. The drawing library loads when the chart is on the page; best and last figures are in a table. */
export function LineChart(props: LineChartProps) {
  const { label, curves, better, xLabel, digits = 4, height = 220 } = props;
  const summaries = curves.flatMap((curve) => {
    const summary = curveSummary(curve.points, better);
    return summary ? [{ curve, ...summary }] : [];
  });
  if (summaries.length === 0) return <p className="px-3 py-8 text-center text-ink-2">No curve was recorded.</p>;
  return (
    <figure className="flex flex-col gap-2">
      <div role="img" aria-label={label} style={{ height }}>
        <LineDrawing {...props} digits={digits} height={height} />
      </div>
      <AsTable
        caption={label}
        columns={["Curve", better === "lower" ? "Lowest" : "Highest", `at ${xLabel}`, "Last", "Points"]}
        rows={summaries.map(({ curve, best, last }) => [
          curve.name,
          formatNumber(best.y, { digits }),
          formatNumber(best.x),
          formatNumber(last.y, { digits }),
          formatNumber(curve.points.length),
        ])}
      />
    </figure>
  );
}
