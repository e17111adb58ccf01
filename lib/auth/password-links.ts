import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { setupLinks } from "@/db/schema/auth";
import type { Context } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { hashToken } from "./tokens";

const hour = 3_600_000;

/** Writes a one-time link secret, making earlier ones for the same account useless. Returns the secret, stored only hashed. */
export async function insertLink(
  tx: Tx,
  ctx: Context,
  userId: string | null,
  hours: number,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(ctx.now().getTime() + hours * hour);
  const same = userId === null ? isNull(setupLinks.userId) : eq(setupLinks.userId, userId);
  await tx.delete(setupLinks).where(and(same, isNull(setupLinks.usedAt)));
  await tx.insert(setupLinks).values({ tokenHash: hashToken(token), userId, createdAt: ctx.now(), expiresAt });
  return { token, expiresAt };
}

/** An unused, unexpired link; null otherwise. `userId` null = the first administrator. */
export async function findLink(db: Reader, token: string): Promise<{ userId: string | null; expiresAt: Date } | null> {
  const [link] = await db
    .select({ userId: setupLinks.userId, expiresAt: setupLinks.expiresAt })
    .from(setupLinks)
    .where(
      and(eq(setupLinks.tokenHash, hashToken(token)), isNull(setupLinks.usedAt), sql`${setupLinks.expiresAt} > now()`),
    );
  return link ?? null;
}

/** Uses a link up; of two at once only one succeeds. Throws PRECONDITION_FAILED when it cannot be used. */
export async function consumeLink(tx: Tx, token: string): Promise<{ userId: string | null }> {
  const [link] = await tx
    .update(setupLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(eq(setupLinks.tokenHash, hashToken(token)), isNull(setupLinks.usedAt), sql`${setupLinks.expiresAt} > now()`),
    )
    .returning({ userId: setupLinks.userId });
  if (!link) throw preconditionFailed("This link was used already or has expired. Ask for a new one.");
  return link;
}
