import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runEvaluations } from "@/db/schema";

/** Replaces the warnings of one origin on a run; `about` is how they begin. */
export async function noteWarnings(
  tx: Tx,
  { projectId, runId }: { projectId: number; runId: string },
  about: string,
  warnings: readonly string[],
): Promise<void> {
  const own = and(eq(runEvaluations.projectId, projectId), eq(runEvaluations.runId, runId));
  const [found] = await tx.select({ warnings: runEvaluations.warnings }).from(runEvaluations).where(own);
  const kept = found?.warnings.filter((warning) => !warning.startsWith(about)) ?? [];
  const all = [...kept, ...warnings];
  if (!found && all.length === 0) return;
  await tx
    .insert(runEvaluations)
    .values({ projectId, runId, warnings: all })
    .onConflictDoUpdate({
      target: [runEvaluations.projectId, runEvaluations.runId],
      set: { warnings: sql`excluded.warnings` },
    });
}
