import fc from "fast-check";
import { expect, test } from "vitest";
import { compareCounts, comparePaired, confusionOf, countRate, discordant, testableRates } from "./rate-comparison";

const table = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 8, maxLength: 8 });

test("the two sides of a paired table hold the same rows", () => {
  fc.assert(
    fc.property(table, (cells) => {
      const a = confusionOf(cells, "baseline");
      const b = confusionOf(cells, "candidate");
      expect(a.tp + a.fn).toBe(b.tp + b.fn);
      expect(a.fp + a.tn).toBe(b.fp + b.tn);
      expect(a.tp + a.fn + a.fp + a.tn).toBe(cells.reduce((sum, count) => sum + count, 0));
    }),
  );
});

test("gained minus lost rows are the difference of the rate", () => {
  fc.assert(
    fc.property(table, fc.constantFrom(...testableRates), (cells, rate) => {
      const before = countRate(rate, confusionOf(cells, "baseline"));
      const after = countRate(rate, confusionOf(cells, "candidate"));
      if (rate === "precision") return;
      const { gained, lost } = discordant(rate, cells);
      expect(gained - lost).toBe(after.successes - before.successes);
      expect(before.n).toBe(after.n);
    }),
  );
});

test("a paired comparison has the same estimate as the counts, and swaps its sign with the sides", () => {
  fc.assert(
    fc.property(table, fc.constantFrom(...testableRates), (cells, rate) => {
      const paired = comparePaired(rate, cells);
      const counts = compareCounts(rate, confusionOf(cells, "baseline"), confusionOf(cells, "candidate"));
      const swapped = comparePaired(
        rate,
        [0, 2, 1, 3, 4, 6, 5, 7].map((index) => cells[index] ?? 0),
      );
      expect(paired.difference).toBe(counts.difference);
      expect(swapped.difference ?? 0).toBeCloseTo(-(paired.difference ?? 0), 12);
      expect(swapped.pValue ?? 1).toBeCloseTo(paired.pValue ?? 1, 9);
    }),
  );
});

test("one table by hand: 10 positives won, 30 lost, 5 negatives newly selected", () => {
  const cells = [900, 5, 0, 50, 20, 10, 30, 140];
  expect(comparePaired("recall", cells)).toMatchObject({ baseline: 0.85, candidate: 0.75, n: 200, test: "mcnemar" });
  expect(comparePaired("recall", cells).pValue).toBeCloseTo(0.00222, 5);
  expect(discordant("fpr", cells)).toEqual({ gained: 5, lost: 0 });
  expect(comparePaired("precision", cells).test).toBe("two_proportion");
});

test("no denominator, no judgement; two perfect rates are no evidence", () => {
  expect(comparePaired("recall", [9, 0, 0, 3, 0, 0, 0, 0])).toMatchObject({
    difference: null,
    pValue: null,
    test: "none",
    n: 0,
  });
  expect(compareCounts("recall", { tp: 9, fn: 0, fp: 0, tn: 0 }, { tp: 9, fn: 0, fp: 0, tn: 0 }).pValue).toBe(1);
});
