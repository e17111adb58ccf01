import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeOnCensus } from "./census-testing";
import { pairedDeltas, pairedMetrics } from "./compare-paired-metrics";

const rows = fc
  .array(
    fc.record({ y: fc.constantFrom(0, 1), a: fc.integer({ min: 0, max: 16 }), b: fc.integer({ min: 0, max: 16 }) }),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => ({
    y: Uint8Array.from(list, (r) => r.y),
    a: { scores: Float32Array.from(list, (r) => r.a / 16), threshold: 0.5 },
    b: { scores: Float32Array.from(list, (r) => r.b / 16), threshold: 0.5 },
  }));

describe("pairedDeltas", () => {
  it("finds no difference and no spread between a run and itself", () => {
    fc.assert(
      fc.property(rows, ({ y, a }) => {
        for (const delta of Object.values(pairedDeltas(y, a, a))) {
          if (delta) expect(delta).toMatchObject({ delta: 0, standardError: 0, low: 0, high: 0 });
        }
      }),
    );
  });

  it("is the mirror image when baseline and candidate change places", () => {
    fc.assert(
      fc.property(rows, ({ y, a, b }) => {
        const there = pairedDeltas(y, a, b);
        const back = pairedDeltas(y, b, a);
        for (const metric of pairedMetrics) {
          expect(there[metric]?.delta ?? 0).toBeCloseTo(-(back[metric]?.delta ?? 0), 12);
          expect(there[metric]?.standardError ?? 0).toBeCloseTo(back[metric]?.standardError ?? 0, 12);
        }
      }),
    );
  });

  it("has McNemar's standard error for accuracy", () => {
    fc.assert(
      fc.property(rows, ({ y, a, b }) => {
        const right = (run: typeof a, i: number) => (run.scores[i] as number) >= 0.5 === (y[i] === 1);
        const gained = [...y.keys()].filter((i) => right(b, i) && !right(a, i)).length;
        const lost = [...y.keys()].filter((i) => right(a, i) && !right(b, i)).length;
        const n = y.length;
        const se = Math.sqrt(gained + lost - (gained - lost) ** 2 / n) / n;
        expect(pairedDeltas(y, a, b).accuracy?.standardError).toBeCloseTo(se, 12);
      }),
    );
  });

  it("counts pairs for ROC AUC, ties half", () => {
    fc.assert(
      fc.property(rows, ({ y, a, b }) => {
        const auc = (scores: Float32Array) => {
          const pairs = [...y.keys()]
            .filter((i) => y[i] === 1)
            .flatMap((i) => [...y.keys()].filter((j) => y[j] === 0).map((j) => [i, j] as const));
          const won = pairs.map(([i, j]) =>
            (scores[i] as number) > (scores[j] as number) ? 1 : scores[i] === scores[j] ? 0.5 : 0,
          );
          return won.reduce((sum: number, w) => sum + w, 0) / pairs.length;
        };
        const found = pairedDeltas(y, a, b).roc_auc;
        if (!found) return;
        expect(found.baseline).toBeCloseTo(auc(a.scores), 12);
        expect(found.candidate).toBeCloseTo(auc(b.scores), 12);
      }),
    );
  });

  it("is undefined where a class is missing, and says so with null", () => {
    const run = { scores: Float32Array.from([0.1, 0.2]), threshold: 0.5 };
    expect(pairedDeltas(Uint8Array.from([0, 0]), run, run)).toMatchObject({
      recall: null,
      roc_auc: null,
      precision: null,
      accuracy: { delta: 0 },
    });
  });

  it("looks only at the rows of a slice", () => {
    const y = Uint8Array.from([1, 1, 0, 0]);
    const a = { scores: Float32Array.from([0.9, 0.9, 0.1, 0.1]), threshold: 0.5 };
    const b = { scores: Float32Array.from([0.9, 0.1, 0.1, 0.1]), threshold: 0.5 };
    expect(pairedDeltas(y, a, b, Uint32Array.from([0, 2])).recall?.delta).toBe(0);
    expect(pairedDeltas(y, a, b, Uint32Array.from([1, 3])).recall?.delta).toBe(-1);
  });
});

const folder = "../shared/data/census-income/predictions/";

describeOnCensus("on the census predictions", () => {
  const read = (run: string) => {
    const lines = readFileSync(`${folder}${run}.csv`, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
    return {
      y: Uint8Array.from(lines, (l) => Number(l[1])),
      run: { scores: Float32Array.from(lines, (l) => Number(l[2])), threshold: 0.5 },
    };
  };
  const base = read("lr-v1-s2-C1");

  it.each([
    ["lr-v2-s2-C0.1", "accuracy", 0.0047],
    ["lr-v2-s2-C0.1", "roc_auc", 0.0046],
    ["hgb-v1-seed11", "accuracy", 0.0196],
    ["hgb-v1-seed11", "roc_auc", 0.0225],
  ] as const)("%s differs from lr-v1-s2-C1 in %s by %f, beyond noise", (name, metric, delta) => {
    const found = pairedDeltas(base.y, base.run, read(name).run)[metric];
    expect(found?.delta).toBeCloseTo(delta, 4);
    expect(found?.low).toBeGreaterThan(0);
  });
});
