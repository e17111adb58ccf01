"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { domainOf, fraction, ticksOf } from "@/components/charts/scale";
import { ScrollArea } from "@/components/ui/scroll-area";
import { csvLine } from "@/lib/csv";
import { paretoFront } from "@/lib/experiments/plot-rules";
import { formatNumber, plural } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { ChartDownloads } from "./chart-downloads";
import type { LegendEntry } from "./chart-frame";
import { PlotLegend } from "./plot-legend";
import type { PlotRun } from "./plots";
import { serializeSvg } from "./serialize-svg";

type PlotScatterProps = {
  runs: readonly PlotRun[];
  x: string;
  y: string;
  xs: readonly (number | null)[];
  ys: readonly (number | null)[];
};

const frame = { left: 64, top: 12, width: 720, height: 290 };
const directions = { higher: "higher is better", lower: "lower is better", none: "no known direction" } as const;

/** Two metrics of every run; filled and joined are those that no other run beats on both. Arrows go from run to run. */
export function PlotScatter({ runs, x, y, xs, ys }: PlotScatterProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const placed = runs
    .map((run, index) => ({ run, index, x: xs[index] ?? null, y: ys[index] ?? null }))
    .flatMap((one) => (one.x === null || one.y === null ? [] : [{ ...one, x: one.x, y: one.y }]))
    .sort((a, b) => a.x - b.x);
  const [at, setAt] = useState(0);
  const [meaningX, meaningY] = [metricMeaning(x), metricMeaning(y)];
  const front = paretoFront(
    runs.map((_, index) => ({ x: xs[index] ?? null, y: ys[index] ?? null })),
    meaningX.better,
    meaningY.better,
  );
  const [domainX, domainY] = [domainOf(placed.map((one) => one.x)), domainOf(placed.map((one) => one.y))];
  const px = (value: number) => frame.left + fraction(value, domainX) * frame.width;
  const py = (value: number) => frame.top + (1 - fraction(value, domainY)) * frame.height;
  const chosen = placed[Math.min(at, placed.length - 1)];
  const spoken = chosen
    ? `${chosen.run.name}: ${meaningY.label} ${formatMetric(y, chosen.y)}, ${meaningX.label} ${formatMetric(x, chosen.x)}${front.includes(chosen.index) ? ", on the Pareto front" : ""}`
    : "no run has both figures";
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: placed.length - 1 };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.min(placed.length - 1, Math.max(0, next)));
  };
  const line = placed.filter((one) => front.includes(one.index)).map((one) => `${px(one.x)} ${py(one.y)}`);
  const isSplit = front.length > 0;
  const legend: LegendEntry[] = [
    { mark: isSplit ? "dot" : "ring", colour: "var(--color-baseline)", text: "baseline" },
    { mark: "ring", colour: "var(--color-candidate)", text: "candidate" },
    ...(isSplit
      ? [
          { mark: "dot", colour: "var(--color-candidate)", text: "filled: on the Pareto front" } as const,
          { mark: "dashes", colour: "var(--color-candidate)", text: "Pareto front" } as const,
        ]
      : []),
  ];
  const caption = { title: `${meaningY.label} against ${meaningX.label}, ${plural(placed.length, "run")}`, legend };
  const csv = () =>
    [
      csvLine(["run", "run_id", x, y, "pareto_front"]),
      ...placed.map((one) =>
        csvLine([one.run.name, one.run.id, one.x, one.y, front.includes(one.index) ? "yes" : "no"]),
      ),
    ].join("");
  return (
    <div className="flex flex-col gap-2">
      <ScrollArea className="overflow-x-auto">
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${meaningY.label} against ${meaningX.label}. Arrows go from run to run`}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, placed.length - 1)}
          aria-valuenow={Math.max(0, Math.min(at, placed.length - 1))}
          aria-valuetext={spoken}
          onKeyDown={onKeyDown}
        >
          <svg
            ref={drawing}
            viewBox="0 0 800 350"
            className="w-full max-w-5xl min-w-136"
            fontSize="11"
            aria-hidden="true"
          >
            {ticksOf(domainY, 5).map((tick) => (
              <g key={tick}>
                <path d={`M${frame.left} ${py(tick)}h${frame.width}`} stroke="var(--color-line)" />
                <text x={frame.left - 6} y={py(tick) + 4} textAnchor="end" fill="var(--color-ink-3)">
                  {formatNumber(tick)}
                </text>
              </g>
            ))}
            {ticksOf(domainX, 6).map((tick) => (
              <text
                key={tick}
                x={px(tick)}
                y={frame.top + frame.height + 16}
                textAnchor="middle"
                fill="var(--color-ink-3)"
              >
                {formatNumber(tick)}
              </text>
            ))}
            <text x={frame.left + frame.width} y={342} textAnchor="end" fill="var(--color-ink-2)">
              {`${meaningX.label}, ${directions[meaningX.better]}`}
            </text>
            <text x={frame.left} y={342} fill="var(--color-ink-2)">
              {`up: ${meaningY.label}, ${directions[meaningY.better]}`}
            </text>
            {line.length > 1 && (
              <path d={`M${line.join("L")}`} fill="none" stroke="var(--color-candidate)" strokeDasharray="4 3" />
            )}
            {placed.map((one, place) => {
              const tone = one.index === 0 ? "baseline" : "candidate";
              return (
                <circle
                  key={one.run.id}
                  cx={px(one.x)}
                  cy={py(one.y)}
                  r={5}
                  stroke={`var(--color-${tone})`}
                  strokeWidth="1.8"
                  fill={front.includes(one.index) ? `var(--color-${tone})` : "var(--color-panel)"}
                  onPointerEnter={() => setAt(place)}
                />
              );
            })}
            {chosen && (
              <circle
                data-cursor
                cx={px(chosen.x)}
                cy={py(chosen.y)}
                r={9}
                fill="none"
                stroke="var(--color-ink)"
                strokeWidth="1.2"
              />
            )}
          </svg>
        </div>
      </ScrollArea>
      <PlotLegend entries={legend} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-2">
        <span>{spoken}</span>
        {!isSplit && <span>no front: a metric here has no known direction</span>}
        <span className="ms-auto">
          <ChartDownloads name={`${y} against ${x}`} svg={() => serializeSvg(drawing.current, caption)} csv={csv} />
        </span>
      </div>
    </div>
  );
}
