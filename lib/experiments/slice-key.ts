/** What a metric key of the form `slice/DIMENSION/VALUE/METRIC` says. */
export type SliceKey = { dimension: string; value: string; metric: string };

/** The form of a metric key that belongs to a slice. */
export const sliceKeyForm = /^slice\/([^/]+)\/([^/]+)\/([^/]+)$/;

/** Reads a metric key that belongs to a slice; null for an overall metric. */
export function parseSliceKey(key: string): SliceKey | null {
  const [, dimension, value, metric] = sliceKeyForm.exec(key) ?? [];
  return dimension && value && metric ? { dimension, value, metric } : null;
}

type Logged = { key: string; value: number | null };
export type LoggedSlice = {
  dimension: string;
  value: string;
  n: number;
  positives: number | null;
  metrics: Record<string, number | null>;
};

const count = (value: number | null | undefined): number | null =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647 ? value : null;

/**
 * Slices out of metrics logged under slice keys. The number of rows comes as the metric `n` of the slice; a slice without one cannot
 * be judged and is named in `withoutCount` instead.
 */
export function slicesOfMetrics(metrics: readonly Logged[]): { slices: LoggedSlice[]; withoutCount: string[] } {
  const groups = new Map<string, { dimension: string; value: string; figures: Map<string, number | null> }>();
  for (const { key, value } of metrics) {
    const parsed = parseSliceKey(key);
    if (!parsed) continue;
    const name = `${parsed.dimension}/${parsed.value}`;
    const group = groups.get(name) ?? { dimension: parsed.dimension, value: parsed.value, figures: new Map() };
    group.figures.set(parsed.metric, value);
    groups.set(name, group);
  }
  const slices: LoggedSlice[] = [];
  const withoutCount: string[] = [];
  for (const [name, { dimension, value, figures }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const n = count(figures.get("n"));
    if (n === null) {
      withoutCount.push(name);
      continue;
    }
    const positives = count(figures.get("positives"));
    const rest = [...figures].filter(([metric]) => metric !== "n" && metric !== "positives");
    slices.push({
      dimension,
      value,
      n,
      positives: positives !== null && positives <= n ? positives : null,
      metrics: Object.fromEntries(rest.sort(([a], [b]) => (a < b ? -1 : 1))),
    });
  }
  return { slices, withoutCount };
}
