import { expect, it } from "vitest";
import { wilsonInterval } from "@/lib/stats/intervals";
import { calibrationFinding, calibrationPoints } from "./compare-calibration";

const bin = (n: number, meanPredicted: number | null, fractionPositive: number | null) => ({
  lo: 0,
  hi: 0.1,
  n,
  meanPredicted,
  fractionPositive,
});

it("gives each filled bin the Wilson interval of its share", () => {
  const points = calibrationPoints([bin(7488, 0.0349751, 0.0173611), bin(0, null, null)]);
  const [low, high] = wilsonInterval(130, 7488) as [number, number];
  expect(points).toEqual([{ meanScore: 0.0349751, observed: 0.0173611, low, high, n: 7488 }]);
});

it("names the worst bin that is large enough", () => {
  const points = calibrationPoints([bin(100, 0.5, 0.44), bin(100, 0.9, 0.92), bin(10, 0.3, 0.9)]);
  expect(calibrationFinding(points)).toBe("too sure by 0.060 where it scores 0.50");
  expect(calibrationFinding([])).toBe("no bin with 50 rows or more");
});
