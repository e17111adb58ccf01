import { Fragment } from "react";
import { IntervalPlot } from "@/components/charts/interval-plot";
import { domainOf } from "@/components/charts/scale";
import { Delta } from "@/components/ui/delta";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/ui/status-badge";
import { GroupRow, Table, Td, Th } from "@/components/ui/table";
import type { RunMetricRow } from "@/db/schema/metrics";
import type { MetricRow } from "@/lib/experiments/compare-metrics";
import { formatCount, formatInterval } from "@/lib/format";
import type { MetricLimit } from "@/lib/governance/metric-limits";
import { compareMetricKeys, formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { MetricValue } from "./metric-value";

type RunMetricsProps = {
  metrics: readonly RunMetricRow[];
  compared: readonly MetricRow[] | null;
  limits: readonly MetricLimit[];
  limitsFrom: string | null;
  meta: string;
};

const limitText = ({ metric, comparison, at }: MetricLimit) =>
  `${comparison === ">=" ? "≥" : "≤"} ${formatMetric(metric, at)}`;

/** Whether the point estimate meets the limit; the gates themselves judge at promotion. */
const meets = ({ comparison, at }: MetricLimit, value: number) => (comparison === ">=" ? value >= at : value <= at);

function LimitCell({ limit, value }: { limit: MetricLimit | undefined; value: number | null }) {
  if (!limit) return <span className="text-ink-3">no gate</span>;
  if (value === null) return <StatusBadge tone="unknown">no value, {limitText(limit)}</StatusBadge>;
  return <StatusBadge tone={meets(limit, value) ? "pass" : "fail"}>{limitText(limit)}</StatusBadge>;
}

type RowProps = {
  row: RunMetricRow;
  compared: MetricRow | undefined;
  limit: MetricLimit | undefined;
  hasBaseline: boolean;
};

function Scale({ row, compared, limit }: RowProps) {
  if (row.value === null) return null;
  const before = compared?.baseline;
  const baseline = before && before.value !== null ? { value: before.value, low: before.low, high: before.high } : null;
  if (!baseline && row.ciLow === null && !limit) return null;
  const domain = domainOf([
    row.value,
    row.ciLow,
    row.ciHigh,
    baseline?.value,
    baseline?.low,
    baseline?.high,
    limit?.at,
  ]);
  const { label } = metricMeaning(row.key);
  const words = `${label} ${formatMetric(row.key, row.value)}${baseline ? `, baseline ${formatMetric(row.key, baseline.value)}` : ""}${limit ? `, limit ${limitText(limit)}` : ""}`;
  return (
    <IntervalPlot
      label={words}
      domain={domain}
      candidate={{ value: row.value, low: row.ciLow, high: row.ciHigh }}
      baseline={baseline}
      limit={limit?.at}
      width={130}
    />
  );
}

function Row(props: RowProps) {
  const { row, compared, limit, hasBaseline } = props;
  const { label, better, digits, unit } = metricMeaning(row.key);
  const change = compared?.candidates[0];
  return (
    <tr>
      <th scope="row" className="font-normal!" title={row.key}>
        <bdi>{label}</bdi>
      </th>
      <Td align="end" className="font-medium">
        <MetricValue
          metric={row.key}
          figure={{ value: row.value, raw: row.raw, low: row.ciLow, high: row.ciHigh, n: row.n }}
        />
      </Td>
      <Td
        align="end"
        className="text-ink-2 tabular-nums"
        title={row.ciMethod ? `95 % interval, ${row.ciMethod}` : undefined}
      >
        {row.ciLow === null ? (
          <span className="text-ink-3">no interval</span>
        ) : (
          formatInterval(row.ciLow, row.ciHigh, digits)
        )}
      </Td>
      <Td align="end" className="text-ink-3 tabular-nums">
        {row.n === null ? "" : formatCount(row.n)}
      </Td>
      <Td>
        <Scale {...props} />
      </Td>
      {hasBaseline && (
        <Td align="end">
          {change && change.delta !== null ? (
            <Delta
              value={change.delta}
              better={change.isClear === undefined ? "none" : better}
              clear={change.isClear}
              digits={digits}
              unit={unit}
            />
          ) : (
            <span className="text-ink-3">—</span>
          )}
        </Td>
      )}
      <Td>
        <LimitCell limit={limit} value={row.value} />
      </Td>
    </tr>
  );
}

/** Overall metrics by group: value, 95 % interval, n, baseline, and the limit a policy sets. */
export function RunMetrics({ metrics, compared, limits, limitsFrom, meta }: RunMetricsProps) {
  if (metrics.length === 0) return null;
  const rows = metrics.toSorted((a, b) => compareMetricKeys(a.key, b.key));
  return (
    <Section id="metrics" title="Metrics" meta={meta}>
      <Panel>
        <ScrollArea className="max-h-[900px] overflow-auto">
          <Table caption="Overall metrics" density="dense">
            <thead>
              <tr>
                <Th>Metric</Th>
                <Th align="end">Value</Th>
                <Th align="end">95 % interval</Th>
                <Th align="end">n</Th>
                <Th>Scale per row</Th>
                {compared && <Th align="end">Change</Th>}
                <Th title={limitsFrom ?? undefined}>{limitsFrom ?? "Gate"}</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => {
                const { group } = metricMeaning(row.key);
                const previous = rows[index - 1];
                return (
                  <Fragment key={row.key}>
                    {(!previous || metricMeaning(previous.key).group !== group) && (
                      <GroupRow span={compared ? 7 : 6}>{group}</GroupRow>
                    )}
                    <Row
                      row={row}
                      compared={compared?.find((one) => one.key === row.key)}
                      limit={limits.find((one) => one.metric === row.key)}
                      hasBaseline={compared !== null}
                    />
                  </Fragment>
                );
              })}
            </tbody>
          </Table>
        </ScrollArea>
      </Panel>
    </Section>
  );
}
