import { normalTwoSidedP } from "@/lib/stats/distributions";
import { normalInterval } from "@/lib/stats/intervals";
import { benjaminiHochberg } from "@/lib/stats/multiplicity";
import { compareCounts, comparePaired, isTestableRate } from "@/lib/stats/rate-comparison";
import type { Evidence } from "./evidence";
import { figureOf, standardErrorOf } from "./figures";
import { type SliceFinding, settled, settledInterval } from "./gate-result";
import { sliceName } from "./numbers";
import { perEvidence } from "./per-evidence";
import { sliceFigure } from "./slice-floor-gate";

/** Candidate against live, overall or on one slice. */
export type Compared = {
  slice: string;
  dimension: string;
  live: number | null;
  candidate: number | null;
  difference: number | null;
  interval: readonly [number, number] | null;
  test: SliceFinding["test"];
  pValue: number | null;
  qValue: number | null;
  n: number | null;
  /** The metric is a share of rows, so a test exists, but the counts for it are not on record. */
  lacksCounts: boolean;
};

/** A comparison with its figures as results carry them. */
export type Comparison = Compared & {
  settled: Pick<SliceFinding, "observed" | "baseline" | "difference" | "interval" | "qValue">;
  standardError: number | null;
};

const withFigures = (compared: Compared): Comparison => ({
  ...compared,
  settled: {
    observed: settled(compared.candidate),
    baseline: settled(compared.live),
    difference: settled(compared.difference),
    interval: settledInterval(compared.interval),
    qValue: settled(compared.qValue),
  },
  standardError: standardErrorOf(compared.interval),
});

const difference = (live: number | null, candidate: number | null): number | null =>
  live === null || candidate === null ? null : candidate - live;
const smaller = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.min(a, b);

/** The metric over all rows. */
export function compareOverall(metric: string, evidence: Evidence): Comparison | null {
  const compared = overall(metric, evidence);
  return compared && withFigures(compared);
}

function overall(metric: string, evidence: Evidence): Compared | null {
  const { candidate, live, paired } = evidence;
  if (!live) return null;
  const before = figureOf(live, metric);
  const after = figureOf(candidate, metric);
  const base = { slice: "overall", dimension: "", lacksCounts: false };
  if (isTestableRate(metric)) {
    const tested = paired
      ? comparePaired(metric, paired.overall)
      : live.confusion && candidate.confusion && compareCounts(metric, live.confusion, candidate.confusion);
    if (tested) return { ...base, live: tested.baseline, ...tested, qValue: tested.pValue };
  }
  const known = paired?.differences.find((entry) => entry.metric === metric);
  const values = { live: before.value, candidate: after.value, difference: difference(before.value, after.value) };
  if (!known) {
    const n = smaller(before.n, after.n);
    return {
      ...base,
      ...values,
      interval: null,
      test: "none",
      pValue: null,
      qValue: null,
      n,
      lacksCounts: isTestableRate(metric),
    };
  }
  const pValue = known.standardError > 0 ? normalTwoSidedP(known.difference / known.standardError) : 1;
  const interval = normalInterval(known.difference, known.standardError);
  return {
    ...base,
    ...values,
    difference: known.difference,
    interval,
    test: "paired_z",
    pValue,
    qValue: pValue,
    n: known.n,
  };
}

/** The metric on every slice either version has; q-values are taken over all of them, guarded by a gate or not. */
export const compareSlices = perEvidence((metric, evidence): readonly Comparison[] => {
  const { candidate, live, paired } = evidence;
  const after = new Map(candidate.slices.map((slice) => [sliceName(slice), slice]));
  const before = new Map((live?.slices ?? []).map((slice) => [sliceName(slice), slice]));
  const cells = new Map((paired?.slices ?? []).map((slice) => [sliceName(slice), slice.cells]));
  const compared = [...new Set([...after.keys(), ...before.keys()])].sort().map((name): Compared => {
    const to = after.get(name);
    const from = before.get(name);
    const dimension = (to ?? from)?.dimension ?? "";
    const base = {
      slice: name,
      dimension,
      interval: null,
      test: "none" as const,
      pValue: null,
      qValue: null,
      lacksCounts: false,
    };
    const a = from ? sliceFigure(from, metric) : null;
    const b = to ? sliceFigure(to, metric) : null;
    const values = { live: a?.value ?? null, candidate: b?.value ?? null, n: smaller(a?.n ?? null, b?.n ?? null) };
    if (isTestableRate(metric)) {
      const pairs = cells.get(name);
      const tested = pairs
        ? comparePaired(metric, pairs)
        : from?.confusion && to?.confusion
          ? compareCounts(metric, from.confusion, to.confusion)
          : null;
      if (tested) return { ...base, live: tested.baseline, ...tested, qValue: null };
    }
    return {
      ...base,
      ...values,
      difference: difference(values.live, values.candidate),
      lacksCounts: isTestableRate(metric),
    };
  });
  const tested = compared.filter((entry) => entry.pValue !== null);
  const adjusted = benjaminiHochberg(tested.map((entry) => entry.pValue ?? 1));
  const qValues = new Map(tested.map((entry, index) => [entry.slice, adjusted[index] ?? null]));
  return compared.map((entry) => withFigures({ ...entry, qValue: qValues.get(entry.slice) ?? null }));
});
