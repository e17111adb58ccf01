import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runKeyCounts } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import type { ImportError } from "./import-report";
import type { PackedRun } from "./packed-run";
import { writeRuns } from "./write-runs";

/** A run and the line it came in, or its place in a page. */
export type BatchRun = { line: number; run: PackedRun };
export type Batch = { imported: number; unchanged: number; errors: ImportError[] };

/** Runs up to which the log lists each; of a larger batch it has the digest over the list. */
const listedRuns = 100;

/** Writes runs of distinct ids with one audit event, in the transaction of a command that authorized `run.import`. */
export async function writeBatch(tx: Tx, ctx: Context, pending: readonly BatchRun[], source: string): Promise<Batch> {
  const importId = ctx.newId();
  const outcomes = await writeRuns(
    tx,
    ctx,
    pending.map(({ run }) => run),
    importId,
  );
  const errors: ImportError[] = [];
  const imported: [string, string][] = [];
  let unchanged = 0;
  for (const { line, run } of pending) {
    const { id, digest } = run;
    const outcome = outcomes.get(id);
    if (outcome?.kind === "refused")
      errors.push({
        line,
        field: "run_id",
        message: `${id} ${outcome.message}`,
      });
    else if (outcome?.kind === "imported") imported.push([id, digest]);
    else unchanged += 1;
  }
  if (imported.length > 0) {
    await tx
      .update(runKeyCounts)
      .set({ stale: true })
      .where(and(eq(runKeyCounts.projectId, ctx.projectId), eq(runKeyCounts.stale, false)));
    const runs = imported.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const experiments = [...new Set(pending.map(({ run }) => run.experiment.name))].sort();
    await appendAudit(tx, ctx, {
      action: "run.imported",
      objectType: "import",
      objectId: importId,
      payload: {
        source,
        experiments,
        imported: runs.length,
        unchanged,
        failed: errors.length,
        runs: runs.length <= listedRuns ? runs : [],
        digest: canonicalDigest(runs),
      },
    });
  }
  return { imported: imported.length, unchanged, errors };
}
