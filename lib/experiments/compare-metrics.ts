import type { Better } from "@/lib/format";
import { compareMetricKeys, metricMeaning } from "@/lib/metric-meaning";
import type { PairedDelta } from "./compare-paired-metrics";

export type MetricFigure = {
  value: number | null;
  raw: string | null;
  low: number | null;
  high: number | null;
  n: number | null;
};
export type MetricEvidence = "paired" | "intervals" | "none";

/** How the interval of a change came about, in words. */
export const evidenceWords: Record<MetricEvidence, string> = {
  paired: "paired predictions, influence functions",
  intervals: "both runs' own intervals",
  none: "no interval",
};

export type MetricDelta = {
  figure: MetricFigure;
  /** Candidate - baseline; null when either is missing. */
  delta: number | null;
  low: number | null;
  high: number | null;
  evidence: MetricEvidence;
  /** Whether the 95 % interval of the change leaves out 0; undefined when there is none. */
  isClear: boolean | undefined;
};
export type MetricRow = {
  key: string;
  label: string;
  better: Better;
  digits: number;
  unit?: string;
  group: string;
  baseline: MetricFigure;
  candidates: MetricDelta[];
};

export type MetricSource = { metrics: Readonly<Record<string, MetricFigure>> };
/** Paired changes by metric key; a metric that is not there cannot be computed from predictions. */
export type PairedMetrics = Readonly<Record<string, PairedDelta | null>>;

const absent: MetricFigure = { value: null, raw: null, low: null, high: null, n: null };

/** Recorded figures are rounded, log losses clipped: predictions that miss them by more are not the same evaluation. */
const agrees = (computed: number, recorded: number) =>
  Math.abs(computed - recorded) <= 5e-4 * Math.max(1, Math.abs(recorded));

/**
 * Change of one metric. Its interval comes from the paired predictions when these reproduce both recorded figures, else from
 * the two recorded intervals as if independent (MOVER, Zou and Donner 2008), which is wider than the truth on the same rows.
 */
export function metricDelta(
  key: string,
  baseline: MetricFigure,
  figure: MetricFigure,
  paired: PairedMetrics | null,
): MetricDelta {
  const none = { figure, delta: null, low: null, high: null, evidence: "none", isClear: undefined } as const;
  if (baseline.value === null || figure.value === null) return none;
  const delta = figure.value - baseline.value;
  const pair = paired && Object.hasOwn(paired, key) ? paired[key] : null;
  if (pair && agrees(pair.baseline, baseline.value) && agrees(pair.candidate, figure.value)) {
    return { figure, delta, ...limits(pair.low, pair.high), evidence: "paired" };
  }
  if (baseline.low === null || baseline.high === null || figure.low === null || figure.high === null)
    return { ...none, delta };
  const down = Math.hypot(figure.value - figure.low, baseline.high - baseline.value);
  const up = Math.hypot(figure.high - figure.value, baseline.value - baseline.low);
  return { figure, delta, ...limits(delta - down, delta + up), evidence: "intervals" };
}

const limits = (low: number, high: number) => ({ low, high, isClear: low > 0 || high < 0 });

/** All metrics any run has, in reading order; `paired[i]` belongs to candidate i. The first run is the baseline. */
export function metricRows(runs: readonly MetricSource[], paired: readonly (PairedMetrics | null)[]): MetricRow[] {
  const [baseline, ...candidates] = runs;
  if (!baseline) return [];
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))].sort(compareMetricKeys);
  return keys.map((key) => {
    const from = baseline.metrics[key] ?? absent;
    return {
      key,
      ...metricMeaning(key),
      baseline: from,
      candidates: candidates.map((run, index) =>
        metricDelta(key, from, run.metrics[key] ?? absent, paired[index] ?? null),
      ),
    };
  });
}
