import "server-only";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { sources } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { lockSource, ofSource, syncSoon } from "../load-source";
import { setSourceEnabledSchema } from "../schemas";
import { stopSync } from "../stop-sync";

/** Switches a source on, which reads it at once, or off, which ends a sync under way; what was taken stays. */
export async function setSourceEnabled(
  ctx: AccountableContext,
  raw: z.input<typeof setSourceEnabledSchema>,
): Promise<{ isEnabled: boolean }> {
  authorize(ctx, "source.manage");
  const { sourceId, isEnabled } = setSourceEnabledSchema.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await accountableUser(tx, ctx, "source.manage");
    const before = await lockSource(tx, ctx, sourceId);
    if (before.isEnabled === isEnabled) return { isEnabled };
    const rest = isEnabled ? { failures: 0, failure: null, failingSince: null } : { nextSyncAt: null };
    await tx
      .update(sources)
      .set({ isEnabled, ...rest, lockVersion: sql`${sources.lockVersion} + 1` })
      .where(ofSource(ctx, sourceId));
    if (isEnabled) await syncSoon(tx, ctx, sourceId);
    else await stopSync(tx, ctx, sourceId);
    await appendAudit(tx, ctx, {
      action: isEnabled ? "source.enabled" : "source.disabled",
      objectType: "source",
      objectId: sourceId,
      payload: { name: before.name },
    });
    return { isEnabled };
  });
}
