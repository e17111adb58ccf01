import { boolean, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, projectId } from "./columns";

export type RunKeyKind = "metric" | "param" | "tag";

/** The names of metrics, parameters and tags in a project and how many runs have each: what columns and filters can be chosen from. */
export const runKeys = pgTable(
  "run_keys",
  {
    projectId: projectId(),
    kind: text().$type<RunKeyKind>().notNull(),
    key: text().notNull(),
    /** Runs that had it when it was last counted. */
    runs: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.kind, t.key] })],
);

/** When the names of a project were last counted; `stale` asks for it anew. */
export const runKeyCounts = pgTable(
  "run_key_counts",
  {
    projectId: projectId(),
    countedAt: moment().notNull(),
    tookMs: integer().notNull(),
    stale: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.projectId] })],
);

/**
 * Runs as the wire's JSON, made once: making it is most of the cost of a search. Holds for that version of the run; nothing has to
 * take it back.
 */
export const runWire = pgTable(
  "run_wire",
  {
    projectId: projectId(),
    runId: text().notNull(),
    version: text().notNull(),
    data: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.runId] })],
);
