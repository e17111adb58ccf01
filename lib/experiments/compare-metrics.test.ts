import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newcombeDifference, wilsonInterval } from "@/lib/stats/intervals";
import { censusPair, censusRuns, hasCensusData } from "./census-testing";
import { type MetricFigure, metricDelta, metricRows } from "./compare-metrics";
import { pairedDeltas } from "./compare-paired-metrics";

const figure = (value: number | null, low: number | null = null, high: number | null = null): MetricFigure => ({
  value,
  raw: null,
  low,
  high,
  n: null,
});

describe("metricDelta", () => {
  it("has Newcombe's interval when both figures have Wilson intervals", () => {
    const counts = fc.tuple(fc.nat(80), fc.integer({ min: 80, max: 200 }));
    fc.assert(
      fc.property(counts, counts, ([k1, n1], [k2, n2]) => {
        const from = figure(k1 / n1, ...(wilsonInterval(k1, n1) as [number, number]));
        const to = figure(k2 / n2, ...(wilsonInterval(k2, n2) as [number, number]));
        const found = metricDelta("accuracy", from, to, null);
        const [low, high] = newcombeDifference(k2, n2, k1, n1) as [number, number];
        expect(found.low).toBeCloseTo(low, 9);
        expect(found.high).toBeCloseTo(high, 9);
      }),
    );
  });

  it("shows a change without an interval, and calls nothing clear", () => {
    expect(metricDelta("ece", figure(0.01), figure(0.02), null)).toMatchObject({
      evidence: "none",
      isClear: undefined,
      low: null,
    });
    expect(metricDelta("ece", figure(0.01), figure(null), null)).toMatchObject({ delta: null });
  });

  it("does not use predictions that miss the recorded figure", () => {
    const same = { baseline: 0.9, candidate: 0.9, delta: 0, standardError: 0, low: 0, high: 0 };
    const paired = { accuracy: same } as ReturnType<typeof pairedDeltas>;
    expect(metricDelta("accuracy", figure(0.9), figure(0.8), paired).evidence).toBe("none");
    expect(metricDelta("accuracy", figure(0.9), figure(0.9), paired).evidence).toBe("paired");
  });
});

describe.skipIf(!hasCensusData())("on the census runs", () => {
  const source = (name: string) => {
    const run = censusRuns().get(name);
    const metrics = Object.entries(run?.metrics ?? {}).map(
      ([key, value]) => [key, figure(value, ...(run?.metrics_ci95[key] ?? []))] as const,
    );
    return { metrics: Object.fromEntries(metrics) };
  };
  const pairOf = (a: string, b: string) => {
    const pair = censusPair(a, b);
    return pairedDeltas(
      pair.labels,
      { scores: pair.baselineScores, threshold: 0.5 },
      { scores: pair.candidateScores, threshold: 0.5 },
    );
  };

  it.each([
    ["lr-v2-s2-C0.1", { roc_auc: 0.0046, accuracy: 0.0047, log_loss: -0.0066, pr_auc: 0.0117 }],
    ["hgb-v1-seed11", { roc_auc: 0.0225, accuracy: 0.0196, log_loss: -0.0419 }],
  ])("%s against lr-v1-s2-C1", (name, deltas) => {
    const rows = metricRows([source("lr-v1-s2-C1"), source(name)], [pairOf("lr-v1-s2-C1", name)]);
    for (const [key, delta] of Object.entries(deltas)) {
      const found = rows.find((row) => row.key === key)?.candidates[0];
      expect(found?.delta, key).toBeCloseTo(delta, 4);
      expect(found?.evidence, key).toBe("paired");
      expect(found?.isClear, key).toBe(true);
    }
    expect(rows.find((row) => row.key === "recall")?.candidates[0]?.evidence).toBe("paired");
  });
});
