import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { members, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { Owner } from "./run-columns";

/** The person behind the request: they answer for runs that name no owner. */
function sender(ctx: Context): Owner {
  const { actor } = ctx;
  if (actor.kind === "user") return { userId: actor.userId, name: null };
  return {
    userId: actor.kind === "token" ? actor.ownerUserId : null,
    name: null,
  };
}

/** Owners as records name them: a member's e-mail becomes that member, other text stays a name, none is the sender. */
export async function findOwners(
  tx: Reader,
  ctx: Context,
  names: readonly (string | null)[],
): Promise<(name: string | null) => Owner> {
  const emails = [...new Set(names.flatMap((name) => (name?.includes("@") ? [name.toLowerCase()] : [])))];
  const email = sql<string>`lower(${users.email})`;
  const found =
    emails.length === 0
      ? []
      : await tx
          .select({ userId: users.id, email })
          .from(users)
          .innerJoin(members, and(eq(members.userId, users.id), eq(members.projectId, ctx.projectId)))
          .where(inArray(email, emails));
  const byEmail = new Map(found.map((f) => [f.email, f.userId]));
  return (name) => {
    if (name === null) return sender(ctx);
    const userId = byEmail.get(name.toLowerCase());
    return userId ? { userId, name: null } : { userId: null, name };
  };
}
