import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { apiTokens } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { revokeTokenSchema } from "@/lib/auth/schemas";
import { type Context, withTransaction } from "@/lib/context";
import { conflict, forbidden, notFound } from "@/lib/errors";

/** Revokes an API token at once. One's own, or as administrator anyone's; CONFLICT when it was revoked already. */
export async function revokeToken(ctx: Context, input: { tokenId: string }): Promise<void> {
  authorize(ctx, "token.revoke");
  const { tokenId } = revokeTokenSchema.parse(input);
  const { actor } = ctx;
  await withTransaction(ctx, async (tx) => {
    const [token] = await tx
      .select()
      .from(apiTokens)
      .where(and(eq(apiTokens.projectId, ctx.projectId), eq(apiTokens.id, tokenId)))
      .for("update");
    if (!token) throw notFound("This API token");
    if (actor.kind === "user" && token.ownerUserId !== actor.userId && !actor.roles.includes("admin")) {
      throw forbidden("You may revoke your own API tokens; an administrator may revoke this one.");
    }
    const revoked = await tx
      .update(apiTokens)
      .set({ revokedAt: sql`now()`, revokedBy: actor.kind === "user" ? actor.userId : null })
      .where(and(eq(apiTokens.id, tokenId), isNull(apiTokens.revokedAt)))
      .returning({ id: apiTokens.id });
    if (revoked.length === 0) throw conflict(`The API token "${token.name}" was revoked already.`);
    await appendAudit(tx, ctx, {
      action: "token.revoked",
      objectType: "token",
      objectId: tokenId,
      payload: { name: token.name, lastFour: token.lastFour },
    });
  });
}
