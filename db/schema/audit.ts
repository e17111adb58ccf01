import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { ActorKind } from "../enums";
import { bytea, id, moment } from "./columns";

/**
 * The name of this installation's log, made by the migration: first line of every checkpoint and part of every leaf, so
 * that no entry can be replayed in another log. One row.
 */
export const auditLog = pgTable(
  "audit_log",
  { id: integer().primaryKey(), origin: text().notNull(), createdAt: moment().notNull().defaultNow() },
  (t) => [check("audit_log_one_row", sql`${t.id} = 1`)],
);

/**
 * One log per installation. `canonical` is the leaf, byte for byte; every other column is only an index over it.
 * Rows are written in the transaction of the change they record and are never updated or deleted.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    eventId: text().notNull().unique(),
    /** Null for what concerns the installation, e.g. signing in. */
    projectId: integer(),
    occurredAt: moment().notNull(),
    recordedAt: moment().notNull().defaultNow(),
    actorRef: text().notNull(),
    actorKind: text().$type<ActorKind>().notNull(),
    action: text().notNull(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    objectDigest: text(),
    requestId: text().notNull(),
    schemaVersion: integer().notNull(),
    /** The sentence without personal data, for searching. */
    summary: text().notNull(),
    canonical: bytea().notNull(),
    leafHash: bytea().notNull(),
  },
  (t) => [
    index("audit_events_project_idx").on(t.projectId, t.id),
    index("audit_events_object_idx").on(t.projectId, t.objectType, t.objectId, t.id),
    index("audit_events_actor_idx").on(t.projectId, t.actorRef, t.id),
    index("audit_events_action_idx").on(t.projectId, t.action, t.id),
  ],
);

/** Position of an event in the log, from 1; written only by the sequencer, so that audit_events is never updated. */
export const auditLeaves = pgTable("audit_leaves", {
  seq: bigint({ mode: "number" }).primaryKey(),
  eventId: text()
    .notNull()
    .unique()
    .references(() => auditEvents.eventId),
  leafHash: bytea().notNull(),
});

/** Events that wait for a number; filled by a trigger, emptied by the sequencer. */
export const auditPending = pgTable("audit_pending", {
  eventId: text()
    .primaryKey()
    .references(() => auditEvents.eventId),
});

/** Full subtrees of the Merkle tree from level 1 (level 0 is audit_leaves); derived, kept for proofs. */
export const auditNodes = pgTable(
  "audit_nodes",
  {
    level: integer().notNull(),
    index: bigint({ mode: "number" }).notNull(),
    hash: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.level, t.index] })],
);

/** Signed statements "the first `size` events have this root" (C2SP tlog-checkpoint). */
export const auditCheckpoints = pgTable("audit_checkpoints", {
  size: bigint({ mode: "number" }).primaryKey(),
  number: bigint({ mode: "number" }).notNull().unique(),
  root: bytea().notNull(),
  note: text().notNull(),
  keyId: text().notNull(),
  vkey: text().notNull(),
  signedAt: moment().notNull(),
});

/** Clear values behind the commitments of a leaf. Deleting a row erases the value; the leaf stays provable. */
export const auditPrivate = pgTable(
  "audit_private",
  {
    eventId: id().references(() => auditEvents.eventId),
    field: text().notNull(),
    salt: bytea().notNull(),
    value: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.field] })],
);

export type AuditEventRow = typeof auditEvents.$inferSelect;
export type AuditCheckpointRow = typeof auditCheckpoints.$inferSelect;
