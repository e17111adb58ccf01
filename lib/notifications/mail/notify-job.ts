import "server-only";
import { and, eq } from "drizzle-orm";
import type { MailState, NotificationKind } from "@/db/enums";
import { notifications } from "@/db/schema";
import type { JobPayload } from "@/lib/jobs/definitions";
import type { JobRun } from "@/lib/jobs/job-run";
import { logger } from "@/lib/log";
import { composeNotice } from "./compose-mail";
import { findRecipient, loadNotices } from "./load-notices";
import { sendMail } from "./send-mail";

/** After this many tries, about a day, a mail is given up; what it tells of stays in the inbox. */
export const mostMailAttempts = 14;

const headings: Record<NotificationKind, string> = {
  decision: "your decision is wanted",
  review: "your review is wanted",
  reminder: "a reminder",
  escalation: "overdue",
  own_request: "news of what you asked for",
  mention: "a new comment",
  rollout: "a rollout moved",
  named: "you are named",
  policy: "rules changed",
  integration: "an integration needs you",
  access: "your access changed",
};

/** Mails one notification, once. What was read in the meantime, or belongs to somebody who has left, is not sent. */
export async function mailNotifyJob(
  { projectId, notificationId }: JobPayload<"mail.notify">,
  { db, attempt }: Pick<JobRun, "db" | "attempt">,
): Promise<void> {
  const own = and(eq(notifications.projectId, projectId), eq(notifications.id, notificationId));
  const [row] = await db
    .select()
    .from(notifications)
    .where(and(own, eq(notifications.mail, "waiting")));
  if (!row) return;
  const settle = (mail: MailState) =>
    db
      .update(notifications)
      .set({ mail, mailedAt: mail === "sent" ? new Date() : null })
      .where(own);
  const recipient = await findRecipient(db, row);
  const [notice] = row.readAt || !recipient ? [] : await loadNotices(db, row, eq(notifications.id, row.id), 1);
  if (!recipient || !notice) {
    await settle("none");
    return;
  }
  const mail = composeNotice(notice.line, `${notice.object}: ${headings[notice.kind]}`, recipient.frame);
  try {
    const { oneClickUrl } = recipient;
    const sent = await sendMail({ ...mail, to: recipient.address, identity: `${projectId}:${row.id}`, oneClickUrl });
    await settle(sent === "sent" ? "sent" : sent === "refused" ? "failed" : "none");
    if (sent === "refused") logger.warn({ projectId, notificationId }, "the mail server refused a recipient");
  } catch (error) {
    if (attempt < mostMailAttempts) throw error;
    logger.error({ err: error, projectId, notificationId }, "a mail was given up");
    await settle("failed");
  }
}
