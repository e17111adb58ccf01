import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { notificationSettings, notifications } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";

/** Turns a person's mail of this project off, for whoever holds the link of one of their mails; nothing else changes. */
export async function turnOffMail(ctx: Context, { userId }: { userId: string }): Promise<{ changed: boolean }> {
  authorize(ctx, "notification.manage");
  const { projectId } = ctx;
  return withTransaction(ctx, async (tx) => {
    const changed = await tx
      .insert(notificationSettings)
      .values({ projectId, userId, choices: {}, mail: false, lockVersion: 1, changedAt: ctx.now() })
      .onConflictDoUpdate({
        target: [notificationSettings.projectId, notificationSettings.userId],
        set: { mail: false, lockVersion: sql`${notificationSettings.lockVersion} + 1`, changedAt: ctx.now() },
        setWhere: eq(notificationSettings.mail, true),
      })
      .returning({ userId: notificationSettings.userId });
    if (changed.length === 0) return { changed: false };
    await tx
      .update(notifications)
      .set({ mail: "none" })
      .where(
        and(
          eq(notifications.projectId, projectId),
          eq(notifications.userId, userId),
          sql`${notifications.mail} in ('waiting', 'digest')`,
        ),
      );
    await appendAudit(tx, ctx, {
      action: "notification_settings.mail_turned_off",
      objectType: "notification_settings",
      objectId: userId,
      payload: {},
    });
    return { changed: true };
  });
}
