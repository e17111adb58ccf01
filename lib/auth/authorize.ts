import "server-only";
import type { Context } from "@/lib/context";
import { forbidden } from "@/lib/errors";
import { can, type Permission, permissionRow } from "./permissions";

/** First line of every command: throws FORBIDDEN, naming who may, unless the matrix allows the actor. */
export function authorize(ctx: Context, permission: Permission): void {
  if (can(ctx.actor, permission)) return;
  throw forbidden(denial(permission));
}

/** One sentence for a refused permission. */
export function denial(permission: Permission): string {
  const { description, roles } = permissionRow(permission);
  const who = roles.length
    ? `This needs the role ${roles.map((r) => r.replaceAll("_", " ")).join(" or ")}.`
    : "No role has this permission.";
  return `You may not: ${description.toLowerCase()}. ${who}`;
}
