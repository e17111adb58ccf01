import { expect, it } from "vitest";
import { wilsonInterval } from "@/lib/stats/intervals";
import { calibrationGaps, gapLimit } from "./compare-calibration";

it("is the observed share minus the mean score, with the interval of the share", () => {
  const [gap] = calibrationGaps([
    { lo: 0, hi: 0.1, n: 7488, meanPredicted: 0.0349751, fractionPositive: 0.0173611 },
    { lo: 0.1, hi: 0.2, n: 0, meanPredicted: null, fractionPositive: null },
  ]);
  const [low, high] = wilsonInterval(130, 7488) as [number, number];
  expect(gap?.gap).toBeCloseTo(-0.017614, 6);
  expect(gap?.low).toBeCloseTo(low - 0.0349751, 9);
  expect(gap?.high).toBeCloseTo(high - 0.0349751, 9);
});

it("gives an axis that holds every point", () => {
  const gaps = calibrationGaps([{ lo: 0.9, hi: 1, n: 100, meanPredicted: 0.95, fractionPositive: 0.5 }]);
  expect(gapLimit([gaps])).toBeGreaterThanOrEqual(0.45);
  expect(gapLimit([])).toBe(0.02);
});
