"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Select } from "@/components/ui/select";
import { csvLine } from "@/lib/csv";
import {
  type Brush,
  brushed,
  chosenAxes,
  formatBrush,
  movedBy,
  parallelAxis,
  parseBrushes,
} from "@/lib/experiments/parallel-axes";
import { formatNumber, plural } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import { AxisButtons } from "./axis-buttons";
import { ChartDownloads } from "./chart-downloads";
import type { LegendEntry } from "./chart-frame";
import { PlotLegend } from "./plot-legend";
import type { PlotRun, PlotView } from "./plots";
import { serializeSvg } from "./serialize-svg";

type PlotParallelProps = {
  runs: readonly PlotRun[];
  metrics: readonly string[];
  params: readonly string[];
  view: PlotView;
  onChange: (change: Partial<PlotView>) => void;
};

const mostAxes = 12;
const frame = { left: 60, top: 40, width: 880, height: 230 };
const legend: readonly LegendEntry[] = [
  { mark: "thick-line", colour: "var(--color-baseline)", text: "baseline" },
  { mark: "line", colour: "var(--color-candidate)", text: "candidate; pale where outside the limits" },
  { mark: "bar", colour: "var(--color-ink-2)", text: "limits of an axis" },
];
const textOf = (text: string) =>
  Number.isFinite(Number(text)) && text !== "" ? formatNumber(Number(text)) : text.slice(0, 14);

/** Differing parameters and metrics as parallel axes, a line a run; the limits of each axis keep some and grey the rest. */
export function PlotParallel({ runs, metrics, params, view, onChange }: PlotParallelProps) {
  const drawing = useRef<SVGSVGElement>(null);
  // Limits as far as a slider was dragged; they are in the address once it is let go.
  const [dragged, setDragged] = useState<Brush[] | null>(null);
  const brushes = dragged ?? parseBrushes(view.brushes);
  const ids = chosenAxes(view.axes, params, metrics);
  const axes = ids.map((id) => {
    const key = id.slice(2);
    return id.startsWith("p.")
      ? parallelAxis(
          id,
          key,
          runs.map((run) => run.params[params.indexOf(key)] ?? null),
        )
      : parallelAxis(
          id,
          metricMeaning(key).label,
          runs.map((run) => run.metrics[metrics.indexOf(key)]?.toString() ?? null),
        );
  });
  const others = [
    ...params.map((key) => ({ value: `p.${key}`, label: key })),
    ...metrics.map((key) => ({ value: `m.${key}`, label: metricMeaning(key).label })),
  ].filter(({ value }) => !ids.includes(value));
  const choose = (next: string[]) => {
    setDragged(null);
    onChange({ axes: next, brushes: brushes.filter((brush) => next.includes(brush.id)).map(formatBrush) });
  };
  const kept = brushed(axes, brushes, runs.length);
  // The baseline last, so that it lies on top.
  const drawn = [...runs.keys()].reverse();
  const px = (axis: number) => frame.left + (axes.length < 2 ? 0.5 : axis / (axes.length - 1)) * frame.width;
  const py = (place: number) => frame.top + (1 - place) * frame.height;
  const limitsOf = (id: string) => brushes.find((brush) => brush.id === id) ?? { id, from: 0, to: 1 };
  const limit = (id: string, change: { from?: number; to?: number }) => {
    const next = { ...limitsOf(id), ...change };
    if (next.from >= next.to) return;
    setDragged([...brushes.filter((brush) => brush.id !== id), ...(next.from > 0 || next.to < 1 ? [next] : [])]);
  };
  const settle = () => {
    if (!dragged) return;
    setDragged(null);
    onChange({ brushes: dragged.map(formatBrush) });
  };
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
      <ScrollArea className="overflow-x-auto">
        <svg
          ref={drawing}
          viewBox="0 0 1000 300"
          className="w-full min-w-176"
          fontSize="11"
          role="img"
          aria-label={`${runs.length} runs over ${axes.map((axis) => axis.label).join(", ")}; ${kept.length} within the limits`}
        >
          {drawn.map((index) => {
            const run = runs[index];
            const isKept = kept.includes(index);
            const points = axes.flatMap((axis, at) => {
              const place = axis.places[index];
              return place === null || place === undefined ? [] : [`${px(at).toFixed(1)} ${py(place).toFixed(1)}`];
            });
            if (!run || points.length < 2) return null;
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
      </ScrollArea>
      <PlotLegend entries={legend} />
      <div className="flex flex-wrap items-center gap-x-4 text-xs text-ink-2">
        <span role="status">
          {plural(kept.length, "run")} within the limits
          {brushes.length > 0 && kept.length <= 5 && `: ${kept.map((index) => runs[index]?.name).join(", ")}`}
        </span>
        <span className="ms-auto">
          <ChartDownloads
            name="parallel coordinates"
            svg={() =>
              serializeSvg(drawing.current, {
                title: `Parallel coordinates, ${kept.length} of ${plural(runs.length, "run")} within the limits`,
                legend,
              })
            }
            csv={csv}
          />
        </span>
      </div>
      <div className="grid grid-cols-2 gap-x-4 gap-y-2 text-xs lg:grid-cols-4" data-print="hide">
        {axes.map((axis, at) => (
          <fieldset key={axis.id} className="min-w-0">
            <legend className="flex w-full items-center gap-1 text-ink-2">
              <bdi className="min-w-0 flex-1 truncate">{axis.label}</bdi>
              <AxisButtons
                label={axis.label}
                at={at}
                count={axes.length}
                onMove={(by) => choose(movedBy(ids, axis.id, by))}
                onRemove={() => choose(ids.filter((id) => id !== axis.id))}
              />
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
      <div className="flex flex-wrap items-center gap-3 text-s" data-print="hide">
        <Select
          aria-label="Add an axis"
          className="w-52! max-w-full"
          value=""
          placeholder={axes.length < mostAxes ? "Add an axis" : `At most ${mostAxes} axes`}
          disabled={others.length === 0 || axes.length >= mostAxes}
          options={others}
          onChange={({ target }) => target.value !== "" && choose([...ids, target.value])}
        />
        {view.axes.length > 0 && (
          <Button size="s" variant="ghost" onClick={() => choose([])}>
            Back to the default axes
          </Button>
        )}
      </div>
    </div>
  );
}
