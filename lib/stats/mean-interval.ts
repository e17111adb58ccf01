import { studentCritical } from "./distributions";

export type MeanInterval = { n: number; mean: number; standardError: number; interval: [number, number] };

/** Student's t interval of the mean of independent figures; null for fewer than two or when one is not finite. */
export function meanInterval(values: readonly number[], confidence: number): MeanInterval | null {
  const n = values.length;
  if (n < 2 || values.some((value) => !Number.isFinite(value))) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (n - 1) / n);
  const half = studentCritical(confidence, n - 1) * standardError;
  return { n, mean, standardError, interval: [mean - half, mean + half] };
}
