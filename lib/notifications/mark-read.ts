import "server-only";
import { and, eq, inArray, isNull, lte } from "drizzle-orm";
import { z } from "zod";
import { notifications } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";

export const markReadSchema = z.union([
  z.object({ ids: z.array(z.string().min(1)).min(1).max(100) }),
  /** Everything up to what the page showed, not what came in since. */
  z.object({ upTo: z.coerce.date() }),
]);

/** Marks the signed-in person's own notifications as read. Reading is no act that the log records. */
export async function markRead(ctx: UserContext, raw: z.input<typeof markReadSchema>): Promise<{ marked: number }> {
  authorize(ctx, "notification.manage");
  const input = markReadSchema.parse(raw);
  const marked = await ctx.db
    .update(notifications)
    .set({ readAt: ctx.now() })
    .where(
      and(
        eq(notifications.projectId, ctx.projectId),
        eq(notifications.userId, ctx.actor.userId),
        isNull(notifications.readAt),
        "ids" in input ? inArray(notifications.id, input.ids) : lte(notifications.at, input.upTo),
      ),
    )
    .returning({ id: notifications.id });
  return { marked: marked.length };
}
