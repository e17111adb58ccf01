import "server-only";
import { and, eq } from "drizzle-orm";
import { notificationSettings } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { allChoices } from "./kinds";
import { isMailOn } from "./mail/mail-settings";

export type SettingsView = Awaited<ReturnType<typeof getMySettings>>;

/** How the signed-in person is told in this project, with the defaults filled in. */
export async function getMySettings(ctx: UserContext) {
  authorize(ctx, "notification.manage");
  const [row] = await ctx.db
    .select()
    .from(notificationSettings)
    .where(and(eq(notificationSettings.projectId, ctx.projectId), eq(notificationSettings.userId, ctx.actor.userId)));
  return {
    choices: allChoices(row?.choices ?? {}),
    mail: row?.mail ?? true,
    timeZone: row?.timeZone ?? "UTC",
    quietFrom: row?.quietFrom ?? null,
    quietTo: row?.quietTo ?? null,
    lockVersion: row?.lockVersion ?? 0,
    isMailOn: isMailOn(),
    /** The demo's people have invented addresses. */
    isPersona: ctx.actor.authMethod === "persona",
  };
}
