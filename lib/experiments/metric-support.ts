import type { Confusion } from "@/db/schema/experiments";

type Support = {
  rows: { valid?: number | null; test?: number | null };
  confusion: Confusion | null;
  latencyCalls: number | null;
};

/** Figures that are not computed over evaluation rows. */
const withoutRows = new Set(["model_size_bytes", "fit_seconds", "train_seconds", "duration_seconds"]);

/** Number of cases behind an overall metric: rows, positives for recall, selected for precision, calls for latency; null when unknown. */
export function metricSupport(key: string, { rows, confusion, latencyCalls }: Support): number | null {
  if (withoutRows.has(key)) return null;
  if (key.startsWith("latency_")) return latencyCalls;
  if (key.startsWith("valid_")) return rows.valid ?? null;
  if (key.startsWith("train_")) return null;
  if (confusion) {
    if (key === "recall" || key === "tpr") return confusion.tp + confusion.fn;
    if (key === "precision") return confusion.tp + confusion.fp;
    if (key === "fpr" || key === "specificity") return confusion.fp + confusion.tn;
  }
  return rows.test ?? null;
}

const rates = new Set(["accuracy", "recall", "tpr", "precision", "fpr", "specificity", "selection_rate", "base_rate"]);

/** Which metric an interval belongs to: its own key, or the key with the method as suffix (`roc_auc_bootstrap`). */
export function parseIntervalKey(
  key: string,
  isMetric: (key: string) => boolean,
): { metric: string; method: string | null } | null {
  if (isMetric(key)) return { metric: key, method: rates.has(key) ? "wilson" : null };
  const [, metric, method] = /^(.+)_(bootstrap|wilson|delong)$/.exec(key) ?? [];
  return metric && method && isMetric(metric) ? { metric, method } : null;
}
