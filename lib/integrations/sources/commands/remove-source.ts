import "server-only";
import type { z } from "zod";
import { sources } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { lockSource, ofSource } from "../load-source";
import { sourceSchema } from "../schemas";
import { stopSync } from "../stop-sync";

/** Removes a source and erases its secret. Runs that came from it stay. */
export async function removeSource(
  ctx: AccountableContext,
  raw: z.input<typeof sourceSchema>,
): Promise<{ sourceId: string }> {
  authorize(ctx, "source.manage");
  const { sourceId } = sourceSchema.parse(raw);
  await withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "source.manage");
    const { name } = await lockSource(tx, ctx, sourceId);
    await stopSync(tx, ctx, sourceId);
    await tx
      .update(sources)
      .set({ deletedAt: ctx.now(), isEnabled: false, nextSyncAt: null, secret: "", secretEnv: null })
      .where(ofSource(ctx, sourceId));
    await appendAudit(tx, ctx, {
      action: "source.removed",
      objectType: "source",
      objectId: sourceId,
      payload: { name },
    });
  });
  return { sourceId };
}
