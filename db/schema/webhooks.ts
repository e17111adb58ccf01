import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { DeliveryState, WebhookFormat } from "../enums";
import { auditEvents } from "./audit";
import { projects, users } from "./auth";
import { id, moment, projectId } from "./columns";

/** An address outside that is told of events of the project. */
export const webhooks = pgTable(
  "webhooks",
  {
    projectId: projectId().references(() => projects.id),
    id: id(),
    name: text().notNull(),
    url: text().notNull(),
    description: text().notNull().default(""),
    /** Whose form messages have: Standard Webhooks, or MLflow's. */
    format: text().$type<WebhookFormat>().notNull().default("standard"),
    /** Groups of audit actions ("promotion" stands for every promotion.* event); pairs such as MODEL_VERSION.CREATED in MLflow's form. */
    events: text().array().$type<string[]>().notNull(),
    /** Sealed with a key of the installation; shown in clear once, when it is made. */
    secret: text().notNull(),
    /** The secret before it, sealed alike: messages carry its signature too until then. Null = none. */
    formerSecret: text(),
    formerSecretUntil: moment(),
    isEnabled: boolean().notNull().default(true),
    disabledBecause: text(),
    /** Since when every attempt has failed; null after a success. */
    failingSince: moment(),
    lockVersion: integer().notNull().default(0),
    createdBy: text()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull().defaultNow(),
    deletedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("webhooks_name_key").on(t.projectId, t.name).where(sql`${t.deletedAt} is null`),
    check("webhooks_former_secret_check", sql`(${t.formerSecret} is null) = (${t.formerSecretUntil} is null)`),
  ],
);

/** One message to one webhook; its id is the webhook-id of every attempt. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    projectId: projectId(),
    id: id(),
    webhookId: text().notNull(),
    /** Null for a test call. */
    eventId: text().references(() => auditEvents.eventId),
    type: text().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    attempts: integer().notNull().default(0),
    /** Attempts of the present round: asking again starts a new one. */
    roundAttempts: integer().notNull().default(0),
    nextAt: moment(),
    /** While an attempt is under way nobody else makes one. */
    claimedUntil: moment(),
    createdAt: moment().notNull(),
    endedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("webhook_deliveries_once_key").on(t.projectId, t.webhookId, t.eventId),
    index("webhook_deliveries_list_idx").on(t.projectId, t.webhookId, t.createdAt.desc(), t.id.desc()),
    foreignKey({ columns: [t.projectId, t.webhookId], foreignColumns: [webhooks.projectId, webhooks.id] }),
  ],
);

/** What one attempt came to. What the other side answered is never kept, only its status code. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    projectId: projectId(),
    deliveryId: text().notNull(),
    attempt: integer().notNull(),
    at: moment().notNull(),
    milliseconds: integer().notNull(),
    statusCode: integer(),
    /** In our own words; null when it arrived. */
    failure: text(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.deliveryId, t.attempt] }),
    foreignKey({
      columns: [t.projectId, t.deliveryId],
      foreignColumns: [webhookDeliveries.projectId, webhookDeliveries.id],
    }),
  ],
);

export type WebhookRow = typeof webhooks.$inferSelect;
export type WebhookDeliveryRow = typeof webhookDeliveries.$inferSelect;
