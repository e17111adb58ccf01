import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { modelVersions, runs } from "@/db/schema";
import type { Context } from "@/lib/context";
import { latestValues } from "@/lib/experiments/metric-values";
import { metricMeaning } from "@/lib/metric-meaning";
import { listModels } from "@/lib/models/queries";

const headline = ["accuracy", "roc_auc", "f1", "rmse", "log_loss"];

export type LiveModel = Awaited<ReturnType<typeof listLiveModels>>["models"][number];

/** Models that serve somewhere, each with one offline figure of the version that is furthest towards production. */
export async function listLiveModels(ctx: Context) {
  const all = await listModels(ctx);
  const models = all.filter((model) => model.live.length > 0);
  const ids = models.flatMap((model) =>
    model.live.flatMap((target) =>
      [target.stable?.versionId, target.candidate?.versionId].filter((id) => id !== undefined),
    ),
  );
  const versions =
    ids.length === 0
      ? []
      : await ctx.db
          .select({ id: modelVersions.id, metrics: latestValues(headline), n: runs.evalRows })
          .from(modelVersions)
          .innerJoin(runs, and(eq(runs.projectId, modelVersions.projectId), eq(runs.id, modelVersions.runId)))
          .where(and(eq(modelVersions.projectId, ctx.projectId), inArray(modelVersions.id, ids)));
  return {
    total: all.length,
    models: models.map((model) => {
      const stable =
        model.live.findLast((target) => target.stable)?.stable ??
        model.live.findLast((target) => target.candidate)?.candidate ??
        null;
      const found = versions.find((version) => version.id === stable?.versionId);
      const key = headline.find((name) => typeof found?.metrics[name] === "number");
      const figure =
        found && key ? { key, label: metricMeaning(key).label, value: found.metrics[key] ?? null, n: found.n } : null;
      return { ...model, figure, figureVersion: stable?.version ?? null };
    }),
  };
}
