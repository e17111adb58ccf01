import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import type { RunComparison, RunOrder } from "@/lib/experiments/run-comparison";
import { allOf, comparisonCondition } from "@/lib/experiments/run-comparison-sql";
import { findDriver } from "@/lib/experiments/run-driver";
import type { Place } from "./page-token";
import { type KeptRow, keptRow, type RawRows } from "./run-json";
import { listRuns } from "./run-order-sql";

export type RunSearch = {
  projectId: number;
  experimentIds: readonly string[];
  view: "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";
  from: Place | null;
  limit: number;
};

type Entry = Omit<Place, "phase"> & KeptRow;

/**
 * One page of runs in some experiments, in order, and the place behind it when there is more; with their rows as they were kept, by the
 * same statement. `withRows` is false for so many that they are read piece by piece.
 */
export async function findRuns(
  sql: Sql,
  { projectId, experimentIds, view, from, limit }: RunSearch,
  comparisons: readonly RunComparison[],
  order: readonly RunOrder[],
  withRows = true,
): Promise<{ page: KeptRow[]; next: Place | null }> {
  const [only] = experimentIds;
  const experiment =
    experimentIds.length === 1
      ? sql`r.experiment_id = ${only ?? ""}`
      : sql`r.experiment_id = any(${[...experimentIds]}::text[])`;
  const stage = {
    ACTIVE_ONLY: [sql`r.archived_at is null`],
    DELETED_ONLY: [sql`r.archived_at is not null`],
    ALL: [],
  }[view];
  const isWalked = comparisons.length === 0 && order.length === 0;
  const driver = isWalked ? null : await findDriver({ sql, projectId, experimentIds }, comparisons);
  const asked = comparisons.filter((comparison) => comparison !== driver?.covers);
  const base = allOf(sql, [sql`r.project_id = ${projectId} and ${experiment}`, ...stage]);
  const where = allOf(sql, [base, ...asked.map((comparison) => comparisonCondition(sql, comparison))]);
  const kept = withRows ? sql`kept.json` : sql`null`;
  // Each row of the left side is looked up by itself, so they come in its order.
  const join = withRows ? keptRow(sql, projectId, sql`f.id`) : sql``;
  const read = async (entries: Fragment): Promise<Entry[]> => {
    const rows: RawRows = await sql`select f.values, f.at, f.id, ${kept} from (${entries}) f ${join}`.raw();
    return rows.map(([values, at, id, json = null]) => ({
      ...{ values: JSON.parse(`${values}`), at: `${at}`, id: `${id}`, json },
    }));
  };
  return listRuns({ sql, projectId, base, asked, where, driver }, order, from, limit, read);
}
