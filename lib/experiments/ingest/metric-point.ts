/** One value of a metric as a client logs it. `at` is in milliseconds since 1970; NaN and infinities are values. */
export type MetricPoint = { key: string; value: number; step: number; at: number };

/** Points as columns, sorted as they are stored: that is what an insert of many costs least with. */
export type PointColumns = { keys: string[]; steps: number[]; ats: number[]; values: number[] };

const byKey = (a: MetricPoint, b: MetricPoint): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.step - b.step || a.at - b.at || a.value - b.value;

export function pointColumns(points: readonly MetricPoint[]): PointColumns {
  const sorted = points.toSorted(byKey);
  return {
    keys: sorted.map((point) => point.key),
    steps: sorted.map((point) => point.step),
    ats: sorted.map((point) => point.at),
    values: sorted.map((point) => point.value),
  };
}
