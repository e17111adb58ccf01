"use client";

import type { ClientColumn } from "@/components/data-table/client-columns";
import { VirtualTable } from "@/components/data-table/virtual-table";
import type { SliceView } from "@/lib/experiments/run-slice-views";
import { dimensionLabel, valueLabel } from "@/lib/experiments/slice-label";
import { formatCount, formatInterval, formatNumber, formatProbability, formatSigned } from "@/lib/format";

const grey = (view: SliceView, text: string) => (view.isSmall ? <span className="text-ink-3">{text}</span> : text);

const columns: ClientColumn<SliceView>[] = [
  {
    id: "slice",
    header: "Slice",
    value: (v) => valueLabel(v.dimension, v.value),
    cell: (v) => <bdi>{valueLabel(v.dimension, v.value)}</bdi>,
  },
  { id: "dimension", header: "Dimension", value: (v) => dimensionLabel(v.dimension) },
  { id: "n", header: "n", align: "end", value: (v) => v.n, cell: (v) => formatCount(v.n) },
  { id: "support", header: "Cases", align: "end", value: (v) => v.support, cell: (v) => formatCount(v.support) },
  {
    id: "baseline",
    header: "Baseline",
    align: "end",
    value: (v) => v.baseline,
    cell: (v) => formatNumber(v.baseline, { digits: 3 }),
  },
  {
    id: "run",
    header: "Run",
    align: "end",
    value: (v) => v.figure,
    cell: (v) => grey(v, formatNumber(v.figure, { digits: 3 })),
  },
  {
    id: "interval",
    header: "95 % interval",
    align: "end",
    value: (v) => v.low,
    cell: (v) => formatInterval(v.low, v.high, 3),
  },
  {
    id: "change",
    header: "Change",
    align: "end",
    value: (v) => v.delta,
    cell: (v) => grey(v, formatSigned(v.delta, { digits: 3 })),
  },
  { id: "q", header: "q", align: "end", value: (v) => v.qValue, cell: (v) => formatProbability(v.qValue) },
  { id: "verdict", header: "Verdict", value: (v) => (v.isSmall ? "too small to judge" : (v.verdict ?? "")) },
];

/** Hundreds of slices: searched and sorted in the browser, only the rows in view drawn. */
export function RunSlicesVirtual({ views }: { views: readonly SliceView[] }) {
  return (
    <VirtualTable
      caption="Slices"
      columns={columns}
      rows={views}
      rowId={(v) => `${v.dimension} ${v.value}`}
      noun="slices"
    />
  );
}
