import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { type ArchiveRuns, archiveRunsInput } from "../run-selection-input";
import { selectTouched } from "../select-touched";
import { setArchived } from "../touch-runs";
import { touchedRuns } from "../touched-runs";

/** Takes many runs out of the tables, or puts them back. Records, versions and evidence stay. */
export async function setRunsArchived(ctx: Context, raw: ArchiveRuns): Promise<{ changed: number }> {
  authorize(ctx, "run.archive");
  const { selection, archived, expected } = archiveRunsInput.parse(raw);
  const ids = await selectTouched(ctx, selection);
  return withTransaction(ctx, async (tx) => {
    const changed = await setArchived(tx, ctx.projectId, ids, archived ? ctx.now() : null);
    const touched = touchedRuns(changed, expected, selection);
    if (!touched) return { changed: 0 };
    await appendAudit(tx, ctx, {
      action: archived ? "runs.archived" : "runs.restored",
      objectType: "run_selection",
      objectId: ctx.newId(),
      payload: touched,
    });
    return { changed: changed.length };
  });
}
