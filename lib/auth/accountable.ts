import "server-only";
import { and, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { members } from "@/db/schema/auth";
import type { Context, TokenActor, UserActor } from "@/lib/context";
import { forbidden } from "@/lib/errors";
import { denial } from "./authorize";
import { type Permission, rolesAllow } from "./permissions";

/** A context in which somebody answers for what is done: a person, or the owner of a token. */
export type AccountableContext = Context & { actor: UserActor | TokenActor };

/**
 * The account that answers for an act. For a token that is its owner, who must be allowed to do it themselves at this moment: a
 * token never does more than its owner may. FORBIDDEN for a token that nobody owns.
 */
export async function accountableUser(db: Reader, ctx: AccountableContext, permission: Permission): Promise<string> {
  const { actor } = ctx;
  if (actor.kind === "user") return actor.userId;
  if (actor.ownerUserId === null)
    throw forbidden(
      `The API token "${actor.name}" has no owner, so nobody would answer for this. Create one while signed in, under Settings, API tokens.`,
    );
  const held = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.projectId, ctx.projectId), eq(members.userId, actor.ownerUserId)));
  if (
    !rolesAllow(
      held.map(({ role }) => role),
      permission,
    )
  )
    throw forbidden(`The owner of the API token "${actor.name}" may not do this themselves. ${denial(permission)}`);
  return actor.ownerUserId;
}
