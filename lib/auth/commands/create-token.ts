import "server-only";
import { randomBytes } from "node:crypto";
import type { TokenScope } from "@/db/enums";
import { apiTokens } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import { authorize, denial } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import { type CreateTokenInput, createTokenSchema } from "@/lib/auth/schemas";
import { scopePermission } from "@/lib/auth/scopes";
import { formatToken, hashToken, tokenEntropyBytes } from "@/lib/auth/tokens";
import { type Context, withTransaction } from "@/lib/context";
import { DomainError } from "@/lib/errors";

export type CreatedToken = {
  tokenId: string;
  name: string;
  scopes: TokenScope[];
  expiresAt: Date /** Shown once, never stored. */;
  token: string;
};

const day = 86_400_000;

/**
 * Creates an API token for the project, owned by the person who makes it; it can do no more than they may themselves
 * and can never approve. Expires after 1 to 90 days.
 */
export async function createToken(ctx: Context, input: CreateTokenInput): Promise<CreatedToken> {
  authorize(ctx, "token.create");
  const { name, scopes, days } = createTokenSchema.parse(input);
  const refused = scopes.find((scope) => !can(ctx.actor, scopePermission[scope]) && ctx.actor.kind !== "system");
  if (refused) {
    const message = `The scope "${refused}" is more than you may do yourself. ${denial(scopePermission[refused])}`;
    throw new DomainError("FORBIDDEN", message, { fieldErrors: { scopes: [message] } });
  }
  const token = formatToken(randomBytes(tokenEntropyBytes));
  const created = { tokenId: ctx.newId(), name, scopes, expiresAt: new Date(ctx.now().getTime() + days * day) };
  await withTransaction(ctx, async (tx) => {
    const lastFour = token.slice(-4);
    await tx.insert(apiTokens).values({
      id: created.tokenId,
      projectId: ctx.projectId,
      name,
      tokenHash: hashToken(token),
      lastFour,
      scopes,
      ownerUserId: ctx.actor.kind === "user" ? ctx.actor.userId : null,
      createdAt: ctx.now(),
      expiresAt: created.expiresAt,
    });
    await appendAudit(tx, ctx, {
      action: "token.created",
      objectType: "token",
      objectId: created.tokenId,
      payload: { name, scopes, lastFour, expiresAt: created.expiresAt.toISOString() },
    });
  });
  return { ...created, token };
}
