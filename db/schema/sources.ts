import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { SkipKind, SourceAuth, SyncState } from "../enums";
import { projects, users } from "./auth";
import { id, moment, projectId } from "./columns";

/** A tracking server outside whose runs are taken over. */
export const sources = pgTable(
  "sources",
  {
    projectId: projectId().references(() => projects.id),
    id: id(),
    name: text().notNull(),
    /** Tracking address without a slash at its end. */
    url: text().notNull(),
    auth: text().$type<SourceAuth>().notNull(),
    userName: text().notNull().default(""),
    /** Token or password, sealed with a key of the installation; "" when there is none, or when it is in the environment. */
    secret: text().notNull().default(""),
    /** Name of the environment variable that holds it instead. */
    secretEnv: text(),
    /** Names of the experiments to take, with * for any text; empty = all. */
    experiments: text().array().$type<string[]>().notNull(),
    isEnabled: boolean().notNull().default(true),
    /** When the next sync begins, or goes on; null while it is off. */
    nextSyncAt: moment(),
    /** While a worker is at it nobody else is. */
    claimedUntil: moment(),
    /** Attempts in a row that came to nothing, and what the last came to. */
    failures: integer().notNull().default(0),
    failure: text(),
    failingSince: moment(),
    /** Runs of it that are here, and what was not taken: kept with each page, as its list is looked at while it is read. */
    runCount: integer().notNull().default(0),
    skipCount: integer().notNull().default(0),
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
    uniqueIndex("sources_name_key").on(t.projectId, t.name).where(sql`${t.deletedAt} is null`),
    index("sources_due_idx").on(t.nextSyncAt).where(sql`${t.nextSyncAt} is not null`),
    check("sources_secret_check", sql`${t.secret} = '' or ${t.secretEnv} is null`),
  ],
);

/** The first columns of all that belongs to a source, and what they refer to. */
const ofSource = () => ({ projectId: projectId(), sourceId: text().notNull() });
const toSource = (t: { projectId: AnyPgColumn; sourceId: AnyPgColumn }) =>
  foreignKey({ columns: [t.projectId, t.sourceId], foreignColumns: [sources.projectId, sources.id] });

export type SyncCounts = {
  experiments: number;
  seen: number;
  taken: number;
  unchanged: number;
  skipped: number;
  points: number;
  /** Absent in syncs from before they were taken. */
  loggedModels?: number;
  models: number;
  versions: number;
};

/** One pass over a source. Its cursor moves in the transaction that writes what was read. */
export const sourceSyncs = pgTable(
  "source_syncs",
  {
    ...ofSource(),
    number: integer().notNull(),
    /** Reads every run again; otherwise those that started since, that had not ended, and an overlap. */
    isFull: boolean().notNull(),
    state: text().$type<SyncState>().notNull(),
    cursor: jsonb().notNull(),
    counts: jsonb().$type<SyncCounts>().notNull(),
    startedAt: moment().notNull(),
    /** When the last page was written. */
    movedAt: moment().notNull(),
    endedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.sourceId, t.number] }),
    uniqueIndex("source_syncs_one_key").on(t.projectId, t.sourceId).where(sql`${t.state} = 'running'`),
    toSource(t),
  ],
);

/** Which experiment here stands for one of the source, whatever either is called later. */
export const sourceExperiments = pgTable(
  "source_experiments",
  {
    ...ofSource(),
    remoteId: text().notNull(),
    experimentId: text().notNull(),
    /** Chosen by the filter when the source was last asked, and not deleted there. */
    isWanted: boolean().notNull(),
    /** Runs that started before were all read; null = none yet. Milliseconds since 1970, by the source's clock. */
    readUntil: bigint({ mode: "number" }),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.sourceId, t.remoteId] }), toSource(t)],
);

/** Runs that came from a source; one that had not ended is asked for again. */
export const sourceRuns = pgTable(
  "source_runs",
  {
    ...ofSource(),
    runId: text().notNull(),
    remoteExperimentId: text().notNull(),
    isOpen: boolean().notNull(),
    takenAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.sourceId, t.runId] }),
    index("source_runs_run_idx").on(t.projectId, t.runId),
    index("source_runs_open_idx").on(t.projectId, t.sourceId, t.runId).where(sql`${t.isOpen}`),
    toSource(t),
  ],
);

/** What was not taken, and why; gone once it is. */
export const sourceSkips = pgTable(
  "source_skips",
  {
    ...ofSource(),
    kind: text().$type<SkipKind>().notNull(),
    remoteId: text().notNull(),
    name: text().notNull(),
    reason: text().notNull(),
    at: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.sourceId, t.kind, t.remoteId] }),
    index("source_skips_list_idx").on(t.projectId, t.sourceId, t.at.desc(), t.kind, t.remoteId),
    toSource(t),
  ],
);

/** Models in the registry of a source, noted as their versions are. */
export const sourceModels = pgTable(
  "source_models",
  {
    ...ofSource(),
    name: text().notNull(),
    description: text().notNull(),
    /** Version number by alias. */
    aliases: jsonb().$type<Record<string, string>>().notNull(),
    seenIn: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.sourceId, t.name] }), toSource(t)],
);

/** Versions in the registry of a source, noted and no more: nothing here is governed, served or named by them. */
export const sourceVersions = pgTable(
  "source_versions",
  {
    ...ofSource(),
    model: text().notNull(),
    version: integer().notNull(),
    runId: text().notNull(),
    /** Where its files are, as the source says it. */
    location: text().notNull(),
    stage: text().notNull(),
    description: text().notNull(),
    createdAt: moment(),
    /** Number of the sync that last saw it; one that the latest did not see is gone there. */
    seenIn: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.sourceId, t.model, t.version] }),
    index("source_versions_run_idx").on(t.projectId, t.runId),
    toSource(t),
  ],
);

export type SourceRow = typeof sources.$inferSelect;
export type SourceSyncRow = typeof sourceSyncs.$inferSelect;
export type SourceVersionRow = typeof sourceVersions.$inferSelect;
