import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { PolicyDecisionKind, PolicyDraftKind, PolicyDraftState } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";

export const policies = pgTable(
  "policies",
  {
    projectId: projectId(),
    id: id(),
    name: text().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] }), uniqueIndex("policies_name_key").on(t.projectId, t.name)],
);

/** Immutable once written: a change is a new version. `body` is validated by the policy schema in lib/governance. */
export const policyVersions = pgTable(
  "policy_versions",
  {
    projectId: projectId(),
    id: id(),
    policyId: text().notNull(),
    version: integer().notNull(),
    body: jsonb().$type<unknown>().notNull(),
    digest: text().notNull(),
    /** The text it was written as, with its comments; null for what was published without one. */
    source: text(),
    /** Who proposed it; null = a shipped preset. */
    publishedBy: text().references(() => users.id),
    /** The second person; the database refuses a version of a person without the approved draft it came from. */
    approvedBy: text().references(() => users.id),
    draftId: text(),
    publishedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("policy_versions_number_key").on(t.projectId, t.policyId, t.version),
    foreignKey({ columns: [t.projectId, t.policyId], foreignColumns: [policies.projectId, policies.id] }),
  ],
);

/** A version after which the policy ended: it decides on nothing until a later version is published. */
export const policyRetirements = pgTable(
  "policy_retirements",
  {
    projectId: projectId(),
    policyVersionId: text().notNull(),
    policyId: text().notNull(),
    proposedBy: text()
      .notNull()
      .references(() => users.id),
    /** The second person; the database refuses a retirement without the approved proposal it came from. */
    approvedBy: text()
      .notNull()
      .references(() => users.id),
    draftId: text().notNull(),
    reason: text().notNull(),
    retiredAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.policyVersionId] }),
    foreignKey({
      columns: [t.projectId, t.policyVersionId],
      foreignColumns: [policyVersions.projectId, policyVersions.id],
    }),
    foreignKey({ columns: [t.projectId, t.draftId], foreignColumns: [policyDrafts.projectId, policyDrafts.id] }),
  ],
);

/**
 * A policy on its way to its next version, or to its end: text that people edit, then a proposal that another person decides on.
 */
export const policyDrafts = pgTable(
  "policy_drafts",
  {
    projectId: projectId(),
    id: id(),
    number: integer().notNull(),
    kind: text().$type<PolicyDraftKind>().notNull().default("version"),
    /** Null = a policy that is not published yet. */
    policyId: text(),
    name: text().notNull(),
    /** The version it was started from and is compared with when it is proposed. */
    baseVersionId: text(),
    source: text().notNull(),
    state: text().$type<PolicyDraftState>().notNull(),
    createdBy: text()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
    reason: text(),
    /** What a second person is shown and signs; null while nothing is proposed. */
    subject: jsonb().$type<unknown>(),
    subjectDigest: text(),
    proposedBy: text().references(() => users.id),
    proposedAt: moment(),
    closedAt: moment(),
    closedReason: text(),
    publishedVersionId: text(),
    lockVersion: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("policy_drafts_number_key").on(t.projectId, t.number),
    index("policy_drafts_state_idx").on(t.projectId, t.state, t.updatedAt.desc()),
    foreignKey({ columns: [t.projectId, t.policyId], foreignColumns: [policies.projectId, policies.id] }),
  ],
);

/** Who wrote in a draft; the database refuses an approval by any of them. */
export const policyDraftEditors = pgTable(
  "policy_draft_editors",
  {
    projectId: projectId(),
    draftId: text().notNull(),
    personId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    addedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.draftId, t.personId] }),
    foreignKey({ columns: [t.projectId, t.draftId], foreignColumns: [policyDrafts.projectId, policyDrafts.id] }),
  ],
);

/** What a second person said to a proposal, as a signature record over the digest that was shown. */
export const policyDecisions = pgTable(
  "policy_decisions",
  {
    projectId: projectId(),
    id: id(),
    draftId: text().notNull(),
    kind: text().$type<PolicyDecisionKind>().notNull(),
    personId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    comment: text().notNull(),
    subjectDigest: text().notNull(),
    signature: jsonb().$type<unknown>().notNull(),
    decidedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    index("policy_decisions_draft_idx").on(t.projectId, t.draftId),
    foreignKey({ columns: [t.projectId, t.draftId], foreignColumns: [policyDrafts.projectId, policyDrafts.id] }),
  ],
);

/** What a back-test of a draft found, as the server counted it; never changed. */
export const policyBacktests = pgTable(
  "policy_backtests",
  {
    projectId: projectId(),
    id: id(),
    draftId: text().notNull(),
    /** Validated by the back-test's schema in lib/governance. */
    report: jsonb().$type<unknown>().notNull(),
    digest: text().notNull(),
    ranBy: text()
      .notNull()
      .references(() => users.id),
    ranAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    index("policy_backtests_draft_idx").on(t.projectId, t.draftId, t.ranAt.desc()),
    foreignKey({ columns: [t.projectId, t.draftId], foreignColumns: [policyDrafts.projectId, policyDrafts.id] }),
  ],
);

export const environments = pgTable(
  "environments",
  {
    projectId: projectId(),
    name: text().notNull(),
    position: integer().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.name] })],
);

export type PolicyVersionRow = typeof policyVersions.$inferSelect;
export type PolicyDraftRow = typeof policyDrafts.$inferSelect;
