import "server-only";
import { authorize } from "@/lib/auth/authorize";
import { lockMembership, writeMembership } from "@/lib/auth/members";
import { type SetMemberRolesInput, setMemberRolesSchema } from "@/lib/auth/schemas";
import { type Context, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";

/**
 * Gives a person exactly these roles and this group in the project, adding them when they are not in it; counts from
 * their next request. Throws CONFLICT when the roles shown have changed, PRECONDITION_FAILED for the last administrator.
 */
export async function setMemberRoles(ctx: Context, input: SetMemberRolesInput): Promise<void> {
  authorize(ctx, "member.manage");
  const { userId, roles, groupName, seen } = setMemberRolesSchema.parse(input);
  await withTransaction(ctx, async (tx) => {
    const before = await lockMembership(tx, ctx, userId);
    if (seen && [...seen].sort().join() !== [...before.roles].sort().join()) {
      throw conflict(
        `Someone changed the roles of ${before.name} meanwhile. They are now: ${before.roles.join(", ").replaceAll("_", " ") || "none"}.`,
        { roles: before.roles },
      );
    }
    if (before.roles.join() === roles.join() && before.groupName === groupName) return;
    await writeMembership(tx, ctx, before, roles, groupName);
  });
}
