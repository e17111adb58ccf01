import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { ControlStatus, FindingSeverity, FindingState, RiskStatus, RiskTier, Role } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import { models, modelVersions } from "./models";
import { promotions } from "./promotions";

/** The risk assessment of a model, or of one of its versions; its content is in revisions. */
export const riskAssessments = pgTable(
  "risk_assessments",
  {
    projectId: projectId(),
    id: id(),
    modelId: text().notNull(),
    /** Null: of the model as a whole, whose tier it sets. */
    versionId: text(),
    createdBy: text()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("risk_assessments_subject_key").on(t.projectId, t.modelId, sql`coalesce(${t.versionId}, '')`),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
  ],
);

/** What the signer of an assessment stated, as who, and how they had signed in. */
export type AssessmentSignature = {
  printedName: string;
  role: Role;
  meaning: "approval";
  statement: string;
  bodyDigest: string;
  signedAt: string;
  authTime: string;
  authMethod: string;
};

/** One revision of an assessment: draft, submitted, signed off (then immutable), superseded by a later one. */
export const riskAssessmentRevisions = pgTable(
  "risk_assessment_revisions",
  {
    projectId: projectId(),
    assessmentId: text().notNull(),
    revision: integer().notNull(),
    state: text().$type<RiskStatus>().notNull(),
    /** Validated by the schema in lib/governance. */
    body: jsonb().$type<unknown>().notNull(),
    /** What the rule gives for the exposure and purpose in the body, and what holds. */
    computedTier: text().$type<RiskTier>(),
    tier: text().$type<RiskTier>(),
    ownerUserId: text().references(() => users.id),
    validatorUserId: text().references(() => users.id),
    reviewDue: date({ mode: "string" }),
    createdAt: moment().notNull(),
    submittedBy: text().references(() => users.id),
    submittedAt: moment(),
    sentBackBy: text().references(() => users.id),
    sentBackAt: moment(),
    sentBackReason: text(),
    signedBy: text().references(() => users.id),
    signedAt: moment(),
    signature: jsonb().$type<AssessmentSignature>(),
    supersededAt: moment(),
    lockVersion: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.assessmentId, t.revision] }),
    uniqueIndex("risk_assessment_revisions_signed_key")
      .on(t.projectId, t.assessmentId)
      .where(sql`${t.state} = 'signed_off'`),
    uniqueIndex("risk_assessment_revisions_open_key")
      .on(t.projectId, t.assessmentId)
      .where(sql`${t.state} in ('draft', 'submitted')`),
    foreignKey({
      columns: [t.projectId, t.assessmentId],
      foreignColumns: [riskAssessments.projectId, riskAssessments.id],
    }),
  ],
);

/** Everyone who wrote in a revision; nobody among them may sign it off. */
export const riskAssessmentAuthors = pgTable(
  "risk_assessment_authors",
  {
    projectId: projectId(),
    assessmentId: text().notNull(),
    revision: integer().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    editedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.assessmentId, t.revision, t.userId] }),
    foreignKey({
      columns: [t.projectId, t.assessmentId, t.revision],
      foreignColumns: [
        riskAssessmentRevisions.projectId,
        riskAssessmentRevisions.assessmentId,
        riskAssessmentRevisions.revision,
      ],
    }),
  ],
);

/** Something that must happen before the review date asks for one: drift, an incident, a material change. */
export const riskReviewTriggers = pgTable(
  "risk_review_triggers",
  {
    projectId: projectId(),
    id: id(),
    assessmentId: text().notNull(),
    kind: text().notNull(),
    reason: text().notNull(),
    raisedBy: text().references(() => users.id),
    raisedAt: moment().notNull(),
    /** The revision whose sign-off answered it; null while it waits. */
    answeredBy: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    index("risk_review_triggers_assessment_idx").on(t.projectId, t.assessmentId, t.raisedAt),
    foreignKey({
      columns: [t.projectId, t.assessmentId],
      foreignColumns: [riskAssessments.projectId, riskAssessments.id],
    }),
  ],
);

/** Something found wrong or missing, with who answers for it and until when. */
export const findings = pgTable(
  "findings",
  {
    projectId: projectId(),
    id: id(),
    number: integer().notNull(),
    modelId: text().notNull(),
    versionId: text(),
    promotionId: text(),
    gateId: text(),
    slice: text(),
    threadId: text(),
    title: text().notNull(),
    description: text().notNull().default(""),
    severity: text().$type<FindingSeverity>().notNull(),
    state: text().$type<FindingState>().notNull(),
    /** Holds up promotions of its model or version until it is closed or accepted. */
    blocks: boolean().notNull(),
    ownerUserId: text()
      .notNull()
      .references(() => users.id),
    dueOn: date({ mode: "string" }).notNull(),
    plan: text().notNull().default(""),
    raisedBy: text()
      .notNull()
      .references(() => users.id),
    raisedAt: moment().notNull(),
    mitigatedBy: text().references(() => users.id),
    acceptedBy: text().references(() => users.id),
    acceptedUntil: date({ mode: "string" }),
    closedBy: text().references(() => users.id),
    closedAt: moment(),
    lockVersion: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("findings_number_key").on(t.projectId, t.number),
    index("findings_model_idx").on(t.projectId, t.modelId, t.state),
    index("findings_promotion_idx").on(t.projectId, t.promotionId),
    // Across projects: what reminders look for, and what an acceptance that ran out is looked up by.
    index("findings_due_idx").on(t.dueOn).where(sql`${t.state} = 'open'`),
    index("findings_accepted_idx").on(t.acceptedUntil).where(sql`${t.state} = 'accepted'`),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
    foreignKey({ columns: [t.projectId, t.promotionId], foreignColumns: [promotions.projectId, promotions.id] }),
  ],
);

export type FindingChange = { field: string; from: string | boolean | null; to: string | boolean | null };

/** The history of a finding, append-only. */
export const findingEvents = pgTable(
  "finding_events",
  {
    projectId: projectId(),
    findingId: text().notNull(),
    seq: integer().notNull(),
    /** raised, changed, or the transition taken. */
    kind: text().notNull(),
    from: text().$type<FindingState>(),
    to: text().$type<FindingState>().notNull(),
    note: text().notNull(),
    changes: jsonb().$type<FindingChange[]>().notNull(),
    /** Null: the installation itself, when an acceptance ran out. */
    userId: text().references(() => users.id),
    at: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.findingId, t.seq] }),
    foreignKey({ columns: [t.projectId, t.findingId], foreignColumns: [findings.projectId, findings.id] }),
  ],
);

/** What a project changed in the shipped catalogue of controls, or added to it. */
export const controlMappings = pgTable(
  "control_mappings",
  {
    projectId: projectId(),
    controlId: text().notNull(),
    framework: text().notNull(),
    reference: text().notNull(),
    title: text().notNull(),
    evidence: jsonb().$type<string[]>().notNull(),
    applies: boolean().notNull(),
    reason: text().notNull().default(""),
    editedBy: text()
      .notNull()
      .references(() => users.id),
    editedAt: moment().notNull(),
    lockVersion: integer().notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.controlId] })],
);

/** What people noted about one control for one model. */
export const controlNotes = pgTable(
  "control_notes",
  {
    projectId: projectId(),
    controlId: text().notNull(),
    modelId: text().notNull(),
    status: text().$type<ControlStatus>().notNull(),
    note: text().notNull().default(""),
    editedBy: text()
      .notNull()
      .references(() => users.id),
    editedAt: moment().notNull(),
    lockVersion: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.controlId, t.modelId] }),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
  ],
);

export type AssessmentRevisionRow = typeof riskAssessmentRevisions.$inferSelect;
export type FindingRow = typeof findings.$inferSelect;
