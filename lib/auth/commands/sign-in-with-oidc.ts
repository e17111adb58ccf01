import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { oidcAccounts, users } from "@/db/schema/auth";
import { authorize } from "@/lib/auth/authorize";
import { email, personName } from "@/lib/auth/schemas";
import { type StartedSession, startSession } from "@/lib/auth/start-session";
import { findUserByEmail, insertUser } from "@/lib/auth/users";
import { type Context, withTransaction } from "@/lib/context";
import { conflict, forbidden } from "@/lib/errors";

const claimsSchema = z.object({
  issuer: z.url(),
  subject: z.string().min(1).max(255),
  name: personName.optional(),
  email: email.optional(),
  email_verified: z.boolean().optional(),
  auth_time: z.number().int().positive().optional(),
});
/** Older than any rule calls fresh: a provider that does not say when the person proved who they are proves nothing fresh. */
const unknownAge = 25 * 60 * 60 * 1000;

export type OidcClaims = z.input<typeof claimsSchema> & { userAgent?: string | null };

/**
 * Starts a session for verified ID token claims. The account is the one of (issuer, subject) and never found by e-mail;
 * a first sign-in creates it, without any role. Throws CONFLICT when another account has the e-mail, FORBIDDEN when the
 * account is disabled, INVALID_INPUT when the provider sends no verified e-mail.
 */
export async function signInWithOidc(ctx: Context, input: OidcClaims): Promise<StartedSession> {
  authorize(ctx, "session.start");
  const claims = claimsSchema.parse(input);
  const { issuer, subject } = claims;
  return withTransaction(ctx, async (tx) => {
    const [known] = await tx
      .select({ user: users })
      .from(oidcAccounts)
      .innerJoin(users, eq(users.id, oidcAccounts.userId))
      .where(and(eq(oidcAccounts.issuer, issuer), eq(oidcAccounts.subject, subject)));
    let user = known?.user;
    if (!user) {
      const address = claims.email_verified === false ? undefined : claims.email;
      const verified = email.parse(address);
      if (await findUserByEmail(tx, verified)) throw conflict("Another account has this e-mail.");
      user = await insertUser(tx, ctx, { name: claims.name ?? verified, email: verified });
      await tx.insert(oidcAccounts).values({ issuer, subject, userId: user.id, createdAt: ctx.now() });
    }
    if (user.disabledAt) throw forbidden("This account is disabled.");
    const authTime = claims.auth_time ? new Date(claims.auth_time * 1000) : new Date(ctx.now().getTime() - unknownAge);
    return startSession(tx, ctx, user, { method: "oidc", userAgent: input.userAgent ?? null, authTime });
  });
}
