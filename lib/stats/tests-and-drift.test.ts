import fc from "fast-check";
import { expect, test } from "vitest";
import { chiSquareIndependence } from "./chi-square";
import { jensenShannonDistance, populationStabilityIndex, wassersteinDistance } from "./drift";
import { benjaminiHochberg } from "./multiplicity";
import { mcnemar, twoProportionZ } from "./proportion-tests";

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 12 });

test("q is never below p, at most 1, in the order of p, and does not depend on input order", () => {
  fc.assert(
    fc.property(pValues, (p) => {
      const q = benjaminiHochberg(p);
      const byP = p.map((value, index) => [value, q[index] ?? 0] as const).sort((a, b) => a[0] - b[0]);
      expect(q.every((value, index) => value >= (p[index] ?? 0) - 1e-15 && value <= 1)).toBe(true);
      expect(byP.every(([, value], index) => index === 0 || value >= (byP[index - 1]?.[1] ?? 0))).toBe(true);
      expect([...benjaminiHochberg([...p].reverse())].reverse()).toEqual(q);
    }),
  );
});

test("a single p-value is its own q", () => {
  expect(benjaminiHochberg([0.03])).toEqual([0.03]);
});

test("small p-values keep their digits", () => {
  expect(mcnemar(0, 400).exactP / 2 ** -399).toBeCloseTo(1, 9);
  expect(
    chiSquareIndependence([
      [140, 19],
      [347, 133],
      [1382, 179],
      [110, 25],
      [10456, 3490],
    ]),
  ).toMatchObject({ ok: true });
});

test("z squared is the chi-square of the table", () => {
  const group = fc.integer({ min: 1, max: 900 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(group, group, ([k1, n1], [k2, n2]) => {
      const { z } = twoProportionZ(k1, n1, k2, n2);
      const table = chiSquareIndependence([
        [k1, n1 - k1],
        [k2, n2 - k2],
      ]);
      if (z === null) expect(table.ok).toBe(false);
      else expect(table.ok && table.plain.statistic).toBeCloseTo(z * z, 6);
    }),
  );
});

test("drift measures are 0 between a sample and itself, symmetric, never negative", () => {
  fc.assert(
    fc.property(counts, (p) => {
      const q = [...p].reverse();
      const psi = populationStabilityIndex(p, q);
      const js = jensenShannonDistance(p, q);
      if (p.reduce((a, b) => a + b) === 0) return psi === null && js === null;
      expect(populationStabilityIndex(p, p)).toBe(0);
      expect(psi).toBeGreaterThanOrEqual(0);
      expect(js).toBeCloseTo(jensenShannonDistance(q, p) ?? Number.NaN, 12);
      expect(js).toBeLessThanOrEqual(1 + 1e-12);
      expect(
        wassersteinDistance(
          p,
          q.map((value) => value + 3),
        ),
      ).toBeCloseTo(3, 9);
      return true;
    }),
  );
});

test("what cannot be compared is null, not 0", () => {
  expect(populationStabilityIndex([1, 2], [1, 2, 3])).toBeNull();
  expect(jensenShannonDistance([0, 0], [1, 2])).toBeNull();
  expect(wassersteinDistance([], [1])).toBeNull();
  expect(wassersteinDistance([1], [1], [0])).toBeNull();
});
