import "server-only";
import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditEvents, auditLeaves, members, notificationSettings, notifications, projects, users } from "@/db/schema";
import { objectLink } from "@/lib/audit/object-link";
import { listedColumns, toListedEvents } from "@/lib/audit/queries";
import { sentenceText } from "@/lib/audit/sentence";
import { consoleAddress } from "@/lib/console-address";
import { paths } from "@/lib/paths";
import type { MailFrame, MailLine } from "./compose-mail";
import { type MailRecipient, oneClickUrl, unsubscribeUrl } from "./unsubscribe-token";

export type Notice = { id: string; kind: (typeof notifications.$inferSelect)["kind"]; object: string; line: MailLine };

/** Notifications of one person as lines of a mail, oldest first, as far as what they tell of still exists. */
export async function loadNotices(
  db: Db,
  { projectId, userId }: MailRecipient,
  which: SQL | undefined,
  limit: number,
): Promise<Notice[]> {
  const rows = await db
    .select({ ...listedColumns, notification: notifications, project: projects.name })
    .from(notifications)
    .innerJoin(auditEvents, eq(auditEvents.eventId, notifications.eventId))
    .innerJoin(projects, eq(projects.id, notifications.projectId))
    .leftJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.eventId))
    .where(and(eq(notifications.projectId, projectId), eq(notifications.userId, userId), which))
    .orderBy(asc(notifications.at), asc(notifications.id))
    .limit(limit);
  const events = await toListedEvents(db, rows);
  return rows.flatMap(({ notification, project }, i) => {
    const event = events[i];
    if (!event) return [];
    const actor = event.actor.kind === "system" ? "Countersign" : (event.actor.name ?? "Somebody");
    const { text, href } = objectLink(project, event);
    const url = new URL(href ?? paths.auditEvent(project, event.eventId), consoleAddress()).href;
    const sentence = `${actor} ${sentenceText(event.sentence)}.`;
    const line = { sentence, because: notification.because, url, at: notification.at };
    return [{ id: notification.id, kind: notification.kind, object: text, line }];
  });
}

export type Recipient = MailRecipient & { address: string; frame: MailFrame; oneClickUrl: string };

/** Where a person's mail goes; null when they have left the project, are disabled or of the demo, or want no mail any more. */
export async function findRecipient(db: Db, who: MailRecipient): Promise<Recipient | null> {
  const [row] = await db
    .select({ email: users.email, isPersona: users.isPersona, project: projects, settings: notificationSettings })
    .from(users)
    .innerJoin(projects, eq(projects.id, who.projectId))
    .leftJoin(
      notificationSettings,
      and(eq(notificationSettings.projectId, who.projectId), eq(notificationSettings.userId, users.id)),
    )
    .where(
      and(
        eq(users.id, who.userId),
        isNull(users.disabledAt),
        sql`exists (select 1 from ${members} where ${members.projectId} = ${who.projectId} and ${members.userId} = ${users.id})`,
      ),
    );
  if (!row || row.isPersona || row.settings?.mail === false) return null;
  const settingsUrl = new URL(paths.notificationSettings(row.project.name), consoleAddress()).href;
  return {
    ...who,
    address: row.email,
    frame: { project: row.project.title, settingsUrl, unsubscribeUrl: unsubscribeUrl(who) },
    oneClickUrl: oneClickUrl(who),
  };
}
