import { type Axis, axes } from "@/db/enums";
import { compareMetricKeys, metricMeaning } from "@/lib/metric-meaning";
import { axisLabels } from "./axes";
import { sliceLabel } from "./slice-label";

/** A column of the run table, as its id in the address says it. */
export type RunColumn =
  | {
      kind:
        | "status"
        | "axes"
        | "algorithm"
        | "owner"
        | "started"
        | "duration"
        | "experiment"
        | "intent"
        | "seed"
        | "dataset"
        | "predictions";
    }
  | { kind: "metric" | "delta" | "interval" | "worst"; metric: string }
  | { kind: "param"; name: string }
  | { kind: "axis"; axis: Axis }
  | { kind: "slice"; dimension: string; value: string; metric: string };
export type ColumnKeys = {
  metrics: string[];
  params: string[];
  slices: { dimension: string; value: string }[];
  sliceMetrics: string[];
};

const plain = {
  status: "Status",
  axes: "Six axes",
  algorithm: "Algorithm",
  owner: "Owner",
  started: "Age",
  duration: "Duration",
  experiment: "Experiment",
  intent: "Intent",
  seed: "Seed",
  dataset: "Dataset",
  predictions: "Predictions",
} as const;
type Plain = keyof typeof plain;
const isPlain = (id: string): id is Plain => Object.hasOwn(plain, id);

/** Reads a column id; null for one that means nothing. */
export function parseColumn(id: string): RunColumn | null {
  if (isPlain(id)) return { kind: id };
  const at = id.indexOf(":");
  const [kind, rest] = [id.slice(0, at), id.slice(at + 1)];
  if (at < 1 || rest === "") return null;
  if (kind === "metric" || kind === "delta" || kind === "interval" || kind === "worst") return { kind, metric: rest };
  if (kind === "param") return { kind, name: rest };
  if (kind === "axis") {
    const axis = axes.find((known) => known === rest);
    return axis ? { kind, axis } : null;
  }
  const [, dimension, value, metric] = kind === "slice" ? (/^([^=]+)=(.*):([^:]+)$/su.exec(rest) ?? []) : [];
  return dimension && value !== undefined && metric ? { kind: "slice", dimension, value, metric } : null;
}

/** The columns that these ids name, without those that mean nothing. */
export const readColumns = (ids: readonly string[]): { id: string; column: RunColumn }[] =>
  ids.flatMap((id) => {
    const column = parseColumn(id);
    return column ? [{ id, column }] : [];
  });

/** Heading of a column. */
export function columnLabel(column: RunColumn): string {
  switch (column.kind) {
    case "metric":
      return metricMeaning(column.metric).label;
    case "delta":
      return `${metricMeaning(column.metric).label}, change`;
    case "interval":
      return `${metricMeaning(column.metric).label}, interval`;
    case "worst":
      return `Worst slice, ${metricMeaning(column.metric).label.toLowerCase()}`;
    case "param":
      return column.name;
    case "axis":
      return axisLabels[column.axis];
    case "slice":
      return `${metricMeaning(column.metric).label}, ${sliceLabel(column)}`;
    default:
      return plain[column.kind];
  }
}

/** The metric a table of runs is about: the first of these that the runs have. */
export function primaryMetric(metrics: readonly string[]): string | null {
  const preferred = ["roc_auc", "pr_auc", "accuracy", "f1", "rmse", "mae", "log_loss"];
  return preferred.find((key) => metrics.includes(key)) ?? metrics.toSorted(compareMetricKeys)[0] ?? null;
}

/** Columns shown when the address names none. */
export function defaultColumns(keys: ColumnKeys, hasBaseline: boolean): string[] {
  const primary = primaryMetric(keys.metrics);
  const some = (ids: readonly string[]) =>
    ids.filter((key) => keys.metrics.includes(key) && key !== primary).map((key) => `metric:${key}`);
  const slice = keys.sliceMetrics.includes("recall")
    ? "recall"
    : keys.sliceMetrics.includes("accuracy")
      ? "accuracy"
      : null;
  const about = primary
    ? [`metric:${primary}`, ...(hasBaseline ? [`delta:${primary}`] : []), `interval:${primary}`]
    : [];
  return [
    "status",
    "axes",
    ...about,
    ...(slice ? [`worst:${slice}`] : []),
    ...some(["ece", "latency_p95_ms"]),
    "started",
    "owner",
    "algorithm",
    "axis:feature_definitions",
  ];
}

/** Everything a person can choose from, by group. */
export function columnOptions(keys: ColumnKeys): { id: string; label: string; group: string }[] {
  const option = (group: string) => (id: string) => {
    const column = parseColumn(id);
    return column ? [{ id, label: columnLabel(column), group }] : [];
  };
  const metrics = keys.metrics.toSorted(compareMetricKeys);
  return [
    ...Object.keys(plain).flatMap(option("Run")),
    ...axes.map((axis) => `axis:${axis}`).flatMap(option("Axes")),
    ...metrics.map((key) => `metric:${key}`).flatMap(option("Metrics")),
    ...metrics.map((key) => `delta:${key}`).flatMap(option("Change against the baseline")),
    ...metrics.map((key) => `interval:${key}`).flatMap(option("Intervals")),
    ...keys.params
      .toSorted()
      .map((name) => `param:${name}`)
      .flatMap(option("Parameters")),
    ...keys.sliceMetrics
      .toSorted(compareMetricKeys)
      .map((key) => `worst:${key}`)
      .flatMap(option("Worst slice")),
    ...keys.slices
      .flatMap((s) =>
        ["recall", "accuracy", "selection_rate"]
          .filter((m) => keys.sliceMetrics.includes(m))
          .map((m) => `slice:${s.dimension}=${s.value}:${m}`),
      )
      .flatMap(option("Slices")),
  ];
}
