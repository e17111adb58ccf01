"use client";

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { logTicks, wholeTicks } from "@/components/charts/log-ticks";
import { timeTicks } from "@/components/charts/time-ticks";
import { alignCurves, extentOf } from "@/lib/experiments/curves/align-curves";
import type { DrawnCurve } from "@/lib/experiments/curves/draw-curve";
import { formatDate } from "@/lib/format-time";
import { drawBeneath } from "./curves-beneath";
import { resolveColour, type StyledCurve } from "./curves-style";

export type CurvesPlotProps = {
  curves: readonly DrawnCurve[];
  styles: readonly StyledCurve[];
  isTime: boolean;
  isStep: boolean;
  logScale: boolean;
  smoothing: number;
  range: [number, number] | null;
  /** Index of the cursor among the places. */
  cursor: number | null;
  height: number;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  onCursor: (index: number | null) => void;
  onRange: (range: [number, number]) => void;
};

/** The canvas: lines of the last values, smoothed or not, over the span of lowest to highest in each bucket. */
export function CurvesPlot(props: CurvesPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const latest = useRef(props);
  latest.current = props;
  const { curves, styles, isTime, logScale, smoothing, range, cursor, height } = props;
  const [from, to] = range ?? [null, null];

  // A plot is built anew for what changes its data or scales; the rest is read when it is needed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read through `latest`
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const build = () => {
      plot.current?.destroy();
      const drawn = new uPlot(options(element, latest), dataOf(latest.current), element);
      if (from !== null && to !== null) drawn.setScale("x", { min: from, max: to });
      drawn.over.style.cursor = "crosshair";
      plot.current = drawn;
    };
    build();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    const theme = window.matchMedia("(prefers-color-scheme: dark)");
    theme.addEventListener("change", build);
    return () => {
      resized.disconnect();
      theme.removeEventListener("change", build);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [curves, styles, isTime, logScale, smoothing, from, to, height]);

  useEffect(() => {
    const drawn = plot.current;
    const x = cursor === null ? undefined : drawn?.data[0][cursor];
    if (!drawn || x === undefined || drawn.cursor.idx === cursor) return;
    drawn.setCursor({ left: drawn.valToPos(x, "x"), top: 4 }, false);
  }, [cursor]);

  return <div ref={box} style={{ height }} className="min-w-0 overflow-hidden" />;
}

function dataOf({ curves, smoothing, logScale }: CurvesPlotProps): uPlot.AlignedData {
  const { xs, values } = alignCurves(curves, smoothing, logScale);
  return [xs, ...values];
}

/** Labels along x: moments by the 24-hour clock, steps without halves, anything else as figures. */
function xTicks({ isTime, isStep, formatX }: CurvesPlotProps): Pick<uPlot.Axis, "splits" | "values"> {
  const values = (_: uPlot, at: number[]) => at.map(formatX);
  if (isStep) return { values, splits: (u, __, min, max) => wholeTicks([min, max], Math.max(2, u.width / 90)) };
  if (!isTime) return { values };
  const ticks = (u: uPlot, min: number, max: number) =>
    timeTicks(new Date(min), new Date(max), Math.max(2, Math.floor(u.width / 90)));
  return {
    splits: (u, _axis, min, max) => ticks(u, min, max).map(({ at }) => at.getTime()),
    values: (u, at) => {
      const labels = new Map(
        ticks(u, u.scales.x?.min ?? 0, u.scales.x?.max ?? 0).map((tick) => [tick.at.getTime(), tick.label]),
      );
      return at.map((time, index) => {
        const label = labels.get(time) ?? "";
        return index === 0 ? `${label}\n${formatDate(new Date(time))}` : label;
      });
    },
  };
}

function options(element: HTMLElement, latest: { current: CurvesPlotProps }): uPlot.Options {
  const { curves, styles, isTime, logScale, smoothing, height } = latest.current;
  const colour = (token: string) => resolveColour(element, token);
  const colours = styles.map((style) => colour(style.colour));
  const axis = { stroke: colour("var(--color-ink-3)"), font: "11px sans-serif", ticks: { show: false } };
  const grid = { stroke: colour("var(--color-line)"), width: 1 };
  return {
    ...{
      width: element.clientWidth,
      height,
      ms: 1,
      legend: { show: false },
      tzDate: (at) => uPlot.tzDate(new Date(at), "Etc/UTC"),
    },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 }, y: false },
    scales: {
      x: { time: isTime },
      y: {
        distr: logScale ? 3 : 1,
        range: (u) => {
          const { min, max } = u.scales.x ?? {};
          const extent = extentOf(curves, [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY], logScale);
          if (!extent) return logScale ? [0.1, 1] : [0, 1];
          if (!logScale) return uPlot.rangeNum(...extent, 0.06, false);
          const margin = extent[0] === extent[1] ? 1.5 : (extent[1] / extent[0]) ** 0.06;
          return [extent[0] / margin, extent[1] * margin];
        },
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: isTime ? 44 : 30,
        ...xTicks(latest.current),
      },
      {
        ...axis,
        grid,
        size: 62,
        ...(logScale ? { splits: (_, __, min, max) => logTicks([min, max]), filter: (_, at) => at } : {}),
        values: (_, at) => at.map((y) => (y === null ? "" : latest.current.formatY(y))),
      },
    ],
    series: [
      {},
      ...styles.map((style, index) => ({
        ...{ label: style.name, stroke: colours[index], width: index === 0 ? 2.2 : 1.6, spanGaps: true },
        ...(style.dash ? { dash: style.dash.split(" ").map(Number) } : {}),
        points: { show: curves[index]?.last.length === 1 },
      })),
    ],
    hooks: {
      drawAxes: [(u) => drawBeneath(u, curves, colours, smoothing > 0)],
      setCursor: [(u) => latest.current.onCursor(u.cursor.idx ?? null)],
      setSelect: [
        (u) => {
          if (u.select.width < 4) return;
          const ends = [u.select.left, u.select.left + u.select.width].map((left) => u.posToVal(left, "x"));
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          latest.current.onRange([ends[0] ?? 0, ends[1] ?? 1]);
        },
      ],
    },
  };
}
