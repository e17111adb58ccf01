import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { breakGlassUses, rollouts } from "@/db/schema";
import type { Context } from "@/lib/context";
import { type EmergencyView, listEmergencies } from "@/lib/promotions/emergencies-query";

type Served = { versionId: string; targetId: string };

/** Emergencies that brought what serves on each target now, by target; what was rolled back is left out. */
export async function listServingEmergencies(
  ctx: Context,
  served: readonly Served[],
): Promise<Map<string, EmergencyView[]>> {
  if (served.length === 0) return new Map();
  const used = await ctx.db
    .select({ rolloutId: rollouts.id, targetId: rollouts.targetId, versionId: rollouts.toVersionId })
    .from(breakGlassUses)
    .innerJoin(
      rollouts,
      and(eq(rollouts.projectId, breakGlassUses.projectId), eq(rollouts.id, breakGlassUses.rolloutId)),
    )
    .where(
      and(
        eq(breakGlassUses.projectId, ctx.projectId),
        inArray(rollouts.targetId, [...new Set(served.map((one) => one.targetId))]),
      ),
    );
  const serving = used.filter((one) =>
    served.some((other) => other.targetId === one.targetId && other.versionId === one.versionId),
  );
  const views = await listEmergencies(ctx, { rolloutIds: serving.map((one) => one.rolloutId) });
  const byTarget = new Map<string, EmergencyView[]>();
  for (const view of views) byTarget.set(view.targetId, [...(byTarget.get(view.targetId) ?? []), view]);
  return byTarget;
}
