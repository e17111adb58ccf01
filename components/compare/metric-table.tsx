"use client";

import clsx from "clsx";
import { Fragment } from "react";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { GroupRow, Table, Td, Th } from "@/components/ui/table";
import { toneText } from "@/components/ui/tone";
import { tableHeight, untilSeen } from "@/components/ui/until-seen";
import type { MetricDelta, MetricRow } from "@/lib/experiments/compare-metrics";
import { formatInterval, formatRatio, formatSigned, readDelta } from "@/lib/format";
import { formatMetric } from "@/lib/metric-meaning";
import { DeltaInterval } from "./delta-interval";
import { SeriesName } from "./series-mark";

type MetricTableProps = {
  rows: readonly MetricRow[];
  /** Names of the runs. */
  baseline: string;
  candidates: readonly string[];
};

/** Metrics by group: value, change, what it means and its 95 % interval, for each candidate. */
export function MetricTable({ rows, baseline, candidates }: MetricTableProps) {
  const span = 2 + candidates.length * 4;
  return (
    <Panel className={clsx("overflow-hidden", untilSeen)} style={{ containIntrinsicHeight: tableHeight(rows.length) }}>
      <ScrollArea className="overflow-x-auto">
        <Table caption="Metrics against the baseline" density="dense">
          <thead>
            <tr>
              <Th className="md:sticky md:start-0 md:z-1 bg-panel" />
              <Th align="end">
                <SeriesName name={baseline} isBaseline />
              </Th>
              {candidates.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a candidate is its place
                <th key={index} scope="colgroup" colSpan={4} className="border-s border-line">
                  <SeriesName name={name} isBaseline={false} />
                </th>
              ))}
            </tr>
            <tr>
              <Th className="md:sticky md:start-0 md:z-1 bg-panel">Metric</Th>
              <Th align="end">Value</Th>
              {candidates.map((_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a candidate is its place
                <Fragment key={index}>
                  <Th align="end" className="border-s border-line">
                    Value
                  </Th>
                  <Th align="end">Change</Th>
                  <Th>Meaning</Th>
                  <Th className="w-36">
                    <span className="flex justify-between gap-2">
                      <span>worse</span>
                      <span>better</span>
                    </span>
                  </Th>
                </Fragment>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <Fragment key={row.key}>
                {row.group !== rows[index - 1]?.group && <GroupRow span={span}>{row.group}</GroupRow>}
                <tr>
                  <th scope="row" className="md:sticky md:start-0 md:z-1 bg-panel font-normal!" title={row.key}>
                    <bdi>{row.label}</bdi>
                  </th>
                  <Td align="end" title={formatInterval(row.baseline.low, row.baseline.high, row.digits)}>
                    {row.baseline.raw ?? formatMetric(row.key, row.baseline.value)}
                  </Td>
                  {row.candidates.map((change, candidate) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a candidate is its place
                    <ChangeCells key={candidate} row={row} change={change} />
                  ))}
                </tr>
              </Fragment>
            ))}
          </tbody>
        </Table>
      </ScrollArea>
    </Panel>
  );
}

type ChangeCellsProps = { row: MetricRow; change: MetricDelta };

function ChangeCells({ row, change }: ChangeCellsProps) {
  const { figure, delta, isClear, low, high } = change;
  const isTested = isClear !== undefined;
  const reading = delta === null ? null : readDelta(delta, isTested ? row.better : "none", isClear);
  const baseline = row.baseline.value;
  return (
    <>
      <Td
        align="end"
        className="border-s border-line font-medium"
        title={formatInterval(figure.low, figure.high, row.digits)}
      >
        {figure.raw ?? formatMetric(row.key, figure.value)}
      </Td>
      <Td align="end">{formatSigned(delta, { digits: row.digits })}</Td>
      <Td
        className={reading ? toneText[reading.tone] : undefined}
        title={low === null ? undefined : `95 % interval of the change ${formatInterval(low, high, row.digits)}`}
      >
        {reading && (
          <>
            <span aria-hidden="true">{reading.arrow}</span> {reading.word}
            {!isTested && delta !== 0 && <span className="text-ink-3">, not tested</span>}
          </>
        )}
      </Td>
      <Td>
        {low === null && row.group === "Cost" && baseline && figure.value !== null ? (
          <span className="text-ink-3">{formatRatio(figure.value / baseline)}</span>
        ) : (
          <DeltaInterval row={row} change={change} />
        )}
      </Td>
    </>
  );
}
