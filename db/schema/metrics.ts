import { bigint, boolean, doublePrecision, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytea, projectId } from "./columns";

const whole = () => bigint({ mode: "number" });

/** The latest value of each metric of a run: greatest (step, time, value). What gates, tables and searches read. */
export const runMetrics = pgTable(
  "run_metrics",
  {
    projectId: projectId(),
    runId: text().notNull(),
    key: text().notNull(),
    /** Null when the producer sent null, NaN or Infinity; `raw` then says which. */
    value: doublePrecision(),
    raw: text(),
    step: whole().notNull().default(0),
    /** Milliseconds since 1970. */
    at: whole().notNull().default(0),
    /** Points logged of this metric; 0 when it came with an import record. */
    points: whole().notNull().default(0),
    ciLow: doublePrecision(),
    ciHigh: doublePrecision(),
    ciMethod: text(),
    n: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.runId, t.key] }),
    index("run_metrics_value_idx").on(t.projectId, t.key, t.value.desc(), t.runId.desc()),
  ],
);

/**
 * Every point ever logged, partitioned by hash of the run. The key is the identity of a point: the same point sent again is the
 * same row. NaN and infinities are stored as such here; `at` is 0 when the producer gave no time.
 */
export const metricPoints = pgTable(
  "metric_points",
  {
    projectId: projectId(),
    runId: text().notNull(),
    key: text().notNull(),
    step: whole().notNull(),
    at: whole().notNull().default(0),
    value: doublePrecision().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.runId, t.key, t.step, t.at, t.value] })],
);

/**
 * Long series folded into at most 500 buckets with exact extremes, so that a chart costs the same whatever the history. Points
 * after (`foldedStep`, `foldedAt`) are not in it yet; `stale` says that an older point came in and it must be folded anew.
 */
export const metricSeries = pgTable(
  "metric_series",
  {
    projectId: projectId(),
    runId: text().notNull(),
    key: text().notNull(),
    points: whole().notNull(),
    foldedStep: whole(),
    foldedAt: whole(),
    stale: boolean().notNull().default(false),
    rollup: bytea(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.runId, t.key] })],
);

export type RunMetricRow = typeof runMetrics.$inferSelect;
