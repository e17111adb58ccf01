import type { CardEvidence } from "../card-figure";

/** One measured figure as exports write it: values as text, so that no reader rounds them. */
export type MeasuredMetric = {
  type: string;
  value: string;
  /** A slice, or the attribute that a fairness measure compares; null = over all rows. */
  slice: string | null;
  interval: { low: string; high: string } | null;
};

/** Every figure on record for a version: overall, by slice, fairness by attribute. What has no value is left out. */
export function measuredMetrics({ metrics, slices, evaluation }: CardEvidence): MeasuredMetric[] {
  return [
    ...metrics.flatMap(({ key, value, ciLow, ciHigh }) => entry(key, value, null, [ciLow, ciHigh])),
    ...slices.flatMap((slice) =>
      Object.entries(slice.metrics).flatMap(([type, value]) => {
        const interval = Object.hasOwn(slice.intervals, type) ? slice.intervals[type] : undefined;
        return entry(type, value, `${slice.dimension}=${slice.value}`, interval);
      }),
    ),
    ...Object.entries(evaluation?.fairness ?? {}).flatMap(([attribute, measures]) =>
      Object.entries(measures).flatMap(([type, value]) => entry(type, value, attribute)),
    ),
  ];
}

type Bounds = readonly (number | null | undefined)[];

function entry(type: string, value: number | null, slice: string | null, [low, high]: Bounds = []): MeasuredMetric[] {
  if (value === null) return [];
  const interval =
    typeof low === "number" && typeof high === "number" ? { low: String(low), high: String(high) } : null;
  return [{ type, value: String(value), slice, interval }];
}
