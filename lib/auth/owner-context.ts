import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { members, users } from "@/db/schema/auth";
import type { UserContext } from "@/lib/context";
import { forbidden } from "@/lib/errors";
import { authorize } from "./authorize";
import type { Permission } from "./permissions";
import type { TokenContext } from "./token-context";

/**
 * The owner of a token, with the roles they have at this moment: for reading what they see themselves, never for acting. FORBIDDEN for a
 * token that nobody owns, and when the owner may not see it.
 */
export async function ownerContext(ctx: TokenContext, permission: Permission): Promise<UserContext> {
  const { actor } = ctx;
  const rows = actor.ownerUserId
    ? await ctx.db
        .select({ user: users, role: members.role, groupName: members.groupName })
        .from(members)
        .innerJoin(users, eq(users.id, members.userId))
        .where(
          and(eq(members.projectId, ctx.projectId), eq(members.userId, actor.ownerUserId), isNull(users.disabledAt)),
        )
    : [];
  const [first] = rows;
  if (!first)
    throw forbidden(
      `This is what the owner of a token sees, and the API token "${actor.name}" has none. Create one while signed in, under Settings, API tokens.`,
    );
  const { user } = first;
  const owner: UserContext = {
    ...ctx,
    actor: {
      kind: "user",
      userId: user.id,
      personId: user.personId,
      name: user.name,
      email: user.email,
      roles: rows.map(({ role }) => role),
      groupName: first.groupName,
      isInstanceAdmin: user.isInstanceAdmin,
      // No session: what asks how long ago somebody signed in is refused.
      sessionId: "",
      authTime: new Date(0),
      authMethod: "password",
    },
  };
  authorize(owner, permission);
  return owner;
}
