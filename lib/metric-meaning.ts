import { type Better, formatBytes, formatNumber } from "./format";

export type MetricGroup = "Quality" | "Calibration" | "Fairness" | "Cost" | "Training" | "Other";
export type MetricMeaning = { label: string; better: Better; digits: number; unit?: string; group: MetricGroup };

const of = (label: string, better: Better, group: MetricGroup, digits = 4, unit?: string): MetricMeaning => ({
  label,
  better,
  digits,
  group,
  ...(unit ? { unit } : {}),
});

const known: Record<string, MetricMeaning> = {
  roc_auc: of("ROC AUC", "higher", "Quality"),
  pr_auc: of("PR AUC", "higher", "Quality"),
  accuracy: of("Accuracy", "higher", "Quality"),
  balanced_accuracy: of("Balanced accuracy", "higher", "Quality"),
  precision: of("Precision", "higher", "Quality"),
  recall: of("Recall", "higher", "Quality"),
  tpr: of("True positive rate", "higher", "Quality"),
  f1: of("F1", "higher", "Quality"),
  mcc: of("Matthews correlation", "higher", "Quality"),
  specificity: of("Specificity", "higher", "Quality"),
  fpr: of("False positive rate", "lower", "Quality"),
  rmse: of("RMSE", "lower", "Quality"),
  mae: of("MAE", "lower", "Quality"),
  mse: of("MSE", "lower", "Quality"),
  r2: of("R²", "higher", "Quality"),
  log_loss: of("Log loss", "lower", "Calibration"),
  brier: of("Brier score", "lower", "Calibration"),
  ece: of("ECE", "lower", "Calibration"),
  mean_score: of("Mean score", "none", "Calibration"),
  selection_rate: of("Selection rate", "none", "Fairness"),
  demographic_parity_difference: of("Demographic parity difference", "lower", "Fairness"),
  demographic_parity_ratio: of("Demographic parity ratio", "higher", "Fairness"),
  equalized_odds_difference: of("Equalized odds difference", "lower", "Fairness"),
  equal_opportunity_difference: of("Equal opportunity difference", "lower", "Fairness"),
  fpr_difference: of("False positive rate difference", "lower", "Fairness"),
  accuracy_difference: of("Accuracy difference", "lower", "Fairness"),
  base_rate: of("Base rate", "none", "Other"),
  latency_p50_ms: of("Latency p50", "lower", "Cost", 2, "ms"),
  latency_p95_ms: of("Latency p95", "lower", "Cost", 2, "ms"),
  latency_p99_ms: of("Latency p99", "lower", "Cost", 2, "ms"),
  model_size_bytes: of("Model size", "lower", "Cost", 0, "B"),
  fit_seconds: of("Fit time", "lower", "Cost", 1, "s"),
};

/**
 * How to read a metric: its name, which direction is better, digits and unit. `valid_` and `train_` figures read like the
 * metric they measure, `measure:attribute` like the measure; an unknown key keeps its name and has no direction, so that nothing is called better by guess.
 */
export function metricMeaning(key: string): MetricMeaning {
  const found = Object.hasOwn(known, key) ? known[key] : undefined;
  if (found) return found;
  const [, measure, attribute] = /^([a-z_]+):(.+)$/.exec(key) ?? [];
  if (measure && attribute) {
    const base = metricMeaning(measure);
    return { ...base, label: `${base.label}, ${attribute.replaceAll("_x_", " × ").replaceAll("_", " ")}` };
  }
  const [, split, rest] = /^(valid|train)_(.+)$/.exec(key) ?? [];
  if (split && rest) {
    const base = metricMeaning(rest);
    return { ...base, label: `${base.label}, ${split === "valid" ? "validation" : "training"}`, group: "Training" };
  }
  return of(key, "none", "Other");
}

/** Order of metrics in tables: by group, then as listed above, unknown ones last by name. */
export function compareMetricKeys(a: string, b: string): number {
  const groups: MetricGroup[] = ["Quality", "Calibration", "Fairness", "Cost", "Training", "Other"];
  const order = Object.keys(known);
  const rank = (key: string) => order.indexOf(key.replace(/^(valid|train)_|:.+$/g, "")) + 1 || order.length + 1;
  const byGroup = groups.indexOf(metricMeaning(a).group) - groups.indexOf(metricMeaning(b).group);
  return byGroup || rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** A metric's value with its digits and unit; sizes in readable units, a missing one as an em dash. */
export function formatMetric(key: string, value: number | null | undefined): string {
  const { digits, unit } = metricMeaning(key);
  if (unit === "B") return formatBytes(value);
  return formatNumber(value, unit ? { digits, unit } : { digits });
}
