import "server-only";
import { sources } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { readCredentials, storedSecret } from "../credentials";
import { assertNameFree, syncSoon } from "../load-source";
import { explained, type Probe, probe } from "../probe";
import { type CreateSourceInput, createSourceSchema } from "../schemas";
import type { TrackingOptions } from "../tracking-call";

/** Adds a source once it was reached with these credentials, and begins its first sync. INVALID_INPUT by field when it was not. */
export async function createSource(
  ctx: AccountableContext,
  raw: CreateSourceInput,
  options?: TrackingOptions,
): Promise<{ sourceId: string; name: string; found: Probe }> {
  authorize(ctx, "source.manage");
  const input = createSourceSchema.parse(raw);
  const { name, url, experiments } = input;
  const createdBy = await accountableUser(ctx.db, ctx, "source.manage");
  const sourceId = ctx.newId();
  const secret = storedSecret(input, sourceId, null);
  const found = await explained(async () =>
    probe(url, readCredentials({ ...secret, id: sourceId }), experiments, options),
  );
  await withTransaction(ctx, async (tx) => {
    await assertNameFree(tx, ctx, name, null);
    await tx.insert(sources).values({
      ...{ projectId: ctx.projectId, id: sourceId, name, url, experiments, ...secret },
      createdBy,
      createdAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "source.added",
      objectType: "source",
      objectId: sourceId,
      payload: { name, host: new URL(url).host, experiments },
    });
    await syncSoon(tx, ctx, sourceId);
  });
  return { sourceId, name, found };
}
