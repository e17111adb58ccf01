import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { type LoggedModelMetricRow, loggedModelMetrics, loggedModels } from "@/db/schema";
import { DomainError } from "@/lib/errors";

export type ModelMetric = Omit<LoggedModelMetricRow, "projectId">;
const atOnce = 1_000;

/**
 * Stores metrics that a run measured of logged models. A point that is there already is left as it is: clients send the metrics
 * of a run again when they log a model. NOT_FOUND when there is no such model.
 */
export async function storeModelMetrics(tx: Tx, projectId: number, metrics: readonly ModelMetric[]): Promise<void> {
  if (metrics.length === 0) return;
  const ids = [...new Set(metrics.map(({ modelId }) => modelId))];
  const known = await tx
    .select({ id: loggedModels.id })
    .from(loggedModels)
    .where(and(eq(loggedModels.projectId, projectId), inArray(loggedModels.id, ids), isNull(loggedModels.deletedAt)));
  const missing = ids.find((id) => !known.some((model) => model.id === id));
  if (missing !== undefined)
    throw new DomainError("NOT_FOUND", `Logged model with ID '${missing.slice(0, 100)}' not found.`);
  for (let i = 0; i < metrics.length; i += atOnce)
    await tx
      .insert(loggedModelMetrics)
      .values(metrics.slice(i, i + atOnce).map((metric) => ({ projectId, ...metric })))
      .onConflictDoNothing();
}

/** Metrics of logged models, by model: key, then step and time. */
export async function listModelMetrics(
  db: Reader,
  projectId: number,
  ids: readonly string[],
): Promise<Map<string, LoggedModelMetricRow[]>> {
  const found = new Map<string, LoggedModelMetricRow[]>();
  if (ids.length === 0) return found;
  const { modelId, key, step, at } = loggedModelMetrics;
  const rows = await db
    .select()
    .from(loggedModelMetrics)
    .where(and(eq(loggedModelMetrics.projectId, projectId), inArray(modelId, [...ids])))
    .orderBy(modelId, key, step, at);
  for (const row of rows) found.set(row.modelId, [...(found.get(row.modelId) ?? []), row]);
  return found;
}
