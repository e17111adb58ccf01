import "server-only";
import type { Context } from "@/lib/context";
import type { Evidence } from "./compare-evidence";
import { loadEvaluationRows, loadPredictions } from "./prediction-queries";

/** Scores of the baseline and of every candidate that scored the same rows; null when the baseline has none. */
export async function loadEvidence(
  ctx: Context,
  baselineId: string,
  candidateIds: readonly string[],
): Promise<Evidence | null> {
  const predictions = await loadPredictions(ctx, [baselineId, ...candidateIds]);
  const baseline = predictions.get(baselineId);
  const rows = baseline && (await loadEvaluationRows(ctx, baseline.rowsDigest));
  if (!baseline || !rows) return null;
  const paired = candidateIds.flatMap((id) => {
    const found = predictions.get(id);
    return found?.rowsDigest === baseline.rowsDigest ? [[id, found] as const] : [];
  });
  return { labels: rows.labels, columns: rows.columns, baseline, candidates: new Map(paired) };
}
