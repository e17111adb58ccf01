import { type Domain, fraction, tickDigits, ticksOf } from "@/components/charts/scale";
import { csvLine } from "@/lib/csv";
import type { SliceRow } from "@/lib/experiments/compare-slices";
import type { SliceVerdict } from "@/lib/experiments/slice-deltas";
import { sliceLabel } from "@/lib/experiments/slice-label";
import { formatProbability, formatSigned } from "@/lib/format";
import { escapeXml, frameSvg } from "./chart-frame";
import { sliceVerdicts } from "./slice-verdict";

export type Interval = readonly [number, number] | null;
export type MatrixCell = {
  from: number | null;
  to: number | null;
  fromInterval: Interval;
  toInterval: Interval;
  delta: number | null;
  /** 95 % interval of the change, and why it was tested so. */
  interval: Interval;
  why: string;
  q: number | null;
  verdict: SliceVerdict;
};
export type MatrixRow = Pick<SliceRow, "dimension" | "value" | "n" | "denominator" | "isSmall"> & {
  cells: readonly (MatrixCell | null)[];
};
export type MatrixFigures = {
  metric: string;
  metricLabel: string;
  baseline: string;
  candidates: readonly string[];
  domain: Domain;
  rows: readonly MatrixRow[];
};

const size = { label: 250, n: 70, plot: 180, change: 150, gap: 20, head: 40, row: 24 };
const column = size.plot + size.change + size.gap;
const short = (name: string, most: number) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);
const connectors: Partial<Record<SliceVerdict, string>> = { worse: "var(--color-fail)", better: "var(--color-pass)" };
const place = (value: number) => Number(value.toFixed(2));

/** The delta matrix as a drawing that stands alone: dumbbell, change and q of each slice and candidate. */
export function matrixSvg({ metricLabel, baseline, candidates, domain, rows }: MatrixFigures): string {
  const width = size.label + size.n + candidates.length * column + 10;
  const height = size.head + rows.length * size.row + 24;
  const ticks = ticksOf(domain, 3);
  const digits = tickDigits(ticks);
  const text = (x: number, y: number, words: string, anchor: string, tone = "ink-2") =>
    `<text x="${place(x)}" y="${y}" text-anchor="${anchor}" fill="var(--color-${tone})">${escapeXml(words)}</text>`;
  const startOf = (index: number) => size.label + size.n + index * column + size.gap;
  const px = (index: number, value: number) =>
    place(startOf(index) + Math.min(1, Math.max(0, fraction(value, domain))) * size.plot);
  const heads = candidates.map((name, index) => {
    const marks = ticks.map(
      (tick) =>
        `<path d="M${px(index, tick)} ${size.head}V${height - 20}" stroke="var(--color-line)"/>${text(px(index, tick), size.head - 6, tick.toFixed(digits), "middle", "ink-3")}`,
    );
    return text(startOf(index), 12, short(name, 44), "start", "ink") + marks.join("");
  });
  const lines = rows.map((row, at) => {
    const y = size.head + at * size.row + size.row / 2;
    const cells = row.cells.map((cell, index) => {
      if (!cell) return "";
      const words =
        cell.delta === null
          ? sliceVerdicts[cell.verdict].word
          : `${formatSigned(cell.delta, { digits: 3 })} ${sliceVerdicts[cell.verdict].word}${cell.q === null ? "" : `, q ${formatProbability(cell.q)}`}`;
      return (
        drawCell(cell, (value) => px(index, value), y) + text(startOf(index) + size.plot + 12, y + 4, words, "start")
      );
    });
    return (
      text(size.label - 8, y + 4, short(sliceLabel(row), 40), "end", "ink") +
      text(size.label + size.n - 8, y + 4, row.n.toLocaleString("en-US"), "end", "ink-3") +
      cells.join("")
    );
  });
  const axes = [
    text(size.label - 8, size.head - 6, "slice", "end"),
    text(size.label + size.n - 8, size.head - 6, "n", "end"),
    text(startOf(0), height - 6, `${metricLabel}, baseline ${short(baseline, 60)}`, "start"),
  ];
  return frameSvg(
    [...heads, ...lines, ...axes].join(""),
    { width, height },
    {
      title: `${metricLabel} by slice against ${short(baseline, 60)}`,
      legend: [
        { mark: "ring", colour: "var(--color-baseline)", text: "baseline" },
        { mark: "dot", colour: "var(--color-candidate)", text: "candidate" },
        { mark: "line", colour: "var(--color-ink-3)", text: "95 % interval" },
        { mark: "thick-line", colour: "var(--color-fail)", text: "clearly worse" },
        { mark: "thick-line", colour: "var(--color-pass)", text: "clearly better" },
      ],
    },
  );
}

function drawCell(cell: MatrixCell, px: (value: number) => number, y: number): string {
  const { from, to, fromInterval, toInterval, verdict } = cell;
  const interval = (ends: Interval, at: number, tone: string) =>
    ends ? `<path d="M${px(ends[0])} ${at}H${px(ends[1])}" stroke="var(--color-${tone})" stroke-opacity="0.6"/>` : "";
  const join =
    from === null || to === null
      ? ""
      : `<path d="M${px(from)} ${y}H${px(to)}" stroke="${connectors[verdict] ?? "var(--color-line-strong)"}" stroke-width="${connectors[verdict] ? 2.5 : 1.5}"/>`;
  const dot = (value: number | null, tone: string, isFilled: boolean) =>
    value === null
      ? ""
      : `<circle cx="${px(value)}" cy="${y}" r="4" stroke="var(--color-${tone})" stroke-width="1.6" fill="var(--color-${isFilled ? tone : "panel"})"/>`;
  return (
    interval(fromInterval, y - 7, "baseline") +
    interval(toInterval, y + 7, "candidate") +
    join +
    dot(from, "baseline", false) +
    dot(to, "candidate", true)
  );
}

/** The same figures in long form, one line a slice and candidate. */
export function matrixCsv({ metric, baseline, candidates, rows }: MatrixFigures): string {
  return [
    csvLine([
      ...["metric", "slice", "n", "baseline_run", "candidate_run", "baseline", "baseline_low_95", "baseline_high_95"],
      ...["candidate", "candidate_low_95", "candidate_high_95", "change", "q_bh", "verdict"],
    ]),
    ...rows.flatMap((row) =>
      row.cells.flatMap((cell, index) =>
        cell
          ? csvLine([
              ...[metric, sliceLabel(row), row.n, baseline, candidates[index] ?? ""],
              ...[cell.from, cell.fromInterval?.[0], cell.fromInterval?.[1]],
              ...[cell.to, cell.toInterval?.[0], cell.toInterval?.[1], cell.delta, cell.q, cell.verdict],
            ])
          : [],
      ),
    ),
  ].join("");
}
