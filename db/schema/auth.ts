import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { AuthMethod, Role, TokenScope } from "../enums";
import { id, moment, projectId } from "./columns";

/** One human; several accounts of the same human share a person, so that nobody countersigns themselves. */
export const people = pgTable("people", {
  id: id().primaryKey(),
  name: text().notNull(),
  createdAt: moment().notNull(),
});

export const users = pgTable(
  "users",
  {
    id: id().primaryKey(),
    personId: text()
      .notNull()
      .references(() => people.id),
    email: text().notNull(),
    name: text().notNull(),
    title: text(),
    passwordHash: text(),
    isPersona: boolean().notNull().default(false),
    isInstanceAdmin: boolean().notNull().default(false),
    disabledAt: moment(),
    sessionEpoch: integer().notNull().default(0),
    failedSignIns: integer().notNull().default(0),
    lockedUntil: moment(),
    createdAt: moment().notNull(),
  },
  (t) => [uniqueIndex("users_email_key").on(sql`lower(${t.email})`), index("users_person_idx").on(t.personId)],
);

export const oidcAccounts = pgTable(
  "oidc_accounts",
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] })],
);

export const userSessions = pgTable(
  "user_sessions",
  {
    id: id().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id),
    authTime: moment().notNull(),
    authMethod: text().$type<AuthMethod>().notNull(),
    epoch: integer().notNull(),
    createdAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
    userAgent: text(),
  },
  (t) => [index("user_sessions_user_idx").on(t.userId)],
);

export const projects = pgTable(
  "projects",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    title: text().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [uniqueIndex("projects_name_key").on(t.name)],
);

export const members = pgTable(
  "members",
  {
    projectId: projectId().references(() => projects.id),
    userId: text()
      .notNull()
      .references(() => users.id),
    role: text().$type<Role>().notNull(),
    /** The group a person decides for, e.g. "Model Risk"; a high-tier quorum needs two different ones. */
    groupName: text().notNull().default(""),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.userId, t.role] }), index("members_user_idx").on(t.userId)],
);

export const apiTokens = pgTable(
  "api_tokens",
  {
    id: id().primaryKey(),
    projectId: projectId().references(() => projects.id),
    name: text().notNull(),
    tokenHash: text().notNull(),
    lastFour: text().notNull(),
    scopes: text().array().$type<TokenScope[]>().notNull(),
    ownerUserId: text().references(() => users.id),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    lastUsedAt: moment(),
    revokedAt: moment(),
    revokedBy: text(),
  },
  (t) => [uniqueIndex("api_tokens_hash_key").on(t.tokenHash), index("api_tokens_project_idx").on(t.projectId)],
);

export const setupLinks = pgTable("setup_links", {
  tokenHash: text().primaryKey(),
  /** The account whose password the link sets; null = the first administrator, who has no account yet. */
  userId: text().references(() => users.id),
  createdAt: moment().notNull(),
  expiresAt: moment().notNull(),
  usedAt: moment(),
});

export type UserRow = typeof users.$inferSelect;
export type ProjectRow = typeof projects.$inferSelect;
export type MemberRow = typeof members.$inferSelect;
export type ApiTokenRow = typeof apiTokens.$inferSelect;

/** Last number given out per project and kind of object (promotion, rollout), so that people can say "P-214". */
export const projectCounters = pgTable(
  "project_counters",
  {
    projectId: projectId().references(() => projects.id),
    kind: text().notNull(),
    value: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.kind] })],
);
