import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runSlices, runs } from "@/db/schema";
import type { RunSliceRow } from "@/db/schema/experiments";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { bulkInsert } from "../bulk-insert";
import { owned, sliceColumns } from "../run-columns";
import { runIsDeleted } from "./run-states";
import { enqueueSettling } from "./settle-soon";

export type NewSlice = Omit<RunSliceRow, "projectId" | "runId">;

/** Slices a run may have. */
export const mostSlices = 5000;

/** Adds slices to a run whose row the caller holds; one that is there is replaced. */
export async function writeSlices(
  tx: Tx,
  projectId: number,
  runId: string,
  slices: readonly NewSlice[],
): Promise<void> {
  if (slices.length === 0) return;
  const rows = slices.map((slice) => ({ ...slice, projectId, runId }));
  const replaced = ["n", "positives", "metrics", "intervals", "confusion"].map((c) => `"${c}" = excluded."${c}"`);
  await bulkInsert(
    tx,
    "run_slices",
    { ...owned, ...sliceColumns },
    rows,
    sql.raw(`on conflict (project_id, run_id, dimension, value) do update set ${replaced.join(", ")}`),
  );
  await tx
    .update(runs)
    .set({ sliceCount: tx.$count(runSlices, and(eq(runSlices.projectId, projectId), eq(runSlices.runId, runId))) })
    .where(and(eq(runs.projectId, projectId), eq(runs.id, runId)));
}

/** Gives a run slices, as from its own report; one of the same dimension and value is replaced. */
export async function setSlices(ctx: Context, runId: string, slices: readonly NewSlice[]): Promise<void> {
  authorize(ctx, "run.import");
  await withTransaction(ctx, async (tx) => {
    const own = and(eq(runs.projectId, ctx.projectId), eq(runs.id, runId));
    const [run] = await tx.select({ archivedAt: runs.archivedAt }).from(runs).where(own).for("update");
    if (!run) throw notFound(`Run ${runId}`);
    if (run.archivedAt) throw runIsDeleted(runId);
    await writeSlices(tx, ctx.projectId, runId, slices);
    await tx.update(runs).set({ contentDigest: null }).where(own);
    await enqueueSettling(tx, ctx, runId);
  });
}
