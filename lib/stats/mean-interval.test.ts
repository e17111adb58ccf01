import { expect, test } from "vitest";
import { studentCritical } from "./distributions";
import { meanInterval } from "./mean-interval";

// Quantiles as scipy.stats.t.ppf gives them.
test.each([
  [0.95, 1, 12.706204736174698],
  [0.95, 2, 4.302652729749462],
  [0.95, 9, 2.2621571628],
  [0.99, 4, 4.604094871349993],
  [0.9, 30, 1.697260886593957],
])("Student's t leaves the right tails at %d with %d degrees of freedom", (confidence, degrees, expected) => {
  expect(studentCritical(confidence, degrees)).toBeCloseTo(expected, 8);
});

test("the interval of a mean is the mean and t standard errors on both sides", () => {
  const found = meanInterval([1, 2, 3], 0.95);
  expect(found?.mean).toBe(2);
  expect(found?.standardError).toBeCloseTo(1 / Math.sqrt(3), 12);
  expect(found?.interval[0]).toBeCloseTo(2 - 4.302652729749462 / Math.sqrt(3), 9);
  expect(found?.interval[1]).toBeCloseTo(2 + 4.302652729749462 / Math.sqrt(3), 9);
});

test.each([
  ["nothing", []],
  ["one figure", [1]],
  ["a figure that is no number", [1, Number.NaN]],
  ["an infinite figure", [1, Number.POSITIVE_INFINITY]],
])("there is no interval of %s", (_name, values) => {
  expect(meanInterval(values, 0.95)).toBeNull();
});

test("equal figures have an interval without width", () => {
  expect(meanInterval([0.5, 0.5, 0.5], 0.95)?.interval).toEqual([0.5, 0.5]);
});
