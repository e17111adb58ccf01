import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { people, type UserRow, users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import type { Context } from "@/lib/context";
import { DomainError } from "@/lib/errors";

/** The account of an e-mail address, whatever its case; null when there is none. */
export async function findUserByEmail(db: Reader, address: string): Promise<UserRow | null> {
  const [user] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, address.trim().toLowerCase()));
  return user ?? null;
}

export async function findUserById(db: Reader, userId: string): Promise<UserRow | null> {
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  return user ?? null;
}

export type NewUser = {
  name: string;
  email: string;
  title?: string | undefined;
  passwordHash?: string | null;
  /** A second account of the same human shares the person, so that nobody countersigns themselves. */
  personId?: string | undefined;
  isPersona?: boolean | undefined;
  isInstanceAdmin?: boolean | undefined;
};

/** Writes an account, its person unless given, and the audit event. Throws CONFLICT when the e-mail is taken. */
export async function insertUser(tx: Tx, ctx: Context, input: NewUser): Promise<UserRow> {
  const createdAt = ctx.now();
  const personId = input.personId ?? ctx.newId();
  if (!input.personId) await tx.insert(people).values({ id: personId, name: input.name, createdAt });
  const [user] = await tx
    .insert(users)
    .values({
      id: ctx.newId(),
      personId,
      email: input.email,
      name: input.name,
      title: input.title ?? null,
      passwordHash: input.passwordHash ?? null,
      isPersona: input.isPersona ?? false,
      isInstanceAdmin: input.isInstanceAdmin ?? false,
      createdAt,
    })
    .onConflictDoNothing()
    .returning();
  if (!user) {
    const message = `An account with the e-mail ${input.email} exists already.`;
    throw new DomainError("CONFLICT", message, { fieldErrors: { email: [message] } });
  }
  await appendAudit(tx, ctx, {
    action: "user.created",
    objectType: "user",
    objectId: user.id,
    payload: { name: user.name, email: user.email, personId },
    projectId: null,
  });
  return user;
}
