import { Bars } from "@/components/charts/bars";
import { CalibrationPlot } from "@/components/charts/calibration-plot";
import { ConfusionMatrix } from "@/components/charts/confusion-matrix";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import type { AxisDetails, CalibrationBin, Confusion, Importance } from "@/db/schema/experiments";
import { formatNumber, formatPercent } from "@/lib/format";
import { wilsonInterval } from "@/lib/stats/intervals";

type RunConfusionProps = {
  confusion: Confusion;
  baseline: { confusion: Confusion; name: string } | null;
  details: AxisDetails;
  threshold: number | null;
};

const counts = ({ tp, fp, fn, tn }: Confusion) => [
  [tp, fn],
  [fp, tn],
];

/** Counts at the run's threshold, with the change in each cell against the baseline. */
export function RunConfusion({ confusion, baseline, details, threshold }: RunConfusionProps) {
  const positive = details.dataset?.positiveLabel ?? "positive";
  const total = confusion.tp + confusion.fp + confusion.fn + confusion.tn;
  const at = formatNumber(threshold);
  const limit = threshold === null ? "the threshold" : at;
  return (
    <Section
      id="confusion"
      title="Confusion"
      meta={`${positive}, base rate ${formatPercent(total > 0 ? (confusion.tp + confusion.fn) / total : null, 1)}`}
    >
      <Panel padded>
        <ConfusionMatrix
          caption={`Counts at threshold ${at}`}
          actual={[positive, `not ${positive}`]}
          predicted={[`scored ${limit} or more`, `scored below ${limit}`]}
          counts={counts(confusion)}
          baseline={baseline ? counts(baseline.confusion) : undefined}
          baselineName={baseline?.name}
        />
      </Panel>
    </Section>
  );
}

/** Observed share minus mean score, bin by bin, with Wilson intervals. */
export function RunCalibration({ name, bins }: { name: string; bins: readonly CalibrationBin[] }) {
  const drawn = bins.flatMap(({ n, meanPredicted, fractionPositive }) => {
    if (n === 0 || meanPredicted === null || fractionPositive === null) return [];
    const [low, high] = wilsonInterval(Math.round(fractionPositive * n), n) ?? [null, null];
    return [{ meanScore: meanPredicted, observed: fractionPositive, low, high, n }];
  });
  if (drawn.length === 0) return null;
  return (
    <Section id="calibration" title="Calibration" meta={`${drawn.length} bins, 95 % Wilson`}>
      <Panel padded>
        <CalibrationPlot
          label={`Calibration of ${name}: observed share minus mean score in ${drawn.length} bins`}
          series={[{ name, role: "candidate", bins: drawn }]}
        />
      </Panel>
    </Section>
  );
}

const shownFeatures = 20;

/** What the model leans on, as its producer measured it. */
export function RunImportance({ importance }: { importance: Importance }) {
  const items = importance.items.toSorted((a, b) => b.mean - a.mean);
  const bars = items.slice(0, shownFeatures).map(({ feature, mean, std }) => ({
    label: feature,
    value: mean,
    ...(std === undefined ? {} : { low: mean - std, high: mean + std }),
  }));
  const more = items.length - bars.length;
  return (
    <Section id="importance" title="Importance" meta={importance.method}>
      <Panel padded>
        <Bars label={`Feature importance: ${importance.method}`} bars={bars} />
        {more > 0 && <p className="mt-2 text-xs text-ink-3">{more} smaller ones are not drawn.</p>}
      </Panel>
    </Section>
  );
}
