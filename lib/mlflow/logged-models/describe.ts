import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { experiments, type LoggedModelRow } from "@/db/schema";
import { modelArtifactUri } from "@/lib/artifacts/owner-query";
import type { Context } from "@/lib/context";
import { listModelMetrics } from "@/lib/models/logged-models/model-metrics";
import { loggedModelMessage } from "./message";

/** Where artifacts of experiments are, by id; null = in the store of this installation. */
export async function readLocations(
  ctx: Context,
  experimentIds: readonly string[],
): Promise<Map<string, string | null>> {
  if (experimentIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: experiments.id, location: experiments.artifactLocation })
    .from(experiments)
    .where(and(eq(experiments.projectId, ctx.projectId), inArray(experiments.id, [...new Set(experimentIds)])));
  return new Map(rows.map(({ id, location }) => [id, location]));
}

/** Logged models as the wire says them, with their metrics, in the order given. */
export async function describeLoggedModels(ctx: Context, models: readonly LoggedModelRow[]) {
  const [locations, metrics] = await Promise.all([
    readLocations(
      ctx,
      models.map(({ experimentId }) => experimentId),
    ),
    listModelMetrics(
      ctx.db,
      ctx.projectId,
      models.map(({ id }) => id),
    ),
  ]);
  return models.map((model) =>
    loggedModelMessage(
      model,
      modelArtifactUri(model, locations.get(model.experimentId) ?? null),
      metrics.get(model.id) ?? [],
    ),
  );
}
