import "server-only";
import type { z } from "zod";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { beginSync, findRunning } from "../begin-sync";
import { lockSource, syncSoon } from "../load-source";
import { startSyncSchema } from "../schemas";

/** Has a source read at once: what is new, or with `isFull` every run again. One that waits after a failure goes on where it was. */
export async function startSync(
  ctx: AccountableContext,
  raw: z.input<typeof startSyncSchema>,
): Promise<{ sync: number }> {
  authorize(ctx, "source.manage");
  const { sourceId, isFull } = startSyncSchema.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "source.manage");
    const source = await lockSource(tx, ctx, sourceId);
    if (!source.isEnabled) throw preconditionFailed(`"${source.name}" is switched off. Switch it on to read it.`);
    const running = await findRunning(tx, ctx, sourceId);
    if (running && (source.failure === null || (isFull && !running.isFull)))
      throw conflict(`A sync of "${source.name}" is under way already; see its progress on this page.`);
    const sync = running ?? (await beginSync(tx, ctx, sourceId, isFull));
    await syncSoon(tx, ctx, sourceId);
    await appendAudit(tx, ctx, {
      action: "source.sync_started",
      objectType: "source",
      objectId: sourceId,
      payload: { name: source.name, isFull: sync.isFull },
    });
    return { sync: sync.number };
  });
}
