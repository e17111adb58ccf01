import "server-only";
import type { Tx } from "@/db/client";
import { appendAudit } from "@/lib/audit/append";
import type { Context } from "@/lib/context";
import { enqueue } from "@/lib/jobs/queue";
import type { Judged } from "./judge-promotion";
import { auditName } from "./load-promotion";

/** Records that the quorum is reached and has the worker carry the promotion out once its cooling-off time is over. */
export async function settleApproved(tx: Tx, ctx: Context, { loaded, present, tally }: Judged): Promise<void> {
  const executableFrom = tally.executableFrom ?? ctx.now();
  const { id } = loaded.promotion;
  await appendAudit(tx, ctx, {
    action: "promotion.fully_approved",
    objectType: "promotion",
    objectId: id,
    objectDigest: present.digest,
    payload: { ...auditName(loaded), approvals: tally.counted.length, executableFrom: executableFrom.toISOString() },
  });
  const job = { projectId: ctx.projectId, promotionId: id };
  await enqueue(tx, "promotion.execute", job, { runAt: executableFrom, key: `promotion.execute:${id}` });
}
