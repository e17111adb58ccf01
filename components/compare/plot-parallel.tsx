"use client";

import { useRef, useState } from "react";
import { csvLine } from "@/lib/csv";
import { brushed, formatBrush, parallelAxis, parseBrushes } from "@/lib/experiments/parallel-axes";
import { formatNumber, plural } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import { ChartDownloads } from "./chart-downloads";
import type { PlotRun, PlotView } from "./plots";
import { serializeSvg } from "./serialize-svg";

type PlotParallelProps = {
  runs: readonly PlotRun[];
  metrics: readonly string[];
  params: readonly string[];
  view: PlotView;
  onChange: (change: Partial<PlotView>) => void;
};

const mostAxes = { params: 5, metrics: 4 };
const frame = { left: 60, top: 40, width: 880, height: 230 };
const textOf = (text: string) =>
  Number.isFinite(Number(text)) && text !== "" ? formatNumber(Number(text)) : text.slice(0, 14);

/** Differing parameters and metrics as parallel axes, a line a run; the limits of each axis keep some and grey the rest. */
export function PlotParallel({ runs, metrics, params, view, onChange }: PlotParallelProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const [brushes, setBrushes] = useState(() => parseBrushes(view.brushes));
  const axes = [
    ...params.slice(0, mostAxes.params).map((key, at) =>
      parallelAxis(
        `p.${key}`,
        key,
        runs.map((run) => run.params[at] ?? null),
      ),
    ),
    ...metrics.slice(0, mostAxes.metrics).map((key, at) =>
      parallelAxis(
        `m.${key}`,
        metricMeaning(key).label,
        runs.map((run) => run.metrics[at]?.toString() ?? null),
      ),
    ),
  ];
  const kept = brushed(axes, brushes, runs.length);
  const px = (axis: number) => frame.left + (axes.length < 2 ? 0.5 : axis / (axes.length - 1)) * frame.width;
  const py = (place: number) => frame.top + (1 - place) * frame.height;
  const limitsOf = (id: string) => brushes.find((brush) => brush.id === id) ?? { id, from: 0, to: 1 };
  const limit = (id: string, change: { from?: number; to?: number }) => {
    const next = { ...limitsOf(id), ...change };
    if (next.from >= next.to) return;
    setBrushes([...brushes.filter((brush) => brush.id !== id), ...(next.from > 0 || next.to < 1 ? [next] : [])]);
  };
  const settle = () => onChange({ brushes: brushes.map(formatBrush) });
  const csv = () =>
    [
      csvLine(["run", "run_id", "kept", ...axes.map((axis) => axis.label)]),
      ...runs.map((run, index) =>
        csvLine([
          run.name,
          run.id,
          kept.includes(index) ? "yes" : "no",
          ...axes.map((axis) => axis.texts[index] ?? ""),
        ]),
      ),
    ].join("");
  return (
    <div className="flex flex-col gap-2">
      <svg
        ref={drawing}
        viewBox="0 0 1000 300"
        className="w-full"
        fontSize="11"
        role="img"
        aria-label={`${runs.length} runs over ${axes.map((axis) => axis.label).join(", ")}; ${kept.length} within the limits`}
      >
        {runs.map((run, index) => {
          const isKept = kept.includes(index);
          const points = axes.flatMap((axis, at) => {
            const place = axis.places[index];
            return place === null || place === undefined ? [] : [`${px(at).toFixed(1)} ${py(place).toFixed(1)}`];
          });
          if (points.length < 2) return null;
          return (
            <path
              key={run.id}
              d={`M${points.join("L")}`}
              fill="none"
              stroke={`var(--color-${index === 0 ? "baseline" : "candidate"})`}
              strokeOpacity={isKept ? 0.75 : 0.08}
              strokeWidth={index === 0 ? 2.4 : 1.3}
            >
              <title>{run.name}</title>
            </path>
          );
        })}
        {axes.map((axis, at) => {
          const { from, to } = limitsOf(axis.id);
          return (
            <g key={axis.id} transform={`translate(${px(at)} 0)`}>
              <path d={`M0 ${frame.top}v${frame.height}`} stroke="var(--color-line-strong)" />
              <path d={`M0 ${py(to)}V${py(from)}`} stroke="var(--color-ink-2)" strokeWidth="3" />
              <text y={16} textAnchor="middle" fill="var(--color-ink)">
                {axis.label.length > 16 ? `${axis.label.slice(0, 15)}…` : axis.label}
              </text>
              <text y={32} textAnchor="middle" fill="var(--color-ink-3)">
                {textOf(axis.high)}
              </text>
              <text y={frame.top + frame.height + 16} textAnchor="middle" fill="var(--color-ink-3)">
                {textOf(axis.low)}
              </text>
            </g>
          );
        })}
      </svg>
      <div className="flex flex-wrap items-center gap-x-4 text-xs text-ink-2">
        <span role="status">
          {plural(kept.length, "run")} within the limits
          {brushes.length > 0 && kept.length <= 5 && `: ${kept.map((index) => runs[index]?.name).join(", ")}`}
        </span>
        <span className="ms-auto">
          <ChartDownloads name="parallel coordinates" svg={() => serializeSvg(drawing.current)} csv={csv} />
        </span>
      </div>
      <div className="grid gap-x-4 gap-y-2 text-xs sm:grid-cols-2 lg:grid-cols-4" data-print="hide">
        {axes.map((axis) => (
          <fieldset key={axis.id} className="min-w-0">
            <legend className="truncate text-ink-2">
              <bdi>{axis.label}</bdi>
            </legend>
            {(["from", "to"] as const).map((end) => (
              <input
                key={end}
                type="range"
                min={0}
                max={1}
                step={0.02}
                aria-label={`${axis.label}, ${end === "from" ? "at least" : "at most"}`}
                value={limitsOf(axis.id)[end]}
                className="w-full accent-accent"
                onChange={(event) => limit(axis.id, { [end]: Number(event.target.value) })}
                onPointerUp={settle}
                onKeyUp={settle}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </div>
  );
}
