import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Role, roles } from "@/db/enums";
import { members, projects, users } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import type { Context } from "@/lib/context";
import { notFound, preconditionFailed } from "@/lib/errors";

export type Membership = { userId: string; name: string; project: string; roles: Role[]; groupName: string };

/** Locks the project's membership and reads one person's part of it; no roles = not a member. */
export async function lockMembership(tx: Tx, ctx: Context, userId: string): Promise<Membership> {
  const [project] = await tx
    .select({ title: projects.title })
    .from(projects)
    .where(eq(projects.id, ctx.projectId))
    .for("update");
  const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
  if (!project || !user) throw notFound("This person");
  const rows = await tx
    .select({ role: members.role, groupName: members.groupName })
    .from(members)
    .where(and(eq(members.projectId, ctx.projectId), eq(members.userId, userId)));
  const held = roles.filter((role) => rows.some((row) => row.role === role));
  return { userId, name: user.name, project: project.title, roles: held, groupName: rows[0]?.groupName ?? "" };
}

/** Replaces a person's roles and group and records it. The last administrator of a project cannot be lost. */
export async function writeMembership(
  tx: Tx,
  ctx: Context,
  before: Membership,
  to: readonly Role[],
  groupName: string,
): Promise<void> {
  const own = and(eq(members.projectId, ctx.projectId), eq(members.userId, before.userId));
  if (before.roles.includes("admin") && !to.includes("admin")) await assertOtherAdmin(tx, ctx, before);
  await tx.delete(members).where(own);
  if (to.length > 0) {
    const row = { projectId: ctx.projectId, userId: before.userId, groupName, createdAt: ctx.now() };
    await tx.insert(members).values(to.map((role) => ({ ...row, role })));
  }
  const base = { member: before.name, userId: before.userId, project: before.project };
  const object = { objectType: "member", objectId: before.userId } as const;
  if (to.length === 0) await appendAudit(tx, ctx, { action: "member.removed", ...object, payload: base });
  else if (before.roles.length === 0) {
    await appendAudit(tx, ctx, {
      action: "member.added",
      ...object,
      payload: { ...base, roles: [...to], group: groupName },
    });
  } else {
    const payload = { ...base, from: before.roles, to: [...to], group: groupName };
    await appendAudit(tx, ctx, { action: "member.roles_changed", ...object, payload });
  }
}

async function assertOtherAdmin(tx: Tx, ctx: Context, leaving: Membership): Promise<void> {
  const admins = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.projectId, ctx.projectId), eq(members.role, "admin")));
  if (admins.every(({ userId }) => userId === leaving.userId)) {
    throw preconditionFailed(
      `${leaving.name} is the last administrator of this project. Make someone else administrator first.`,
    );
  }
}
