import "server-only";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { type TagRuns, tagRunsInput } from "../run-selection-input";
import { selectTouched } from "../select-touched";
import { setTag } from "../touch-runs";
import { touchedRuns } from "../touched-runs";

/** Sets one tag on many runs, or takes it away. Runs that are archived or have it already stay as they are. */
export async function tagRuns(ctx: Context, raw: TagRuns): Promise<{ changed: number }> {
  authorize(ctx, "run.tag");
  const { selection, key, value, expected } = tagRunsInput.parse(raw);
  const ids = await selectTouched(ctx, selection);
  return withTransaction(ctx, async (tx) => {
    const changed = await setTag(tx, ctx.projectId, ids, key, value);
    const touched = touchedRuns(changed, expected, selection);
    if (!touched) return { changed: 0 };
    await appendAudit(tx, ctx, {
      action: "runs.tagged",
      objectType: "run_selection",
      objectId: ctx.newId(),
      payload: { key, value: value ?? "(taken away)", ...touched },
    });
    return { changed: changed.length };
  });
}
