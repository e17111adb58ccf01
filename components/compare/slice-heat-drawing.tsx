"use client";

import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";
import { ScrollArea } from "@/components/ui/scroll-area";
import { csvLine } from "@/lib/csv";
import { formatSigned } from "@/lib/format";
import { ChartDownloads } from "./chart-downloads";
import type { LegendEntry } from "./chart-frame";
import { PlotLegend } from "./plot-legend";
import { serializeSvg } from "./serialize-svg";
import { cellAt, type HeatRow, heatMarks } from "./slice-heat-marks";
import { sliceVerdicts } from "./slice-verdict";

export type SliceHeatProps = { metric: string; metricLabel: string; runs: readonly string[]; rows: readonly HeatRow[] };

const size = { label: 190, head: 112, row: 16 };
/** Wide while there are few, so that names find room; never narrower than a triangle needs. */
const cellWidth = (count: number) => Math.max(18, Math.min(52, Math.floor(720 / Math.max(1, count))));
const short = (name: string, most: number) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

/** Slices down, candidates across: the deeper the colour, the larger the change; arrows move from cell to cell. */
export function SliceHeatDrawing({ metric, metricLabel, runs, rows }: SliceHeatProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const [[row, column], setPlace] = useState<[number, number]>([0, 0]);
  const largest = Math.max(1e-12, ...rows.flatMap(({ cells }) => cells.map((cell) => Math.abs(cell?.[0] ?? 0))));
  const spoken = (r: number, c: number) => {
    const cell = rows[r]?.cells[c];
    const words = cell ? `${formatSigned(cell[0], { digits: 3 })}, ${sliceVerdicts[cell[2]].word}` : "not recorded";
    return `${rows[r]?.label}, ${runs[c]}: ${words}`;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      Home: [-rows.length, -runs.length],
      End: [rows.length, runs.length],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
    setPlace([within(row + move[0], rows.length), within(column + move[1], runs.length)]);
  };
  const csv = () =>
    [
      csvLine(["slice", ...runs]),
      ...rows.map(({ label, cells }) => csvLine([label, ...cells.map((cell) => cell?.[0] ?? null)])),
    ].join("");
  const legend: LegendEntry[] = [
    { mark: "box", colour: "var(--color-fail)", text: "worse" },
    { mark: "box", colour: "var(--color-pass)", text: "better" },
    { mark: "worse", colour: "var(--color-ink)", text: "clearly worse" },
    { mark: "better", colour: "var(--color-ink)", text: "clearly better" },
    { mark: "line", colour: "var(--color-ink-3)", text: "not recorded" },
  ];
  const caption = {
    title: `Change of ${metricLabel} by slice and candidate; deepest colour ${formatSigned(largest, { digits: 3 })}`,
    legend,
  };
  const cell = cellWidth(runs.length);
  const grid = { left: size.label, top: size.head, width: cell, height: size.row };
  const [width, height] = [size.label + runs.length * cell + 64, size.head + rows.length * size.row + 4];
  const marks = useMemo(
    () => heatMarks(rows, largest, { left: size.label, top: size.head, width: cell, height: size.row }),
    [rows, largest, cell],
  );
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = cellAt(event.clientX - box.left, event.clientY - box.top, grid, rows.length, runs.length);
    if (at && (at[0] !== row || at[1] !== column)) setPlace(at);
  };
  return (
    <div className="flex flex-col gap-2">
      <ScrollArea className="max-h-[36rem] overflow-auto">
        <div
          role="slider"
          tabIndex={0}
          aria-label={`Change of ${metricLabel} by slice and candidate. Arrows move from cell to cell`}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, rows.length * runs.length - 1)}
          aria-valuenow={row * runs.length + column}
          aria-valuetext={spoken(row, column)}
          onKeyDown={onKeyDown}
          className="w-max"
        >
          <svg
            ref={drawing}
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            fontSize="10.5"
            aria-hidden="true"
            onPointerMove={onPointerMove}
          >
            {runs.map((name, c) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <g key={c} transform={`translate(${size.label + (c + 0.5) * cell + 4} ${size.head - 6}) rotate(-60)`}>
                <text fill="var(--color-ink-2)">{short(name, 20)}</text>
              </g>
            ))}
            {rows.map(({ label }, r) => (
              <text
                key={label}
                x={size.label - 8}
                y={size.head + r * size.row + 12}
                textAnchor="end"
                fill="var(--color-ink)"
              >
                {short(label, 34)}
              </text>
            ))}
            {marks.fills.map(({ tone, opacity, d }) => (
              <path key={`${tone} ${opacity}`} d={d} fill={`var(--color-${tone})`} fillOpacity={opacity} />
            ))}
            <path d={marks.clear} fill="var(--color-ink)" />
            <path d={marks.absent} stroke="var(--color-ink-3)" />
            <rect
              data-cursor
              x={size.label + column * cell}
              y={size.head + row * size.row}
              width={cell - 1}
              height={size.row - 1}
              fill="none"
              stroke="var(--color-ink)"
              strokeWidth="1.5"
            />
          </svg>
        </div>
      </ScrollArea>
      <PlotLegend entries={legend} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-2">
        <span>{spoken(row, column)}</span>
        <span className="ms-auto">deepest colour {formatSigned(largest, { digits: 3 })}</span>
        <ChartDownloads
          name={`${metric} slice heat map`}
          svg={() => serializeSvg(drawing.current, caption)}
          csv={csv}
        />
      </div>
    </div>
  );
}
