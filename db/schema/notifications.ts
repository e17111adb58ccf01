import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { MailState, NotificationChoice, NotificationKind, RiskTier } from "../enums";
import { auditEvents } from "./audit";
import { projects, users } from "./auth";
import { id, moment, projectId } from "./columns";

/**
 * The outbox: events of the log that nobody has been told of yet. A trigger fills it in the transaction of the event, so
 * what is told of is exactly what happened; whoever empties it writes notifications and deliveries in the same transaction.
 */
export const eventOutbox = pgTable("event_outbox", {
  id: bigint({ mode: "number" })
    .primaryKey()
    .references(() => auditEvents.id),
});

/** One event that concerns one person. The words are drawn from the event when shown, so that what is erased there is gone here. */
export const notifications = pgTable(
  "notifications",
  {
    projectId: projectId().references(() => projects.id),
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    kind: text().$type<NotificationKind>().notNull(),
    /** Why this person: "you asked for it". */
    because: text().notNull(),
    eventId: text()
      .notNull()
      .references(() => auditEvents.eventId),
    /** What the person is told of only once: the event, or the state of an object that several events lead to. */
    onceKey: text().notNull(),
    at: moment().notNull(),
    inApp: boolean().notNull(),
    readAt: moment(),
    mail: text().$type<MailState>().notNull(),
    mailedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("notifications_once_key").on(t.projectId, t.userId, t.onceKey),
    index("notifications_list_idx").on(t.projectId, t.userId, t.at.desc(), t.id.desc()),
    index("notifications_unread_idx").on(t.projectId, t.userId).where(sql`${t.readAt} is null and ${t.inApp}`),
    index("notifications_digest_idx").on(t.projectId, t.userId).where(sql`${t.mail} = 'digest'`),
  ],
);

/** How a person wants to be told, where it differs from the defaults. */
export const notificationSettings = pgTable(
  "notification_settings",
  {
    projectId: projectId().references(() => projects.id),
    userId: text()
      .notNull()
      .references(() => users.id),
    choices: jsonb().$type<Partial<Record<NotificationKind, NotificationChoice>>>().notNull(),
    mail: boolean().notNull().default(true),
    timeZone: text().notNull().default("UTC"),
    /** Hours of the person's own clock between which no mail is sent; both null = none. */
    quietFrom: integer(),
    quietTo: integer(),
    lockVersion: integer().notNull().default(0),
    changedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.userId] })],
);

/** How long a promotion may wait for its first decision, by tier, where a project differs from the defaults. */
export const responseTimes = pgTable(
  "response_times",
  {
    projectId: projectId().references(() => projects.id),
    riskTier: text().$type<RiskTier>().notNull(),
    hours: integer().notNull(),
    changedBy: text()
      .notNull()
      .references(() => users.id),
    changedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.riskTier] })],
);

/** Each step of reminding happens once per thing and deadline: the primary key is the guarantee. */
export const reminders = pgTable(
  "reminders",
  {
    projectId: projectId().references(() => projects.id),
    item: text().notNull(),
    dueAt: moment().notNull(),
    step: text().notNull(),
    at: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.item, t.dueAt, t.step] })],
);

export type NotificationRow = typeof notifications.$inferSelect;
export type NotificationSettingsRow = typeof notificationSettings.$inferSelect;
