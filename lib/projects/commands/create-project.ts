import "server-only";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { type InsertedProject, insertProject } from "../insert-project";
import { type CreateProjectInput, createProjectSchema } from "../schemas";

/**
 * Creates a project with its environments and policies; the person who creates it becomes its administrator.
 * Throws CONFLICT when the name is taken.
 */
export async function createProject(ctx: Context, input: CreateProjectInput): Promise<InsertedProject> {
  authorize(ctx, "project.create");
  const parsed = createProjectSchema.parse(input);
  return withTransaction(ctx, (tx) => insertProject(tx, ctx, parsed, ctx.actor.kind === "user" ? ctx.actor : null));
}
