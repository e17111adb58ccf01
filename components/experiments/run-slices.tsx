import { Fragment } from "react";
import { IntervalPlot } from "@/components/charts/interval-plot";
import { PlotAxis } from "@/components/charts/plot-axis";
import { domainOf } from "@/components/charts/scale";
import { Panel } from "@/components/ui/panel";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { GroupRow, Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { SliceView } from "@/lib/experiments/run-slice-views";
import { dimensionLabel, valueLabel } from "@/lib/experiments/slice-label";
import { formatCount, formatInterval, formatNumber, formatProbability } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import { RunSlicesVirtual } from "./run-slices-virtual";
import { SliceChange } from "./slice-change";

type RunSlicesProps = {
  views: readonly SliceView[];
  metric: string;
  metrics: readonly { key: string; href: string }[];
  hasBaseline: boolean;
  /** Which test was used, and why. */
  test: string | null;
  isAll: boolean;
  allHref: string;
};

const shownFirst = 12;
const drawnAtMost = 60;
const plotWidth = 130;

function Row({
  view,
  domain,
  hasBaseline,
}: {
  view: SliceView;
  domain: readonly [number, number];
  hasBaseline: boolean;
}) {
  const name = valueLabel(view.dimension, view.value);
  const words = `${name}: ${formatNumber(view.figure, { digits: 3 })}, 95 % interval ${formatInterval(view.low, view.high, 3)}`;
  return (
    <tr data-tone={view.isSmall ? "muted" : undefined}>
      <th scope="row" className="font-normal!">
        <bdi>{name}</bdi> <span className="text-xs text-ink-3">{dimensionLabel(view.dimension)}</span>
      </th>
      <Td align="end" title="Cases behind the metric, of all rows of the slice">
        {view.support !== null && view.support !== view.n && (
          <>
            {formatCount(view.support)} <span className="text-ink-3">of</span>{" "}
          </>
        )}
        {formatCount(view.n)}
      </Td>
      {hasBaseline && <Td align="end">{formatNumber(view.baseline, { digits: 3 })}</Td>}
      <Td align="end" className="font-medium">
        {formatNumber(view.figure, { digits: 3 })}
      </Td>
      <Td>
        {view.figure !== null && (
          <IntervalPlot
            label={words}
            domain={domain}
            candidate={{ value: view.figure, low: view.low, high: view.high }}
            baseline={view.baseline === null ? null : { value: view.baseline, low: null, high: null }}
            muted={view.isSmall}
            width={plotWidth}
          />
        )}
      </Td>
      {hasBaseline && (
        <>
          <SliceChange view={view} />
          <Td align="end" title={view.why ?? undefined}>
            {view.qValue === null ? <span className="text-ink-3">—</span> : formatProbability(view.qValue)}
          </Td>
        </>
      )}
    </tr>
  );
}

function SliceTable({ views, metric, hasBaseline }: Pick<RunSlicesProps, "views" | "metric" | "hasBaseline">) {
  const judged = views.filter((view) => !view.isSmall);
  const domain = domainOf(
    (judged.length > 0 ? judged : views).flatMap((view) => [view.low, view.high, view.figure, view.baseline]),
  );
  const firstSmall = views.findIndex((view) => view.isSmall);
  return (
    <ScrollArea className="overflow-x-auto">
      <Table caption={`${metricMeaning(metric).label} by slice`} density="dense">
        <thead>
          <tr>
            <Th>Slice</Th>
            <Th align="end">n</Th>
            {hasBaseline && <Th align="end">Baseline</Th>}
            <Th align="end">Run</Th>
            <Th>
              <PlotAxis domain={domain} width={plotWidth} count={3} />
            </Th>
            {hasBaseline && <Th align="end">Change</Th>}
            {hasBaseline && <Th align="end">q</Th>}
          </tr>
        </thead>
        <tbody>
          {views.map((view, index) => (
            <Fragment key={`${view.dimension} ${view.value}`}>
              {index === firstSmall && (
                <GroupRow span={hasBaseline ? 7 : 4}>
                  Fewer than 50 cases behind the metric: shown, never judged.
                </GroupRow>
              )}
              <Row view={view} domain={domain} hasBaseline={hasBaseline} />
            </Fragment>
          ))}
        </tbody>
      </Table>
    </ScrollArea>
  );
}

/** One metric on every slice, worst first, with n and intervals; small ones greyed. Long lists are searched and drawn as needed. */
export function RunSlices({ views, metric, metrics, hasBaseline, test, isAll, allHref }: RunSlicesProps) {
  if (views.length === 0) return null;
  const shown = isAll ? views : views.slice(0, shownFirst);
  const { label } = metricMeaning(metric);
  const meta = `${label}${hasBaseline ? " against the baseline" : ""}, worst first · ${shown.length} of ${views.length}${test ? ` · ${test}` : ""}`;
  return (
    <Section
      id="slices"
      title="Slices"
      meta={meta}
      actions={
        views.length > shownFirst && (
          <TextLink href={allHref} scroll={false}>
            {isAll ? "Only the worst" : `All ${views.length}`}
          </TextLink>
        )
      }
    >
      <div className="mb-2.5 flex">
        <SegmentedLinks
          label="Metric of the slices"
          options={metrics.map(({ key, href }) => ({ label: metricMeaning(key).label, href, current: key === metric }))}
        />
      </div>
      {shown.length > drawnAtMost ? (
        <RunSlicesVirtual views={shown} />
      ) : (
        <Panel>
          <SliceTable views={shown} metric={metric} hasBaseline={hasBaseline} />
        </Panel>
      )}
    </Section>
  );
}
