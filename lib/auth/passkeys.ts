import "server-only";
import { and, asc, eq, isNull, lt } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { type PasskeyRow, passkeyChallenges, passkeys } from "@/db/schema";
import { type Context, deadlineNow, type UserContext } from "@/lib/context";
import { getEnv } from "@/lib/env";
import { conflict, preconditionFailed } from "@/lib/errors";

export const challengeMinutes = 5;

/** The site that passkeys are bound to, from the address the console is served at. */
export function relyingParty(): { id: string; origin: string; name: string } {
  const address = getEnv().NEXTAUTH_URL;
  if (!address)
    throw preconditionFailed("Passkeys need the console's own address: set NEXTAUTH_URL to where people open it.");
  const { hostname, origin } = new URL(address);
  return { id: hostname, origin, name: "Countersign" };
}

/** A person's passkeys that are not removed, oldest first. */
export async function listPasskeys(ctx: UserContext, db: Reader = ctx.db): Promise<PasskeyRow[]> {
  return db
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.userId, ctx.actor.userId), isNull(passkeys.removedAt)))
    .orderBy(asc(passkeys.createdAt));
}

type NewChallenge = { id?: string; purpose: "register" | "sign"; challenge: string; statement?: unknown };

/** Keeps a question that the person's authenticator is to answer within minutes; old ones are forgotten. */
export async function keepChallenge(
  ctx: UserContext,
  { id = ctx.newId(), ...question }: NewChallenge,
): Promise<string> {
  const now = await deadlineNow(ctx.db, ctx);
  await ctx.db.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, now));
  await ctx.db.insert(passkeyChallenges).values({
    id,
    userId: ctx.actor.userId,
    ...question,
    createdAt: now,
    expiresAt: new Date(now.getTime() + challengeMinutes * 60_000),
  });
  return id;
}

/** Takes a question out for good: it is answered once, by the person it was put to, in time. */
export async function takeChallenge(tx: Tx, ctx: UserContext & Context, id: string, purpose: "register" | "sign") {
  const now = await deadlineNow(tx, ctx);
  const [taken] = await tx
    .update(passkeyChallenges)
    .set({ usedAt: now })
    .where(
      and(
        eq(passkeyChallenges.id, id),
        eq(passkeyChallenges.userId, ctx.actor.userId),
        eq(passkeyChallenges.purpose, purpose),
        isNull(passkeyChallenges.usedAt),
      ),
    )
    .returning();
  if (!taken || taken.expiresAt <= now) throw conflict("The passkey's answer came too late or twice; start again.");
  return taken;
}
