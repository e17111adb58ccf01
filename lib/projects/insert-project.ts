import "server-only";
import type { Tx } from "@/db/client";
import { members, projects } from "@/db/schema/auth";
import { appendAudit } from "@/lib/audit/append";
import type { Context } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import { setUpGovernance } from "@/lib/governance/set-up-governance";

export type InsertedProject = { id: number; name: string; title: string };

/** Writes a project with its environments, preset policies and, when there is one, its creator as administrator. CONFLICT when the name is taken. */
export async function insertProject(
  tx: Tx,
  ctx: Context,
  input: { name: string; title?: string | undefined },
  admin: { userId: string; name: string } | null,
): Promise<InsertedProject> {
  const { name } = input;
  const title = input.title || name;
  const createdAt = ctx.now();
  const [project] = await tx.insert(projects).values({ name, title, createdAt }).onConflictDoNothing().returning();
  if (!project) {
    const message = `A project named "${name}" exists already. Choose another name.`;
    throw new DomainError("CONFLICT", message, { fieldErrors: { name: [message] } });
  }
  const projectId = project.id;
  const inProject = { ...ctx, projectId };
  await appendAudit(tx, inProject, {
    action: "project.created",
    objectType: "project",
    objectId: String(projectId),
    payload: { name, title },
  });
  await setUpGovernance(tx, inProject);
  if (admin) {
    await tx.insert(members).values({ projectId, userId: admin.userId, role: "admin", createdAt });
    await appendAudit(tx, inProject, {
      action: "member.added",
      objectType: "member",
      objectId: admin.userId,
      payload: { member: admin.name, userId: admin.userId, project: title, roles: ["admin"], group: "" },
    });
  }
  return { id: projectId, name, title };
}
