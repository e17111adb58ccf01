import fc from "fast-check";
import { expect, test } from "vitest";
import { newcombeDifference, pairedDifference, wilsonInterval, wilsonIntervalCorrected } from "./intervals";

const rounded = (interval: readonly [number, number] | null) => interval?.map((limit) => Number(limit.toFixed(4)));

// Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
test.each([
  [56, 70, 48, 80, [0.0524, 0.3339]],
  [9, 10, 3, 10, [0.1705, 0.809]],
  [6, 7, 2, 7, [0.0582, 0.8062]],
  [5, 56, 0, 29, [-0.0381, 0.1926]],
  [0, 10, 0, 20, [-0.1611, 0.2775]],
  [0, 10, 0, 10, [-0.2775, 0.2775]],
  [10, 10, 0, 20, [0.6791, 1]],
  [10, 10, 0, 10, [0.6075, 1]],
])("difference of proportions %i/%i - %i/%i", (k1, n1, k2, n2, expected) => {
  expect(rounded(newcombeDifference(k1, n1, k2, n2))).toEqual(expected);
});

const pair = fc.integer({ min: 1, max: 20_000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test("an interval holds its estimate, stays inside 0..1 and the corrected one is wider", () => {
  fc.assert(
    fc.property(pair, ([k, n]) => {
      const plain = wilsonInterval(k, n);
      const corrected = wilsonIntervalCorrected(k, n);
      if (!plain || !corrected) return false;
      return (
        plain[0] >= 0 &&
        plain[1] <= 1 &&
        plain[0] <= k / n &&
        k / n <= plain[1] &&
        corrected[0] <= plain[0] &&
        plain[1] <= corrected[1]
      );
    }),
  );
});

test("a difference turns its sign when the groups are swapped", () => {
  fc.assert(
    fc.property(pair, pair, ([k1, n1], [k2, n2]) => {
      const one = newcombeDifference(k1, n1, k2, n2);
      const other = newcombeDifference(k2, n2, k1, n1);
      expect(one?.[0]).toBeCloseTo(-(other?.[1] ?? Number.NaN), 10);
    }),
  );
});

// Bonett and Price 2012: (b + 1) and (c + 1) over n + 2, worked by hand for 10 gained, 4 lost of 50.
test("paired difference", () => {
  const up = 11 / 52;
  const down = 5 / 52;
  const half = 1.959963984540054 * Math.sqrt((up + down - (up - down) ** 2) / 52);
  expect(pairedDifference(10, 4, 50)?.[0]).toBeCloseTo(up - down - half, 12);
  expect(pairedDifference(10, 4, 50)?.[1]).toBeCloseTo(up - down + half, 12);
});

test("without rows there is no interval", () => {
  expect(wilsonInterval(0, 0)).toBeNull();
  expect(wilsonIntervalCorrected(0, 0)).toBeNull();
  expect(newcombeDifference(0, 0, 1, 2)).toBeNull();
  expect(pairedDifference(0, 0, 0)).toBeNull();
  expect(wilsonInterval(3, 2)).toBeNull();
});
