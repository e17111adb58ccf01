import "server-only";
import type { z } from "zod";
import { authorize } from "@/lib/auth/authorize";
import { hashPassword } from "@/lib/auth/passwords";
import { type CreateUserInput, createUserSchema } from "@/lib/auth/schemas";
import { insertUser } from "@/lib/auth/users";
import { type Context, withTransaction } from "@/lib/context";
import { forbidden } from "@/lib/errors";

export type CreatedUser = { userId: string; personId: string };

/**
 * Creates an account without membership anywhere. Password, shared person, persona and installation administrator can
 * only be set by the installation itself. Throws CONFLICT when the e-mail is taken.
 */
export async function createUser(ctx: Context, input: CreateUserInput): Promise<CreatedUser> {
  authorize(ctx, "user.create");
  const { password, ...given } = createUserSchema.parse(input);
  if (ctx.actor.kind !== "system") refusePrivileged({ password, ...given });
  const passwordHash = password ? await hashPassword(password) : null;
  const user = await withTransaction(ctx, (tx) => insertUser(tx, ctx, { ...given, passwordHash }));
  return { userId: user.id, personId: user.personId };
}

function refusePrivileged(given: z.output<typeof createUserSchema>): void {
  const { password, personId, isPersona, isInstanceAdmin } = given;
  if (password || personId || isPersona || isInstanceAdmin) {
    throw forbidden(
      "An account made in the console starts without a password or privileges: send its owner a one-time link.",
    );
  }
}
