import { foreignKey, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { CardReviewKind, CardStatus, Role } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";
import { modelVersions } from "./models";

/** Sections of Markdown that people write or confirm. */
export type CardTexts = {
  overview: string;
  documentation: string;
  owners: string;
  licence: string;
  references: string;
  citation: string;
  users: string;
  useCases: string;
  intendedUse: string;
  outOfScope: string;
  humanOversight: string;
  modelParameters: string;
  data: string;
  quantitativeAnalysis: string;
  fairness: string;
  limitations: string;
  tradeoffs: string;
  ethicalConsiderations: string;
};

/** A metric that an imported card states. It is what somebody wrote, never evidence. */
export type CardClaim = { task: string; dataset: string; metric: string; value: string };

export type CardBody = CardTexts & {
  mitigations: { name: string; mitigation: string }[];
  /** Sections drafted from evidence that nobody has confirmed yet. */
  drafted: (keyof CardTexts)[];
  claims: CardClaim[];
};

/** A figure as the evidence had it when the revision was written. */
export type CardFigure = {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number | null;
  runId: string;
  runName: string;
  evaluationDigest: string | null;
  measuredAt: string;
};

/** Immutable once written. Older rows lack the sections that came later; lib/models/card fills them up. */
export const cardRevisions = pgTable(
  "card_revisions",
  {
    projectId: projectId(),
    versionId: text().notNull(),
    revision: integer().notNull(),
    body: jsonb().$type<Partial<CardBody>>().notNull(),
    /** Figures that the text refers to, by their reference. */
    figures: jsonb().$type<Record<string, CardFigure>>().notNull().default({}),
    editedBy: text()
      .notNull()
      .references(() => users.id),
    editedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.versionId, t.revision] }),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
  ],
);

/** Where the card of a version stands; a version without a row has no card yet. The status is that of the newest revision. */
export const modelCards = pgTable(
  "model_cards",
  {
    projectId: projectId(),
    versionId: text().notNull(),
    status: text().$type<CardStatus>().notNull().default("draft"),
    /** The revision last approved; kept while a newer draft is written. */
    approvedRevision: integer(),
    /** Person who approved it. The database refuses one who wrote any of it since the approval before. */
    approvedPersonId: text(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.versionId] }),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
  ],
);

/** What a reviewer of a card signs: 21 CFR 11.50 asks for name, time and meaning, bound to the record. */
export type CardSignature = {
  printedName: string;
  role: Role;
  meaning: string;
  statement: string;
  cardDigest: string;
  signedAt: string;
  authTime: string;
  authMethod: string;
};

/** Steps of a card's review, append-only. */
export const cardReviews = pgTable(
  "card_reviews",
  {
    projectId: projectId(),
    id: id(),
    versionId: text().notNull(),
    revision: integer().notNull(),
    kind: text().$type<CardReviewKind>().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    comment: text().notNull().default(""),
    /** Only of an approval. */
    signature: jsonb().$type<CardSignature>(),
    at: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.versionId, t.id] }),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
  ],
);

export type CardRevisionRow = typeof cardRevisions.$inferSelect;
export type ModelCardRow = typeof modelCards.$inferSelect;
export type CardReviewRow = typeof cardReviews.$inferSelect;
