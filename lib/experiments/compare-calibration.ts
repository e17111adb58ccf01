import type { CalibrationBin } from "@/db/schema/experiments";
import { wilsonInterval } from "@/lib/stats/intervals";

/** One score bin: observed share of positives minus mean score; above 0 the model is too careful there, below too sure. */
export type CalibrationGap = {
  lo: number;
  hi: number;
  n: number;
  meanScore: number;
  gap: number;
  low: number;
  high: number;
};

/** Calibration as a distance from the diagonal, with Wilson 95 % intervals of the observed share; empty bins are left out. */
export function calibrationGaps(bins: readonly CalibrationBin[]): CalibrationGap[] {
  return bins.flatMap(({ lo, hi, n, meanPredicted, fractionPositive }) => {
    if (n === 0 || meanPredicted === null || fractionPositive === null) return [];
    const [low, high] = wilsonInterval(Math.round(fractionPositive * n), n) ?? [0, 1];
    return [
      {
        lo,
        hi,
        n,
        meanScore: meanPredicted,
        gap: fractionPositive - meanPredicted,
        low: low - meanPredicted,
        high: high - meanPredicted,
      },
    ];
  });
}

/** Largest distance any of these bins or their intervals reach, rounded up to a readable limit of an axis around 0. */
export function gapLimit(all: readonly (readonly CalibrationGap[])[]): number {
  const gaps = all.flat();
  const reach = Math.max(
    0.02,
    ...gaps.map((bin) => Math.abs(bin.gap) * 1.15),
    ...gaps.filter((bin) => bin.n >= 50).map((bin) => Math.max(Math.abs(bin.low), Math.abs(bin.high))),
  );
  const step = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1].find((limit) => reach <= limit);
  return step ?? 1;
}
