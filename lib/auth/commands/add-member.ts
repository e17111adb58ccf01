import "server-only";
import { authorize } from "@/lib/auth/authorize";
import { lockMembership, writeMembership } from "@/lib/auth/members";
import { insertLink } from "@/lib/auth/password-links";
import { type AddMemberInput, addMemberSchema } from "@/lib/auth/schemas";
import { findUserByEmail, insertUser } from "@/lib/auth/users";
import { type Context, withTransaction } from "@/lib/context";
import { conflict, invalidInput } from "@/lib/errors";
import { paths } from "@/lib/paths";
import { inviteHours } from "../invite";

export type AddedMember = {
  name: string;
  /** Where a new account's owner sets the password; null when the account existed. Shown once. */
  link: string | null;
};

/**
 * Adds a person by e-mail. An unknown e-mail needs a name and becomes an account without a password: its owner sets one
 * through the link. Throws INVALID_INPUT on `name` when it is needed, CONFLICT when they are a member already.
 */
export async function addMember(ctx: Context, input: AddMemberInput): Promise<AddedMember> {
  authorize(ctx, "member.manage");
  const { email, name, roles, groupName } = addMemberSchema.parse(input);
  return withTransaction(ctx, async (tx) => {
    const known = await findUserByEmail(tx, email);
    if (!known) authorize(ctx, "user.create");
    if (!known && !name)
      throw invalidInput("name", "Nobody here has this e-mail yet. Enter the person's name to create their account.");
    const user = known ?? (await insertUser(tx, ctx, { email, name: name ?? email }));
    const before = await lockMembership(tx, ctx, user.id);
    if (before.roles.length > 0) throw conflict(`${user.name} is a member already: change their roles in the list.`);
    await writeMembership(tx, ctx, before, roles, groupName);
    const link = known ? null : paths.setup((await insertLink(tx, ctx, user.id, inviteHours)).token);
    return { name: user.name, link };
  });
}
