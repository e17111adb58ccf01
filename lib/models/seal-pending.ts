import "server-only";
import { and, eq } from "drizzle-orm";
import { modelVersions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { sealVersion } from "./commands/seal-version";

const sealer = (ctx: Context): Context => ({ ...ctx, actor: { kind: "system", job: "seal-version" } });

/** Completes one version if its run has ended meanwhile, as before a promotion of it is requested. */
export const sealIfEnded = (ctx: Context, versionId: string) => sealVersion(sealer(ctx), { versionId });

/** Completes every version that waited for this run. */
export async function sealVersionsOfRun(ctx: Context, runId: string): Promise<void> {
  const waiting = await ctx.db
    .select({ id: modelVersions.id })
    .from(modelVersions)
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.runId, runId),
        eq(modelVersions.status, "pending"),
      ),
    );
  for (const { id } of waiting) await sealVersion(sealer(ctx), { versionId: id });
}
