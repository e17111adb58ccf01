import "server-only";
import { and, eq } from "drizzle-orm";
import { notificationKinds } from "@/db/enums";
import { notificationSettings } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { choiceFor } from "../kinds";
import { type SaveSettingsInput, saveSettingsSchema } from "../schemas";

const words = ({ inApp, mail }: { inApp: boolean; mail: string }) =>
  `${inApp ? "inbox" : "no inbox"}, mail ${mail.replace("_", " ")}`;
const hours = (from: number | null, to: number | null) => (from === null ? null : `${from} to ${to}`);

/** Saves how the signed-in person is told in this project. CONFLICT when it was changed elsewhere meanwhile. */
export async function saveSettings(ctx: UserContext, raw: SaveSettingsInput): Promise<{ lockVersion: number }> {
  authorize(ctx, "notification.manage");
  const { lockVersion, ...input } = saveSettingsSchema.parse(raw);
  const { projectId } = ctx;
  const { userId } = ctx.actor;
  return withTransaction(ctx, async (tx) => {
    const own = and(eq(notificationSettings.projectId, projectId), eq(notificationSettings.userId, userId));
    const [before] = await tx.select().from(notificationSettings).where(own).for("update");
    if ((before?.lockVersion ?? 0) !== lockVersion)
      throw conflict(
        "Your settings were changed in another window meanwhile. Reload the page to see them as they are.",
      );
    const next = { ...input, lockVersion: lockVersion + 1, changedAt: ctx.now() };
    const inserted = await tx
      .insert(notificationSettings)
      .values({ projectId, userId, ...next })
      .onConflictDoUpdate({
        target: [notificationSettings.projectId, notificationSettings.userId],
        set: next,
        setWhere: eq(notificationSettings.lockVersion, lockVersion),
      })
      .returning({ userId: notificationSettings.userId });
    if (inserted.length === 0)
      throw conflict("Your settings were changed in another window meanwhile. Reload the page.");
    const changes = [
      ...notificationKinds.map((kind) => ({
        field: kind,
        from: words(choiceFor(kind, before?.choices ?? {})),
        to: words(choiceFor(kind, input.choices)),
      })),
      { field: "mail", from: before?.mail ?? true, to: input.mail },
      { field: "timeZone", from: before?.timeZone ?? "UTC", to: input.timeZone },
      {
        field: "quietHours",
        from: hours(before?.quietFrom ?? null, before?.quietTo ?? null),
        to: hours(input.quietFrom, input.quietTo),
      },
    ].filter(({ from, to }) => from !== to);
    await appendAudit(tx, ctx, {
      action: "notification_settings.changed",
      objectType: "notification_settings",
      objectId: userId,
      payload: { changes },
    });
    return { lockVersion: lockVersion + 1 };
  });
}
