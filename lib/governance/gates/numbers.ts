import { formatNumber } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";

/** A figure of a metric as gate sentences print it. */
export function figureText(metric: string, value: number): string {
  const { digits, unit } = metricMeaning(metric);
  return formatNumber(value, unit ? { digits, unit } : { digits });
}

/** "recall", "ROC AUC": a metric's name inside a sentence. */
export function metricName(metric: string): string {
  const { label } = metricMeaning(metric);
  return /^[A-Z][a-z]/.test(label) ? `${label[0]?.toLowerCase()}${label.slice(1)}` : label;
}

/** "Recall": a metric's name at the start of a sentence. */
export const metricTitle = (metric: string): string =>
  metricName(metric).replace(/^./, (letter) => letter.toUpperCase());

/** "sex=Female": how slices are named in results, and what comments anchor to. */
export const sliceName = (slice: { dimension: string; value: string }): string => `${slice.dimension}=${slice.value}`;
