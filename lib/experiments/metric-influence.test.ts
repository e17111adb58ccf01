import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedCalibrationError, reliabilityBins } from "@/lib/stats/calibration";
import { demographicParityDifference, equalizedOdds, groupRates } from "@/lib/stats/fairness";
import { censusPair, censusRuns, hasCensusData } from "./census-testing";
import { pairedDeltas } from "./compare-paired-metrics";
import { fairnessDeltas } from "./fairness-influence";
import { averagePrecisionEstimate, calibrationErrorEstimate } from "./metric-influence";
import type { PairedRows } from "./paired-rows";

const rows = fc
  .array(fc.record({ y: fc.constantFrom(0, 1), s: fc.integer({ min: 0, max: 16 }) }), { minLength: 1, maxLength: 40 })
  .map((list) => ({ y: Uint8Array.from(list, (r) => r.y), scores: Float32Array.from(list, (r) => r.s / 16) }));

type Weighted = (y: Uint8Array, scores: Float32Array, weights: readonly number[]) => number;
const sumOf = (n: number, of: (i: number) => number) =>
  Array.from({ length: n }, (_, i) => of(i)).reduce((a, b) => a + b, 0);

const averagePrecision: Weighted = (y, scores, w) => {
  const n = y.length;
  const from = (i: number, what: (j: number) => number) =>
    sumOf(n, (j) => ((scores[j] as number) >= (scores[i] as number) ? (w[j] as number) * what(j) : 0));
  const total = sumOf(n, (i) => (w[i] as number) * (y[i] as number));
  return (
    sumOf(n, (i) => (w[i] as number) * (y[i] as number) * (from(i, (j) => y[j] as number) / from(i, () => 1))) / total
  );
};

const calibrationError: Weighted = (y, scores, w) => {
  const gaps = new Array<number>(10).fill(0);
  for (let i = 0; i < y.length; i++) {
    const bin = Math.min(9, Math.floor((scores[i] as number) * 10));
    gaps[bin] = (gaps[bin] ?? 0) + (w[i] as number) * ((scores[i] as number) - (y[i] as number));
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / sumOf(y.length, (i) => w[i] as number);
};

/** n times the derivative of a weighted metric towards the weight of each row, where it has one. */
function slopes(metric: Weighted, y: Uint8Array, scores: Float32Array): (number | null)[] {
  const step = 1e-5;
  const ones = Array.from(y, () => 1);
  const at = (row: number, by: number) => metric(y, scores, ones.with(row, 1 + by));
  const here = metric(y, scores, ones);
  return ones.map((_, row) => {
    const [up, down] = [(at(row, step) - here) / step, (here - at(row, -step)) / step];
    return Math.abs(up - down) > 1e-3 ? null : ((up + down) / 2) * y.length;
  });
}

describe("influence", () => {
  it.each([
    ["average precision", averagePrecision, averagePrecisionEstimate],
    ["calibration error", calibrationError, calibrationErrorEstimate],
  ] as const)("is the derivative of %s towards each row", (_, metric, estimate) => {
    fc.assert(
      fc.property(rows, ({ y, scores }) => {
        const found = estimate(y, scores);
        if (!found) return;
        expect(found.value).toBeCloseTo(
          metric(
            y,
            scores,
            Array.from(y, () => 1),
          ),
          9,
        );
        slopes(metric, y, scores).forEach((slope, row) => {
          if (slope !== null) expect(found.influence[row]).toBeCloseTo(slope, 2);
        });
      }),
    );
  });

  it("has no average precision without a positive", () => {
    expect(averagePrecisionEstimate(Uint8Array.from([0, 0]), Float32Array.from([0.1, 0.2]))).toBeNull();
  });

  it("leaves out attributes that the rows do not hold", () => {
    const run = { scores: Float32Array.from([0.9, 0.1]), threshold: 0.5 };
    const sex = { name: "sex", values: ["F", "M"], codes: Uint8Array.from([0, 1]) };
    const found = fairnessDeltas(Uint8Array.from([1, 0]), [sex], ["sex", "race", "sex_x_race"], run, run);
    expect(Object.keys(found)).toEqual(["demographic_parity_difference:sex", "equalized_odds_difference:sex"]);
    expect(found["demographic_parity_difference:sex"]).toMatchObject({ baseline: 1, delta: 0, standardError: 0 });
  });
});

describe.skipIf(!hasCensusData())("on the census predictions", () => {
  const names = ["lr-v1-s2-C1", "rw-sex-hgb-v2"] as const;
  const attributes = ["sex", "race", "age_band"];
  const deltasOf = ({ labels, columns, baselineScores, candidateScores }: PairedRows, over = attributes) => {
    const [from, to] = [baselineScores, candidateScores].map((scores) => ({ scores, threshold: 0.5 }));
    if (!from || !to) throw new Error("two runs");
    return { ...pairedDeltas(labels, from, to), ...fairnessDeltas(labels, columns, over, from, to) };
  };
  const pair = hasCensusData() ? censusPair(...names) : null;

  it("reproduces what the runs recorded", () => {
    if (!pair) return;
    const found: Record<string, { baseline: number; candidate: number } | null> = deltasOf(pair);
    names.forEach((name, which) => {
      const run = censusRuns().get(name);
      const recorded = [
        ["pr_auc", run?.metrics.pr_auc],
        ["ece", run?.metrics.ece],
        ...attributes.flatMap((attribute) =>
          ["demographic_parity_difference", "equalized_odds_difference"].map(
            (key) => [`${key}:${attribute}`, run?.fairness[attribute]?.[key]] as const,
          ),
        ),
      ] as const;
      for (const [key, value] of recorded) {
        expect(found[key]?.[which === 0 ? "baseline" : "candidate"], `${name} ${key}`).toBeCloseTo(value as number, 4);
      }
    });
  });

  it("has the spread that drawing the rows again has, and never much less", () => {
    if (!pair) return;
    const keys = ["pr_auc", "ece", "demographic_parity_difference:sex", "equalized_odds_difference:sex"];
    const drawn = new Map(keys.map((key) => [key, [] as number[]]));
    let seed = 20_261_123;
    const next = (n: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * n);
    };
    for (let draw = 0; draw < 60; draw++) {
      const picked = Uint32Array.from(pair.labels, () => next(pair.labels.length));
      const take = <T extends Uint8Array | Uint16Array | Float32Array>(all: T) =>
        all.map((_, i) => all[picked[i] as number] as number) as T;
      const again: Record<string, { delta: number } | null> = deltasOf(
        {
          ...pair,
          labels: take(pair.labels),
          baselineScores: take(pair.baselineScores),
          candidateScores: take(pair.candidateScores),
          columns: pair.columns.map((column) => ({ ...column, codes: take(column.codes) })),
        },
        ["sex"],
      );
      for (const key of keys) drawn.get(key)?.push(again[key]?.delta ?? Number.NaN);
    }
    const found: Record<string, { standardError: number } | null> = deltasOf(pair);
    for (const key of keys) {
      const values = drawn.get(key) ?? [];
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      const ratio = (found[key]?.standardError ?? 0) / spread;
      // Sixty draws tell a spread within a tenth; ECE and the larger of two ranges may lean wide.
      expect(ratio, key).toBeGreaterThan(0.8);
      expect(ratio, key).toBeLessThan(/ece|odds/.test(key) ? 2.5 : 1.25);
    }
  });
});

describe("differences between groups", () => {
  const people = fc.array(fc.record({ y: fc.constantFrom(0, 1), group: fc.nat(2), s: fc.constantFrom(0.1, 0.9) }), {
    minLength: 2,
    maxLength: 60,
  });

  it("are those of the fairness measures", () => {
    fc.assert(
      fc.property(people, (list) => {
        const labels = Uint8Array.from(list, (p) => p.y);
        const run = { scores: Float32Array.from(list, (p) => p.s), threshold: 0.5 };
        const column = { name: "g", values: ["a", "b", "c"], codes: Uint8Array.from(list, (p) => p.group) };
        const found = fairnessDeltas(labels, [column], ["g"], run, run);
        const groups = [0, 1, 2].flatMap((group) => {
          const own = list.filter((p) => p.group === group);
          const of = (y: number, s: number) => own.filter((p) => p.y === y && p.s === s).length;
          return own.length > 0 ? [groupRates({ tp: of(1, 0.9), fp: of(0, 0.9), fn: of(1, 0.1), tn: of(0, 0.1) })] : [];
        });
        expect(found["demographic_parity_difference:g"]?.baseline).toBeCloseTo(demographicParityDifference(groups), 12);
        expect(found["equalized_odds_difference:g"]?.baseline).toBeCloseTo(equalizedOdds(groups).difference, 12);
      }),
    );
  });

  it("agree with the bins that the calibration plot draws", () => {
    fc.assert(
      fc.property(rows, ({ y, scores }) => {
        const drawn = expectedCalibrationError(reliabilityBins(y, scores)) ?? 0;
        expect(calibrationErrorEstimate(y, scores)?.value).toBeCloseTo(drawn, 9);
      }),
    );
  });
});
