import { describe, expect, test } from "vitest";
import { censusPair, censusRuns, censusSlices, hasCensusData } from "./census-testing";
import { outcomeCodes, overallCells, pairedSlices } from "./paired-rows";
import { type SliceDelta, type SliceRecord, sliceDeltas } from "./slice-deltas";

const find = (deltas: SliceDelta[], value: string) => deltas.find((delta) => delta.value === value);

describe.skipIf(!hasCensusData())("the real regressions", () => {
  const compare = (baseline: string, candidate: string, withPredictions: boolean, metric = "recall") =>
    sliceDeltas({
      metric,
      better: "higher",
      baseline: censusSlices(censusRuns().get(baseline)),
      candidate: censusSlices(censusRuns().get(candidate)),
      paired: withPredictions ? censusPair(baseline, candidate) : null,
      sameEvaluation: true,
    });

  test("lr-v2-s2-C0.1 loses recall for women: q = 0.068 from counts, below 0.001 when paired", () => {
    const counts = find(compare("lr-v1-s2-C1", "lr-v2-s2-C0.1", false), "Female");
    expect(counts).toMatchObject({ n: 5421, denominator: 590, test: "two_proportion", verdict: "unclear" });
    expect(counts?.delta).toBeCloseTo(-0.081, 3);
    expect(counts?.qValue).toBeCloseTo(0.068, 3);
    expect(counts?.why).toContain("cannot be paired");
    const paired = find(compare("lr-v1-s2-C1", "lr-v2-s2-C0.1", true), "Female");
    expect(paired).toMatchObject({ denominator: 590, test: "mcnemar", verdict: "worse" });
    expect(paired?.delta).toBeCloseTo(-0.081, 3);
    expect(paired?.qValue).toBeLessThan(0.001);
  });

  test("the worst slice comes first: hours under 35, -0.223", () => {
    const deltas = compare("lr-v1-s2-C1", "lr-v2-s2-C0.1", true);
    expect(deltas[0]).toMatchObject({ dimension: "hours_band", value: "<35", denominator: 193, verdict: "worse" });
    expect(deltas[0]?.delta).toBeCloseTo(-0.223, 3);
    expect(deltas[0]?.qValue).toBeLessThan(0.001);
  });

  test("hgb-v1-seed11 loses recall at 65+: -0.0993, q = 0.0065", () => {
    const delta = find(compare("lr-v1-s2-C1", "hgb-v1-seed11", true), "65+");
    expect(delta).toMatchObject({ n: 751, denominator: 151, test: "mcnemar", verdict: "worse" });
    expect(delta?.delta).toBeCloseTo(-0.0993, 4);
    expect(delta?.qValue).toBeCloseTo(0.0065, 4);
  });

  test("nine of 35 slices are too small to judge, shown after the others, tested or not", () => {
    const deltas = compare("lr-v1-s2-C1", "lr-v2-s2-C0.1", true);
    expect(deltas).toHaveLength(35);
    expect(deltas.slice(-9).map((delta) => delta.verdict)).toEqual(Array(9).fill("too_small"));
    expect(find(deltas, "17-24")).toMatchObject({ denominator: 32, verdict: "too_small" });
  });

  test("paired outcomes give the confusion matrices on record, for every slice, two-way ones too", () => {
    const rows = censusPair("lr-v1-s2-C1", "lr-v2-s2-C0.1");
    const outcomes = outcomeCodes(rows);
    for (const slice of censusSlices(censusRuns().get("lr-v2-s2-C0.1"))) {
      const cells =
        pairedSlices(outcomes, rows.columns, slice.dimension)?.find((one) => one.value === slice.value)?.cells ?? [];
      expect([cells[5], cells[7]].reduce((sum, count) => (sum ?? 0) + (count ?? 0), 0)).toBe(slice.confusion?.tp);
      expect([cells[1], cells[3]].reduce((sum, count) => (sum ?? 0) + (count ?? 0), 0)).toBe(slice.confusion?.fp);
    }
    expect(overallCells(outcomes).reduce((sum, count) => sum + count, 0)).toBe(16_281);
  });

  test("precision cannot be paired and says so; ROC AUC of a slice has no test", () => {
    expect(find(compare("lr-v1-s2-C1", "lr-v2-s2-C0.1", true, "precision"), "Female")).toMatchObject({
      test: "two_proportion",
    });
    expect(find(compare("lr-v1-s2-C1", "lr-v2-s2-C0.1", true, "roc_auc"), "Female")).toMatchObject({
      test: "none",
      verdict: "untested",
    });
  });
});

const slice = (value: string, tp: number, fn: number, more: Partial<SliceRecord> = {}): SliceRecord => ({
  dimension: "sex",
  value,
  n: tp + fn + 100,
  positives: tp + fn,
  metrics: { recall: tp / (tp + fn), roc_auc: 0.9 },
  confusion: { tp, fn, fp: 10, tn: 90 },
  ...more,
});
const input = { metric: "recall", better: "higher" as const, paired: null, sameEvaluation: true };

test("a slice of one run only is shown, never compared", () => {
  const [delta] = sliceDeltas({ ...input, baseline: [slice("Female", 80, 20)], candidate: [] });
  expect(delta).toMatchObject({ baseline: 0.8, candidate: null, delta: null, verdict: "missing", worsening: null });
  expect(delta?.why).toContain("only one of the runs");
});

test("without counts there is a difference but no test", () => {
  const [delta] = sliceDeltas({
    ...input,
    baseline: [slice("Female", 80, 20, { confusion: null })],
    candidate: [slice("Female", 70, 30)],
  });
  expect(delta).toMatchObject({ test: "none", pValue: null, qValue: null, verdict: "untested", interval: null });
  expect(delta?.delta).toBeCloseTo(-0.1, 12);
});

test("predictions on other rows are not paired", () => {
  const rows = {
    labels: new Uint8Array(0),
    baselineScores: new Float32Array(0),
    candidateScores: new Float32Array(0),
    baselineThreshold: 0.5,
    candidateThreshold: 0.5,
    columns: [],
  };
  const [delta] = sliceDeltas({
    ...input,
    paired: rows,
    sameEvaluation: false,
    baseline: [slice("Female", 80, 20)],
    candidate: [slice("Female", 20, 80)],
  });
  expect(delta).toMatchObject({ test: "two_proportion", verdict: "worse" });
  expect(delta?.why).toContain("different datasets");
});

test("a metric without direction changes, it is not worse", () => {
  const before = slice("Female", 500, 500);
  const after = slice("Female", 900, 100);
  const [delta] = sliceDeltas({
    ...input,
    metric: "selection_rate",
    better: "none",
    baseline: [before],
    candidate: [after],
  });
  expect(delta).toMatchObject({ verdict: "changed" });
  expect(delta?.worsening).toBeGreaterThan(0);
});

test("a score equal to the threshold is selected, also where float32 rounds it down", () => {
  const codes = outcomeCodes({
    labels: Uint8Array.from([1]),
    baselineScores: Float32Array.from([0.7]),
    candidateScores: Float32Array.from([0.6999]),
    baselineThreshold: 0.7,
    candidateThreshold: 0.7,
    columns: [],
  });
  expect([...codes]).toEqual([4 + 2]);
});
