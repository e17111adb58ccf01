import { sql } from "drizzle-orm";
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { DecisionKind, DecisionState, PromotionState, Role } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import { environments, policyVersions } from "./governance";
import { modelVersions } from "./models";

export const promotions = pgTable(
  "promotions",
  {
    projectId: projectId(),
    id: id(),
    number: integer().notNull(),
    modelId: text().notNull(),
    versionId: text().notNull(),
    environment: text().notNull(),
    state: text().$type<PromotionState>().notNull(),
    reason: text().notNull(),
    /** Plans are validated by the schemas in lib/promotions and lib/deployments. */
    rolloutPlan: jsonb().$type<unknown>().notNull(),
    rollbackPlan: jsonb().$type<unknown>().notNull(),
    targetId: text().notNull(),
    requestedBy: text()
      .notNull()
      .references(() => users.id),
    requestedAt: moment().notNull(),
    policyVersionId: text().notNull(),
    /** Version live in the environment when the gates were evaluated; null = nothing was live. */
    baselineVersionId: text(),
    evaluation: integer().notNull().default(0),
    subject: jsonb().$type<unknown>(),
    subjectDigest: text(),
    evaluatedAt: moment(),
    approvedAt: moment(),
    expiresAt: moment(),
    closedAt: moment(),
    closedReason: text(),
    lockVersion: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("promotions_number_key").on(t.projectId, t.number),
    index("promotions_state_idx").on(t.projectId, t.state, t.requestedAt.desc()),
    index("promotions_version_idx").on(t.projectId, t.versionId),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
    foreignKey({ columns: [t.projectId, t.environment], foreignColumns: [environments.projectId, environments.name] }),
    foreignKey({
      columns: [t.projectId, t.policyVersionId],
      foreignColumns: [policyVersions.projectId, policyVersions.id],
    }),
  ],
);

/** One evaluation of the gates: the evidence document it read (stored bytes, replayable) and the results. */
export const promotionEvaluations = pgTable(
  "promotion_evaluations",
  {
    projectId: projectId(),
    promotionId: text().notNull(),
    evaluation: integer().notNull(),
    evidence: jsonb().$type<unknown>().notNull(),
    evidenceDigest: text().notNull(),
    results: jsonb().$type<unknown>().notNull(),
    resultsDigest: text().notNull(),
    policyVersionId: text().notNull(),
    /** The subject these results were part of, so that what a signature covers can be shown later. */
    subject: jsonb().$type<unknown>().notNull(),
    subjectDigest: text().notNull(),
    evaluatedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promotionId, t.evaluation] }),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
  ],
);

/** Who may not approve, and why; the database refuses an approval by anyone in it. */
export const promotionConflicts = pgTable(
  "promotion_conflicts",
  {
    projectId: projectId(),
    promotionId: text().notNull(),
    personId: text().notNull(),
    reason: text().notNull(),
    /** `delegation`: a colleague decided for them here; `contribution`: they had a hand in what is approved. */
    source: text().$type<"contribution" | "delegation">().notNull().default("contribution"),
    addedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promotionId, t.personId, t.reason] }),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
  ],
);

/** Signature record of a decision: what was signed, by whom, in which role and meaning, how they had signed in. */
export type SignatureRecord = {
  printedName: string;
  role: Role;
  groupName: string;
  meaning: string;
  statement: string;
  subjectDigest: string;
  signedAt: string;
  authTime: string;
  authMethod: string;
  sessionDigest: string;
  /** The colleague it was signed for, by a delegation. */
  onBehalfOf?: { delegationId: string; personId: string; printedName: string };
};

/** An authenticator's answer to a challenge that is the digest of `statement`; with it a decision can be verified offline. */
export type PasskeyAssertion = {
  format: "countersign.passkey-assertion/1";
  credentialId: string;
  /** COSE key, base64url. */
  publicKey: string;
  rpId: string;
  origin: string;
  statement: { promotionId: string; subjectDigest: string; kind: DecisionKind; personId: string; nonce: string };
  authenticatorData: string;
  clientDataJSON: string;
  signature: string;
};

export const promotionDecisions = pgTable(
  "promotion_decisions",
  {
    projectId: projectId(),
    id: id(),
    promotionId: text().notNull(),
    kind: text().$type<DecisionKind>().notNull(),
    state: text().$type<DecisionState>().notNull(),
    personId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    comment: text().notNull().default(""),
    subjectDigest: text().notNull(),
    signature: jsonb().$type<SignatureRecord>().notNull(),
    /** The colleague it was decided for, and by which delegation; null = for oneself. */
    onBehalfOfPersonId: text(),
    delegationId: text(),
    assertion: jsonb().$type<PasskeyAssertion>(),
    decidedAt: moment().notNull(),
    endedAt: moment(),
    endedReason: text(),
    endedBy: text(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("promotion_decisions_one_valid_key")
      .on(t.projectId, t.promotionId, t.personId)
      .where(sql`${t.state} = 'valid'`),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
  ],
);

/** A promotion is carried out once: the primary key is the guarantee. */
export const promotionExecutions = pgTable(
  "promotion_executions",
  {
    projectId: projectId(),
    promotionId: text().notNull(),
    subjectDigest: text().notNull(),
    rolloutId: text().notNull(),
    executedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.promotionId] }),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
  ],
);

export const comments = pgTable(
  "comments",
  {
    projectId: projectId(),
    id: id(),
    promotionId: text().notNull(),
    /** What the comment is about inside the promotion: a gate id, "slice:sex=Female", or null for all of it. */
    anchor: text(),
    userId: text()
      .notNull()
      .references(() => users.id),
    /** Markdown; people who are named in it stand as <@user id>. */
    body: text().notNull(),
    /** The comment that started the thread: this one itself, or the one it answers. */
    threadId: text().notNull(),
    /** Counts edits; earlier texts are kept in comment_revisions. */
    revision: integer().notNull().default(1),
    editedAt: moment(),
    /** Of the comment that started a thread: settled, by whom and when. */
    resolvedAt: moment(),
    resolvedBy: text().references(() => users.id),
    createdAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    index("comments_promotion_idx").on(t.projectId, t.promotionId, t.createdAt),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
    foreignKey({ columns: [t.projectId, t.threadId], foreignColumns: [t.projectId, t.id] }),
  ],
);

/** Who is named in a comment, so that they can be told and find it. */
export const commentMentions = pgTable(
  "comment_mentions",
  {
    projectId: projectId(),
    commentId: text().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.userId, t.commentId] }),
    index("comment_mentions_comment_idx").on(t.projectId, t.commentId),
    foreignKey({ columns: [t.projectId, t.commentId], foreignColumns: [comments.projectId, comments.id] }),
  ],
);

/** Texts that an edit replaced, append-only. */
export const commentRevisions = pgTable(
  "comment_revisions",
  {
    projectId: projectId(),
    commentId: text().notNull(),
    revision: integer().notNull(),
    body: text().notNull(),
    /** When this text was written. */
    writtenAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.commentId, t.revision] }),
    foreignKey({ columns: [t.projectId, t.commentId], foreignColumns: [comments.projectId, comments.id] }),
  ],
);

export type PromotionRow = typeof promotions.$inferSelect;
export type PromotionDecisionRow = typeof promotionDecisions.$inferSelect;
