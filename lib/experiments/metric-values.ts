import { type SQL, sql } from "drizzle-orm";
import { arrayLiteral } from "./array-literal";

type Values = Record<string, number | null>;
// Columns by name: the query builder leaves the table out where it selects from one only, and `m` has such a column too.
const own = sql.raw(`from run_metrics m where m.project_id = "runs"."project_id" and m.run_id = "runs"."id"`);

/** Latest values of these metrics of `runs`, from where they are logged: the row's packed copy lacks what was logged since, and all of a run with very many. */
export const latestValues = (keys: readonly string[]): SQL<Values> =>
  sql<Values>`(select coalesce(jsonb_object_agg(m.key, m.value), '{}') ${own} and m.key = any(${arrayLiteral(keys)}::text::text[]))`;

/** Latest values of all metrics of `runs`: the packed copy while it holds. */
export const allLatestValues = sql<Values>`case when "runs"."metrics_packed" then "runs"."metrics"
  else (select coalesce(jsonb_object_agg(m.key, m.value), '{}') ${own}) end`;
