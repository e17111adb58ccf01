import "server-only";
import { and, eq } from "drizzle-orm";
import { loggedModels } from "@/db/schema";
import type { Context } from "@/lib/context";

export type LoggedModelView = NonNullable<Awaited<ReturnType<typeof findLoggedModel>>>;

/** What the page of a version shows of the logged model that it is, or null. */
export async function findLoggedModel(ctx: Context, id: string | null) {
  if (id === null) return null;
  const [found] = await ctx.db
    .select({
      id: loggedModels.id,
      name: loggedModels.name,
      modelType: loggedModels.modelType,
      status: loggedModels.status,
      manifest: loggedModels.manifest,
      requirements: loggedModels.requirements,
      signatureProblem: loggedModels.signatureProblem,
    })
    .from(loggedModels)
    .where(and(eq(loggedModels.projectId, ctx.projectId), eq(loggedModels.id, id)));
  return found ?? null;
}
