import "server-only";
import { z } from "zod";
import type { Sql } from "@/db/client";
import { allOf } from "@/lib/experiments/run-comparison-sql";
import type { WireContext } from "../wire/authenticate";
import { int64, list, text, viewType } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import type { AttributeOrder } from "./attribute-filter";
import {
  type AttributeColumns,
  attributeCondition,
  behindColumns,
  orderOf,
  type SortColumn,
  valuesOf,
} from "./attribute-sql";
import { type ExperimentKey, parseExperimentFilter, parseExperimentOrder } from "./experiment-filter";
import { pageToken, readPageToken } from "./page-token";
import { assertMaxResults, reading } from "./search-runs";

const schema = z.object({
  max_results: int64.default(1000),
  page_token: text.optional(),
  filter: text.default(""),
  order_by: list(text),
  view_type: viewType.default("ACTIVE_ONLY"),
});

const columnsOf = (sql: Sql): AttributeColumns => ({
  text: (key) => (key === "name" ? sql`e.name` : sql`e.id`),
  number: (key) => ({ column: key === "creation_time" ? sql`e.created_at` : sql`e.updated_at`, isMoment: true }),
  tag: (key) => sql`(e.tags->>${key}::text)`,
});

/** Ids sort as the numbers that most of them are. */
function sortColumn(sql: Sql, { key, ascending }: AttributeOrder<ExperimentKey>): SortColumn {
  const columns: Record<ExperimentKey, () => Omit<SortColumn, "ascending">> = {
    name: () => ({ column: sql`e.name`, type: "text" }),
    experiment_id: () => ({ column: sql`lpad(e.id, 64, '0')`, type: "text" }),
    creation_time: () => ({ column: sql`e.created_at`, type: "timestamptz" }),
    last_update_time: () => ({ column: sql`e.updated_at`, type: "timestamptz" }),
  };
  return { ...columns[key](), ascending };
}

type Row = { values: string[]; json: Record<string, unknown> };

async function answer({ db, projectId }: WireContext, input: z.output<typeof schema>) {
  assertMaxResults(input.max_results, 50_000);
  const comparisons = reading(() => parseExperimentFilter(input.filter));
  const order = reading(() => parseExperimentOrder(input.order_by));
  const search = ["experiments", projectId, input.filter, input.view_type, input.order_by];
  const from = readPageToken(input.page_token, search);
  const sql = db.$client;
  const columns = columnsOf(sql);
  const sorted = order.map((term) => sortColumn(sql, term));
  const stage = {
    ACTIVE_ONLY: [sql`e.deleted_at is null`],
    DELETED_ONLY: [sql`e.deleted_at is not null`],
    ALL: [],
  }[input.view_type];
  const where = allOf(sql, [
    sql`e.project_id = ${projectId}`,
    ...stage,
    ...comparisons.map((comparison) => attributeCondition(sql, comparison, columns)),
    ...(from ? [behindColumns(sql, sorted, from.values)] : []),
  ]);
  const found = await sql<Row[]>`
    select ${valuesOf(sql, sorted)} as values, json_build_object('experiment_id', e.id, 'name', e.name,
        'artifact_location', coalesce(e.artifact_location, 'mlflow-artifacts:/' || e.id),
        'lifecycle_stage', case when e.deleted_at is null then 'active' else 'deleted' end,
        'last_update_time', (extract(epoch from e.updated_at) * 1000)::int8, 'creation_time', (extract(epoch from e.created_at) * 1000)::int8,
        'tags', (select json_agg(json_build_object('key', t.key, 'value', t.value)) from jsonb_each_text(e.tags) t)) as json
    from experiments e where ${where} order by ${orderOf(sql, sorted)} limit ${input.max_results + 1}`;
  const page = found.slice(0, input.max_results);
  const last = found.length > page.length ? page.at(-1) : undefined;
  return {
    experiments: page.map((row) => row.json),
    next_page_token: last && pageToken({ phase: 0, values: last.values, at: "", id: "" }, search),
  };
}

/** POST experiments/search: filter, order, views and paging of the MLflow grammar. */
export const searchExperiments = mlflowHandler({ scope: "read", schema }, answer);
