import "server-only";
import { and, eq, inArray, ne } from "drizzle-orm";
import { models, modelVersions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { listLiveTargets } from "./live-targets-query";

/** What runs already are, in words: "eligibility version 7, live in production". Runs that are no version are left out. */
export async function describeRegistered(ctx: Context, runIds: readonly string[]): Promise<Map<string, string>> {
  if (runIds.length === 0) return new Map();
  const versions = await ctx.db
    .select({ id: modelVersions.id, runId: modelVersions.runId, version: modelVersions.version, name: models.name })
    .from(modelVersions)
    .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        inArray(modelVersions.runId, [...runIds]),
        ne(modelVersions.status, "deleted"),
      ),
    );
  if (versions.length === 0) return new Map();
  const live = await listLiveTargets(ctx);
  const words = new Map<string, string>();
  for (const { id, runId, version, name } of versions) {
    const places = [
      ...new Set(live.filter((target) => target.stable?.versionId === id).map((target) => target.environment)),
    ];
    const text = `${name} version ${version}${places.length > 0 ? `, live in ${places.join(" and ")}` : ""}`;
    words.set(runId, [words.get(runId), text].filter(Boolean).join("; "));
  }
  return words;
}
