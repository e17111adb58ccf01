"use client";

import dynamic from "next/dynamic";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { wholeTicks } from "@/components/charts/log-ticks";
import { ticksOf } from "@/components/charts/scale";
import { timeTicks } from "@/components/charts/time-ticks";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { csvLine } from "@/lib/csv";
import { type CompareState, parseRange } from "@/lib/experiments/compare-url";
import { alignCurves, extentOf } from "@/lib/experiments/curves/align-curves";
import { placeOf } from "@/lib/experiments/curves/pack-curves";
import { formatNumber } from "@/lib/format";
import { formatDateTime, formatDuration } from "@/lib/format-time";
import { metricMeaning } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";
import { ChartDownloads } from "./chart-downloads";
import { useCompareAddress } from "./compare-address";
import { CurvesControls } from "./curves-controls";
import { lightColour, type StyledCurve } from "./curves-style";
import { curvesSvg } from "./curves-svg";
import { CurvesValues } from "./curves-values";
import { useCurves } from "./use-curves";

const CurvesPlot = dynamic(() => import("./curves-plot").then((module) => module.CurvesPlot), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
});

type CurvesChartProps = {
  metric: string;
  metrics: readonly { key: string; runs: number }[];
  styles: readonly StyledCurve[];
};
type View = Pick<CompareState, "curve" | "x" | "logScale" | "smoothing" | "range">;

const height = 300;
const axisWords: Readonly<Record<string, string>> = { step: "step", relative: "time since start", time: "time, UTC" };

/** Curves of one metric: drawn at once from packed figures, with the view kept in the address. */
export function CurvesChart({ metric, metrics, styles }: CurvesChartProps) {
  const { project, state, change: settle } = useCompareAddress();
  const box = useRef<HTMLDivElement>(null);
  // Smoothing as far as the slider was dragged; it is in the address once it is let go.
  const [dragged, setDragged] = useState<number | null>(null);
  const view: View = { ...state, smoothing: dragged ?? state.smoothing };
  const [cursor, setCursor] = useState<number | null>(null);
  const whole = useRef<[number, number] | null>(null);
  const key = metrics.find((one) => one.key === view.curve)?.key ?? metric;
  const range = useMemo(() => parseRange(view.range), [view.range]);
  const { curves, failed } = useCurves(addressOf(project, styles, key, view.x, range));
  const aligned = useMemo(
    () => alignCurves(curves ?? [], view.smoothing, view.logScale),
    [curves, view.smoothing, view.logScale],
  );
  const { xs } = aligned;
  // What a zoom may reach: all places, as last seen without one.
  if (!view.range) whole.current = xs.length > 0 ? [xs[0] ?? 0, xs.at(-1) ?? 1] : null;
  const { digits } = metricMeaning(key);
  const xLabel = axisWords[view.x] ?? metricMeaning(view.x.slice("metric:".length)).label;
  const formatX = (x: number) =>
    view.x === "time" ? formatDateTime(new Date(x)) : view.x === "relative" ? formatDuration(x) : formatNumber(x);
  const formatY = (y: number) => formatNumber(y, { digits });
  const change = (next: Partial<View>, settled = true) => {
    setDragged(settled ? null : (next.smoothing ?? null));
    const made = { ...(dragged === null ? {} : { smoothing: dragged }), ...next };
    if (settled && Object.keys(made).length > 0) settle(made);
  };
  const zoom = ([askedFrom, askedTo]: [number, number]) => {
    const [first, last] = whole.current ?? [askedFrom, askedTo];
    const [from, to] = [Math.max(first, askedFrom), Math.min(last, askedTo)];
    if (from >= to) return;
    const [start, end] =
      view.x === "step" ? [Math.floor(from), Math.max(Math.ceil(to), Math.floor(from) + 1)] : [from, to];
    change({ range: `${Number(start.toPrecision(15))}:${Number(end.toPrecision(15))}` });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = keyMoves[event.key]?.(
      cursor ?? (event.key === "ArrowLeft" ? xs.length : -1),
      event.shiftKey ? 10 : 1,
      xs.length,
    );
    if (moved !== undefined) setCursor(Math.min(xs.length - 1, Math.max(0, moved)));
    else if (event.key === "+" || event.key === "-") {
      const [from, to] = range ?? [xs[0] ?? 0, xs.at(-1) ?? 1];
      const middle = xs[cursor ?? -1] ?? (from + to) / 2;
      const half = ((to - from) / 2) * (event.key === "+" ? 0.5 : 2);
      zoom([middle - half, middle + half]);
    } else if (event.key === "Escape" && view.range) change({ range: null });
    else return;
    event.preventDefault();
  };
  const isEmpty = curves !== null && xs.length === 0;
  const at = cursor === null ? undefined : xs[cursor];
  const spoken = styles
    .slice(0, 6)
    .map((style, index) => `${style.name} ${formatNumber(aligned.values[index]?.[cursor ?? -1] ?? null, { digits })}`);
  const svg = () => {
    const shown = range ?? [xs[0] ?? 0, xs.at(-1) ?? 1];
    const y = curves && extentOf(curves, shown, view.logScale);
    const within = box.current;
    if (!curves || !y || !within) return null;
    const padded: [number, number] =
      y[0] === y[1] ? [y[0] - Math.abs(y[0]) * 0.1 - 1e-9, y[1] + Math.abs(y[1]) * 0.1 + 1e-9] : y;
    const colour = (token: string) => lightColour(within, token);
    const title = `${metricMeaning(key).label} over ${xLabel}`;
    return curvesSvg({
      title,
      xLabel,
      yLabel: `${metricMeaning(key).label}${view.logScale ? ", log scale" : ""}${view.smoothing > 0 ? `, smoothed ${view.smoothing}` : ""}`,
      curves,
      aligned,
      styles,
      x: shown,
      y: padded,
      logScale: view.logScale,
      xTicks:
        view.x === "time"
          ? timeTicks(new Date(shown[0]), new Date(shown[1]), 6).map(({ at, label }) => ({ at: at.getTime(), label }))
          : (view.x === "step" ? wholeTicks(shown) : ticksOf(shown, 6)).map((at) => ({ at, label: formatX(at) })),
      formatY,
      colour,
    });
  };
  const csv = () =>
    [
      csvLine(["run", "run_id", view.x, "lowest", "highest", "last"]),
      ...(curves ?? []).flatMap((curve, index) =>
        Array.from(curve.last, (last, i) =>
          csvLine([
            styles[index]?.name ?? "",
            curve.run,
            placeOf(curve, i),
            curve.low[i] ?? null,
            curve.high[i] ?? null,
            last,
          ]),
        ),
      ),
    ].join("");
  return (
    <div className="flex flex-col gap-2">
      <CurvesControls metrics={metrics} view={{ ...view, curve: key }} onChange={change} />
      {failed && (
        <p role="alert" className="text-s text-fail">
          The curves could not be loaded.{" "}
          <Button size="s" onClick={() => window.location.reload()}>
            Load the page again
          </Button>
        </p>
      )}
      {isEmpty ? (
        <p className="px-3 py-8 text-center text-ink-2">
          {view.logScale
            ? "No value above zero, so a log scale shows nothing here."
            : "Nothing on record for this view. Choose another x axis, or reset the zoom."}
        </p>
      ) : (
        <div
          ref={box}
          role="slider"
          tabIndex={0}
          aria-label={`${metricMeaning(key).label} over ${xLabel}, ${styles.length} runs. Arrows move the cursor, plus and minus zoom, Escape shows all`}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, xs.length - 1)}
          aria-valuenow={cursor ?? 0}
          aria-valuetext={at === undefined ? "no cursor" : `${xLabel} ${formatX(at)}: ${spoken.join(", ")}`}
          onKeyDown={onKeyDown}
          style={{ minHeight: height }}
        >
          {curves && (
            <CurvesPlot
              {...{ curves, styles, range, cursor, height, formatX, formatY }}
              {...{
                logScale: view.logScale,
                smoothing: view.smoothing,
                isTime: view.x === "time",
                isStep: view.x === "step",
              }}
              onCursor={setCursor}
              onRange={zoom}
            />
          )}
        </div>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
        <span>{at === undefined ? `x: ${xLabel}` : `${xLabel} ${formatX(at)}`}</span>
        {view.range && (
          <Button size="s" onClick={() => change({ range: null })}>
            Reset zoom
          </Button>
        )}
        <span className="ms-auto">
          <ChartDownloads name={`${key} curves`} svg={svg} csv={csv} />
        </span>
      </div>
      {curves && (
        <CurvesValues {...{ curves, styles, aligned, cursor, digits }} at={at === undefined ? null : formatX(at)} />
      )}
    </div>
  );
}

const keyMoves: Record<string, (at: number, by: number, count: number) => number> = {
  ArrowLeft: (at, by) => at - by,
  ArrowRight: (at, by) => at + by,
  Home: () => 0,
  End: (_, __, count) => count - 1,
};

function addressOf(
  project: string,
  styles: readonly StyledCurve[],
  key: string,
  x: string,
  range: [number, number] | null,
): string {
  const query = new URLSearchParams({ runs: styles.map((style) => style.id).join(","), key, x });
  if (range && x === "step") {
    query.set("from", String(Math.floor(range[0])));
    query.set("to", String(Math.ceil(range[1])));
  }
  return paths.compareCurves(project, query);
}
