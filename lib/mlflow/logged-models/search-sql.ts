import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { loggedModelMetrics, loggedModels } from "@/db/schema";
import { operators, textMatches } from "../registry/search-sql";
import type { SortTerm } from "../search/keyset";
import type {
  LoggedModelComparison,
  LoggedModelNumber,
  LoggedModelOrder,
  LoggedModelText,
} from "../search/logged-model-filter";

export type DatasetFilter = { name: string; digest: string | null };

const texts: Record<LoggedModelText | "status", SQLWrapper> = {
  name: loggedModels.name,
  model_id: loggedModels.id,
  model_type: loggedModels.modelType,
  source_run_id: loggedModels.sourceRunId,
  status: loggedModels.status,
  status_message: loggedModels.statusMessage,
};
const numbers: Record<LoggedModelNumber, SQLWrapper> = {
  creation_timestamp_ms: loggedModels.createdAt,
  last_updated_timestamp_ms: loggedModels.updatedAt,
};
const milliseconds = (column: SQLWrapper): SQL => sql`(extract(epoch from ${column}) * 1000)::float8`;

function onDatasets(datasets: readonly DatasetFilter[]): SQL {
  if (datasets.length === 0) return sql`true`;
  const each = datasets.map(({ name, digest }) =>
    digest === null ? sql`m.dataset_name = ${name}` : sql`(m.dataset_name = ${name} and m.dataset_digest = ${digest})`,
  );
  return sql`(${sql.join(each, sql` or `)})`;
}

const ofModel = sql`from ${loggedModelMetrics} m where m.project_id = ${loggedModels.projectId} and m.model_id = ${loggedModels.id}`;

/** One comparison of a search over logged models; a metric counts when it was measured on one of the datasets, if any are named. */
export function loggedModelMatches(comparison: LoggedModelComparison, datasets: readonly DatasetFilter[]): SQL {
  switch (comparison.on) {
    case "metric":
      return sql`exists (select 1 ${ofModel} and m.key = ${comparison.key}
        and m.value <> 'NaN' and m.value ${operators[comparison.comparator]} ${comparison.value}::float8 and ${onDatasets(datasets)})`;
    case "number":
      return sql`${milliseconds(numbers[comparison.key])} ${operators[comparison.comparator]} ${comparison.value}::float8`;
    case "attribute":
      return textMatches(texts[comparison.key], comparison);
    case "param":
      return textMatches(sql`(${loggedModels.params} ->> ${comparison.key}::text)`, comparison);
    case "tag":
      return textMatches(sql`(${loggedModels.tags} ->> ${comparison.key}::text)`, comparison);
  }
}

/** Models with any metric on one of the datasets: what naming datasets means when no metric is compared. */
export const measuredOn = (datasets: readonly DatasetFilter[]): SQL =>
  sql`exists (select 1 ${ofModel} and ${onDatasets(datasets)})`;

const isNumber = (key: string): key is LoggedModelNumber => key in numbers;

/** What an order sorts by; models without the metric come last in both directions, NaN before them. */
export function loggedModelTerms(order: readonly LoggedModelOrder[]): SortTerm[] {
  return order.flatMap((term): SortTerm[] => {
    const { ascending } = term;
    if (term.on === "attribute")
      return isNumber(term.key)
        ? [{ by: numbers[term.key], type: "timestamptz", ascending }]
        : [{ by: texts[term.key as LoggedModelText], type: "text", ascending }];
    const on = term.datasetName === null ? [] : [{ name: term.datasetName, digest: term.datasetDigest }];
    const latest = sql`(select m.value ${ofModel} and m.key = ${term.key} and ${onDatasets(on)}
      order by m.at desc, m.step desc limit 1)`;
    return [
      { by: sql`(${latest} = 'NaN'::float8)`, type: "bool", ascending: true },
      { by: latest, type: "float8", ascending },
    ];
  });
}
