import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { CiCheckKind, CiCheckStatus } from "../enums";
import { apiTokens, users } from "./auth";
import { id, moment, projectId } from "./columns";
import { modelVersions } from "./models";

export type CheckCounts = { total: number; passed: number; failed: number; errors: number; skipped: number };
/** One case that did not pass, cut to what a reader needs to find it. */
export type CheckCase = {
  suite: string;
  name: string;
  status: "failed" | "error";
  message: string;
  seconds: number | null;
};

/**
 * Reports of CI checks, all of them: of one check of one commit or version the newest has no `supersededAt`, the earlier ones
 * are its history. A report never changes.
 */
export const ciChecks = pgTable(
  "ci_checks",
  {
    projectId: projectId(),
    id: id(),
    kind: text().$type<CiCheckKind>().notNull(),
    name: text().notNull(),
    /** What was checked: a commit as it was sent in lower case, or a model version. Exactly one. */
    commit: text(),
    /** The first characters of a hash, so that an abbreviated one finds the full one by index. */
    commitKey: text(),
    versionId: text(),
    status: text().$type<CiCheckStatus>().notNull(),
    summary: text().notNull().default(""),
    url: text(),
    counts: jsonb().$type<CheckCounts>(),
    seconds: doublePrecision(),
    cases: jsonb().$type<CheckCase[]>().notNull().default([]),
    /** Cases that did not pass and are not listed. */
    casesLeftOut: integer().notNull().default(0),
    /** When the check ran, as its producer says; when it arrived, if it does not say. */
    ranAt: moment().notNull(),
    reportedAt: moment().notNull(),
    tokenId: text().references(() => apiTokens.id),
    userId: text().references(() => users.id),
    /** SHA-256 over the canonical content: an equal report is not stored twice. */
    digest: text().notNull(),
    supersededAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("ci_checks_current_key")
      .on(t.projectId, t.kind, t.name, sql`coalesce(${t.commit}, '')`, sql`coalesce(${t.versionId}, '')`)
      .where(sql`${t.supersededAt} is null`),
    index("ci_checks_commit_idx").on(t.projectId, t.commitKey, t.reportedAt.desc()),
    index("ci_checks_version_idx").on(t.projectId, t.versionId, t.reportedAt.desc()),
    index("ci_checks_newest_idx").on(t.projectId, t.reportedAt.desc(), t.id.desc()),
    foreignKey({ columns: [t.projectId, t.versionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
    check("ci_checks_one_subject", sql`(${t.commit} is null) <> (${t.versionId} is null)`),
    check("ci_checks_commit_has_key", sql`(${t.commit} is null) = (${t.commitKey} is null)`),
    check("ci_checks_url_is_web", sql`${t.url} ~ '^https?://'`),
  ],
);

export type CiCheckRow = typeof ciChecks.$inferSelect;
