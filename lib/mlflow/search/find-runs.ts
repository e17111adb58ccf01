import "server-only";
import type { Sql } from "@/db/client";
import type { RunComparison, RunOrder } from "@/lib/experiments/run-comparison";
import { allOf, comparisonCondition } from "@/lib/experiments/run-comparison-sql";
import { findDriver } from "@/lib/experiments/run-driver";
import type { Place } from "./page-token";
import { listRunIds } from "./run-order-sql";

export type RunSearch = {
  projectId: number;
  experimentIds: readonly string[];
  view: "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";
  from: Place | null;
  limit: number;
};

/** The ids of one page of runs in some experiments, in order, and the place behind it when there is more. */
export async function findRuns(
  sql: Sql,
  { projectId, experimentIds, view, from, limit }: RunSearch,
  comparisons: readonly RunComparison[],
  order: readonly RunOrder[],
): Promise<{ ids: string[]; next: Place | null }> {
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
  const where = allOf(sql, [
    sql`r.project_id = ${projectId} and ${experiment}`,
    ...stage,
    ...asked.map((comparison) => comparisonCondition(sql, comparison)),
  ]);
  return listRunIds({ sql, projectId, where, driver, comparisons }, order, from, limit);
}
