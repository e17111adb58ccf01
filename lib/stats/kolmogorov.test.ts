import fc from "fast-check";
import { expect, test } from "vitest";
import { kolmogorovCdfDurbin, kolmogorovCdfPelzGood, kolmogorovUpperTail } from "./kolmogorov";
import { ksTwoSample } from "./ks";

test("the exact matrix and the series for many rows agree where both hold", () => {
  for (const n of [141, 200, 400]) {
    for (const z of [0.6, 0.8, 1, 1.3, 1.7, 1.95]) {
      const d = z / Math.sqrt(n);
      // The first term left out of the series is of order 1 / n².
      expect(Math.abs(kolmogorovCdfPelzGood(n, d) - kolmogorovCdfDurbin(n, d))).toBeLessThan(0.06 / n ** 2);
    }
  }
});

test("is continuous where the method changes", () => {
  for (const n of [50, 140, 141, 1000, 100_000]) {
    const d = Math.sqrt(4 / n);
    expect(kolmogorovUpperTail(n, d * (1 - 1e-12))).toBeCloseTo(kolmogorovUpperTail(n, d * (1 + 1e-12)), 6);
  }
});

// Marsaglia, Tsang and Wang 2003: K(10, .274) = .6284796154565..., and the exact value for n = 2, d = .5 is 1/2.
test("published values", () => {
  expect(kolmogorovUpperTail(10, 0.274)).toBeCloseTo(1 - 0.6284796154565, 11);
  expect(kolmogorovUpperTail(2, 0.5)).toBeCloseTo(0.5, 12);
});

test("many rows take no noticeable work and small p-values keep their digits", () => {
  expect(kolmogorovUpperTail(50_000, 0.0125)).toBeGreaterThan(0);
  expect(kolmogorovUpperTail(50_000, 0.0125)).toBeLessThan(1e-6);
  expect(kolmogorovUpperTail(50_000, 0.5)).toBe(0);
});

test("the upper tail falls from 1 to 0", () => {
  const d = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), d, d, (n, a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      return kolmogorovUpperTail(n, low) >= kolmogorovUpperTail(n, high) - 1e-9;
    }),
  );
});

test("an empty sample gives no test", () => {
  expect(ksTwoSample([], [1])).toBeNull();
});
