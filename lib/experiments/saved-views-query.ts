import "server-only";
import { and, asc, eq, isNull, or } from "drizzle-orm";
import { savedViews } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import type { SavedView } from "./saved-view";

const most = 200;

/** Views of one run table that the person can open: their own and the team's. */
export async function listSavedViews(ctx: UserContext, experimentId: string | null): Promise<SavedView[]> {
  authorize(ctx, "project.view");
  const found = await ctx.db
    .select()
    .from(savedViews)
    .where(
      and(
        eq(savedViews.projectId, ctx.projectId),
        experimentId === null ? isNull(savedViews.experimentId) : eq(savedViews.experimentId, experimentId),
        or(isNull(savedViews.ownerUserId), eq(savedViews.ownerUserId, ctx.actor.userId)),
      ),
    )
    .orderBy(asc(savedViews.name))
    .limit(most);
  return found.map(({ id, name, ownerUserId, isDefault, params }) => ({
    id,
    name,
    isShared: ownerUserId === null,
    isDefault,
    params,
  }));
}
