"use client";

import clsx from "clsx";
import { Fragment, type ReactNode } from "react";
import { PlotAxis } from "@/components/charts/plot-axis";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { GroupRow, Table, Th } from "@/components/ui/table";
import { toneText } from "@/components/ui/tone";
import { tableHeight, untilSeen } from "@/components/ui/until-seen";
import type { SliceCounts } from "@/lib/experiments/compare-slices";
import type { CompareState } from "@/lib/experiments/compare-url";
import { SeriesName } from "./series-mark";
import type { MatrixFigures } from "./slice-matrix-file";
import { plotWidth, SliceMatrixRow } from "./slice-matrix-row";

type SliceMatrixTableProps = {
  project: string;
  state: CompareState;
  figures: MatrixFigures;
  /** Verdicts of each candidate over all slices, also those that are not shown. */
  counts: readonly SliceCounts[];
  /** Beside the name of each slice. */
  notes?: readonly ReactNode[];
};

/** Every slice against the baseline: one row a slice, one panel a candidate, all on one axis. */
export function SliceMatrixTable({ project, state, figures, counts, notes }: SliceMatrixTableProps) {
  const { baseline, candidates, metric, domain, rows } = figures;
  const firstSmall = rows.findIndex((row) => row.isSmall);
  return (
    <Panel className={clsx("overflow-hidden", untilSeen)} style={{ containIntrinsicHeight: tableHeight(rows.length) }}>
      <ScrollArea className="overflow-x-auto">
        <Table caption={`${metric} by slice against ${baseline}`} density="dense">
          <thead>
            <tr>
              <Th className="md:sticky md:start-0 md:z-1 bg-panel" colSpan={1} />
              <Th />
              {candidates.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a candidate is its place
                <th key={index} scope="colgroup" colSpan={3} className="border-s border-line">
                  <span className="flex items-center justify-between gap-3">
                    <SeriesName name={name} isBaseline={false} />
                    <VerdictCounts counts={counts[index]} />
                  </span>
                </th>
              ))}
            </tr>
            <tr>
              <Th className="md:sticky md:start-0 md:z-1 bg-panel">Slice</Th>
              <Th align="end">Tested of n</Th>
              {candidates.map((_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a candidate is its place
                <Fragment key={index}>
                  <Th className="border-s border-line">
                    <PlotAxis domain={domain} width={plotWidth} />
                  </Th>
                  <Th align="end">Change</Th>
                  <Th
                    align="end"
                    title="p adjusted over all tested slices of this candidate, Benjamini and Hochberg 1995"
                  >
                    q
                  </Th>
                </Fragment>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <Fragment key={`${row.dimension} ${row.value}`}>
                {index === firstSmall && (
                  <GroupRow span={2 + candidates.length * 3}>
                    Fewer than 50 rows behind the metric, or only one run has the slice: shown, never judged.{" "}
                    {rows.length - firstSmall} of {rows.length}
                  </GroupRow>
                )}
                <SliceMatrixRow project={project} state={state} row={row} domain={domain} note={notes?.[index]} />
              </Fragment>
            ))}
          </tbody>
        </Table>
      </ScrollArea>
    </Panel>
  );
}

function VerdictCounts({ counts }: { counts: SliceCounts | undefined }) {
  if (!counts) return null;
  const shown = [
    { n: counts.worse, word: "worse", tone: toneText.fail },
    { n: counts.better, word: "better", tone: "" },
    { n: counts.changed, word: "changed", tone: "" },
    { n: counts.unclear, word: "unclear", tone: "" },
    { n: counts.untested, word: "not tested", tone: "" },
  ].filter(({ n, word }) => n > 0 || (word === "worse" && counts.untested === 0));
  return (
    <span className="font-normal text-ink-2 tabular-nums">
      {shown.map(({ n, word, tone }, index) => (
        <span key={word} className={n > 0 ? tone : ""}>
          {index > 0 && ", "}
          {n} {word}
        </span>
      ))}
    </span>
  );
}
