import type { CalibrationBin } from "@/db/schema/experiments";
import { wilsonInterval } from "@/lib/stats/intervals";

/** One score bin: mean score against the observed share of positives with its Wilson 95 % interval. */
export type CalibrationPoint = { meanScore: number; observed: number; low: number; high: number; n: number };

/** Calibration as points to draw; empty bins are left out. */
export function calibrationPoints(bins: readonly CalibrationBin[]): CalibrationPoint[] {
  return bins.flatMap(({ n, meanPredicted, fractionPositive }) => {
    if (n === 0 || meanPredicted === null || fractionPositive === null) return [];
    const [low, high] = wilsonInterval(Math.round(fractionPositive * n), n) ?? [0, 1];
    return [{ meanScore: meanPredicted, observed: fractionPositive, low, high, n }];
  });
}

/** The bin of 50 rows or more that is furthest from the diagonal, in words. */
export function calibrationFinding(points: readonly CalibrationPoint[]): string {
  const [worst] = points
    .filter(({ n }) => n >= 50)
    .sort((a, b) => Math.abs(b.observed - b.meanScore) - Math.abs(a.observed - a.meanScore));
  if (!worst) return "no bin with 50 rows or more";
  const side = worst.observed < worst.meanScore ? "too sure" : "too careful";
  return `${side} by ${Math.abs(worst.observed - worst.meanScore).toFixed(3)} where it scores ${worst.meanScore.toFixed(2)}`;
}
