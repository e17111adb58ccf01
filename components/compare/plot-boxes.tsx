"use client";

import { useRef } from "react";
import { domainOf, fraction, ticksOf } from "@/components/charts/scale";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Table, Td, Th } from "@/components/ui/table";
import { csvLine } from "@/lib/csv";
import { boxesBy } from "@/lib/experiments/plot-rules";
import { formatNumber, plural } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { ChartDownloads } from "./chart-downloads";
import type { LegendEntry } from "./chart-frame";
import { PlotLegend } from "./plot-legend";
import type { PlotRun } from "./plots";
import { serializeSvg } from "./serialize-svg";

type PlotBoxesProps = {
  runs: readonly PlotRun[];
  metric: string;
  /** What the groups are. */
  title: string;
  values: readonly (number | null)[];
  groups: readonly (string | null)[];
};

const frame = { left: 180, right: 784, top: 22, row: 30 };
const legend: readonly LegendEntry[] = [
  { mark: "box", colour: "var(--color-accent-soft)", text: "first to third quartile" },
  { mark: "bar", colour: "var(--color-ink)", text: "median" },
  { mark: "line", colour: "var(--color-ink-3)", text: "lowest to highest" },
  { mark: "dot", colour: "var(--color-candidate)", text: "a run" },
];
const columns = ["Runs", "Lowest", "First quartile", "Median", "Third quartile", "Highest", "Mean", "SD"];

/** A box per group: quartiles as box, median as bar, lowest to highest as line, every run as a dot. */
export function PlotBoxes({ runs, metric, title, values, groups }: PlotBoxesProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const boxes = boxesBy(values, groups);
  const domain = domainOf(values);
  const px = (value: number) => frame.left + fraction(value, domain) * (frame.right - frame.left);
  const height = frame.top + boxes.length * frame.row + 44;
  const { label } = metricMeaning(metric);
  const caption = { title: `${label} by ${title}, ${plural(boxes.length, "group")}`, legend };
  const csv = () =>
    [
      csvLine([title, "run", "run_id", metric]),
      ...boxes.flatMap(({ group, members }) =>
        members.map((index) => csvLine([group, runs[index]?.name ?? "", runs[index]?.id ?? "", values[index] ?? null])),
      ),
    ].join("");
  if (boxes.length === 0) return <p className="text-s text-ink-2">No run recorded {metricMeaning(metric).label}.</p>;
  return (
    <div className="flex flex-col gap-2">
      <ScrollArea className="max-h-[36rem] overflow-auto">
        <svg
          ref={drawing}
          viewBox={`0 0 800 ${height}`}
          className="w-full max-w-5xl min-w-136"
          fontSize="11"
          role="img"
          aria-label={`${metricMeaning(metric).label} by ${title}, ${boxes.length} groups; figures in the table below`}
        >
          {ticksOf(domain, 6).map((tick) => (
            <g key={tick}>
              <path d={`M${px(tick)} ${frame.top}V${height - 38}`} stroke="var(--color-line)" />
              <text x={px(tick)} y={height - 22} textAnchor="middle" fill="var(--color-ink-3)">
                {formatNumber(tick)}
              </text>
            </g>
          ))}
          <text x={frame.left - 8} y={14} textAnchor="end" fill="var(--color-ink-2)">
            {title.length > 30 ? `${title.slice(0, 29)}…` : title}
          </text>
          <text x={frame.right} y={height - 6} textAnchor="end" fill="var(--color-ink-2)">
            {label}
          </text>
          {boxes.map((box, row) => (
            <g key={box.group} transform={`translate(0 ${frame.top + row * frame.row})`}>
              <text x={frame.left - 8} y={19} textAnchor="end" fill="var(--color-ink)">
                {box.group.length > 26 ? `${box.group.slice(0, 25)}…` : box.group}
              </text>
              <path d={`M${px(box.low)} 15H${px(box.high)}`} stroke="var(--color-ink-3)" />
              <rect
                x={px(box.q1)}
                y={6}
                width={Math.max(0.5, px(box.q3) - px(box.q1))}
                height={18}
                fill="var(--color-accent-soft)"
                stroke="var(--color-candidate)"
              />
              <path d={`M${px(box.median)} 6v18`} stroke="var(--color-ink)" strokeWidth="2" />
              {box.members.map((index) => (
                <circle key={index} cx={px(values[index] ?? 0)} cy={15} r={2.5} fill="var(--color-candidate)">
                  <title>{`${runs[index]?.name} ${formatMetric(metric, values[index])}`}</title>
                </circle>
              ))}
            </g>
          ))}
        </svg>
      </ScrollArea>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <PlotLegend entries={legend} />
        <span className="ms-auto">
          <ChartDownloads name={`${metric} by ${title}`} svg={() => serializeSvg(drawing.current, caption)} csv={csv} />
        </span>
      </div>
      <ScrollArea className="max-h-72 overflow-auto rounded-s border border-line">
        <Table caption={`${metricMeaning(metric).label} by ${title}`} density="dense" data-sticky>
          <thead>
            <tr>
              <Th>{title}</Th>
              {columns.map((column) => (
                <Th key={column} align="end">
                  {column}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {boxes.map((box) => (
              <tr key={box.group}>
                <th scope="row" className="font-normal!">
                  <bdi>{box.group}</bdi>
                </th>
                <Td align="end">{box.n}</Td>
                {[box.low, box.q1, box.median, box.q3, box.high, box.mean, box.sd].map((value, place) => (
                  <Td key={columns[place + 1]} align="end">
                    {formatMetric(metric, value)}
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </ScrollArea>
    </div>
  );
}
