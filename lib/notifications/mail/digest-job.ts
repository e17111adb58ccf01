import "server-only";
import { and, eq, inArray, min, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { notificationSettings, notifications } from "@/db/schema";
import type { JobPayload } from "@/lib/jobs/definitions";
import type { JobRun } from "@/lib/jobs/job-run";
import { enqueue } from "@/lib/jobs/queue";
import { lastDigest } from "../quiet-hours";
import { composeDigest } from "./compose-mail";
import { findRecipient, loadNotices } from "./load-notices";
import { isMailOn } from "./mail-settings";
import { mostMailAttempts } from "./notify-job";
import { sendMail } from "./send-mail";

const longest = 30;

/** One turn of the service: asks for the summary of everyone whose morning has come. */
export async function planDigests(db: Db): Promise<void> {
  if (!isMailOn()) return;
  const waiting = await db
    .select({
      projectId: notifications.projectId,
      userId: notifications.userId,
      oldest: min(notifications.at),
      timeZone: sql<string>`coalesce(min(${notificationSettings.timeZone}), 'UTC')`,
      now: sql<string>`now()::text`,
    })
    .from(notifications)
    .leftJoin(
      notificationSettings,
      and(
        eq(notificationSettings.projectId, notifications.projectId),
        eq(notificationSettings.userId, notifications.userId),
      ),
    )
    .where(eq(notifications.mail, "digest"))
    .groupBy(notifications.projectId, notifications.userId);
  for (const { projectId, userId, oldest, timeZone, now } of waiting) {
    if (!oldest || oldest > lastDigest(new Date(now), timeZone)) continue;
    await db.transaction((tx) =>
      enqueue(tx, "mail.digest", { projectId, userId }, { key: `mail.digest:${projectId}:${userId}`, keep: true }),
    );
  }
}

/** Mails one person what came together since their last summary. */
export async function mailDigestJob(
  who: JobPayload<"mail.digest">,
  { db, attempt }: Pick<JobRun, "db" | "attempt">,
): Promise<void> {
  const own = and(
    eq(notifications.projectId, who.projectId),
    eq(notifications.userId, who.userId),
    eq(notifications.mail, "digest"),
  );
  const recipient = await findRecipient(db, who);
  const all = (await db.select({ id: notifications.id }).from(notifications).where(own)).map(({ id }) => id);
  const notices = await loadNotices(db, who, eq(notifications.mail, "digest"), longest);
  const last = notices.at(-1);
  if (!recipient || !last) {
    await db.update(notifications).set({ mail: "none" }).where(own);
    return;
  }
  const more = all.length - notices.length;
  const mail = composeDigest(
    notices.map(({ line }) => line),
    more,
    recipient.frame,
  );
  // What comes in while this one is written waits for the next.
  const settle = (state: "sent" | "failed" | "none") =>
    db
      .update(notifications)
      .set({ mail: state, mailedAt: state === "sent" ? new Date() : null })
      .where(and(own, inArray(notifications.id, all)));
  try {
    const { oneClickUrl } = recipient;
    const identity = `${who.projectId}:${who.userId}:${last.id}`;
    const sent = await sendMail({ ...mail, to: recipient.address, identity, oneClickUrl });
    await settle(sent === "sent" ? "sent" : sent === "refused" ? "failed" : "none");
  } catch (error) {
    if (attempt < mostMailAttempts) throw error;
    await settle("failed");
  }
}
