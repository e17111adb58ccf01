import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import type { Comparison, FilterTerm, TextField } from "./run-filter";

const escapeLike = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** SQL operators as fragments: constant text, so that each filter shape is one prepared statement. */
function compare(sql: Sql, comparison: Comparison): Fragment {
  const fragments: Record<Comparison, () => Fragment> = {
    ">": () => sql`>`,
    ">=": () => sql`>=`,
    "<": () => sql`<`,
    "<=": () => sql`<=`,
    "=": () => sql`=`,
    "!=": () => sql`<>`,
    "~": () => sql`ilike`,
  };
  return fragments[comparison]();
}

function textColumns(sql: Sql, field: TextField): Fragment[] {
  const columns: Record<TextField, () => Fragment[]> = {
    run: () => [sql`r.id`],
    name: () => [sql`r.name`],
    intent: () => [sql`r.intent`],
    experiment: () => [
      sql`(select e.name from experiments e where e.project_id = r.project_id and e.id = r.experiment_id)`,
    ],
    dataset: () => [sql`r.dataset_snapshot`, sql`r.axis_details->'dataset'->>'trainName'`],
    features: () => [sql`r.feature_definitions`],
    algorithm: () => [sql`r.algorithm`],
    owner: () => [sql`r.owner_name`, sql`(select u.name from users u where u.id = r.owner_user_id)`],
  };
  return columns[field]();
}

const anyOf = (sql: Sql, parts: Fragment[]): Fragment => sql`(${parts.reduce((all, part) => sql`${all} or ${part}`)})`;

function paramCondition(sql: Sql, { key, comparison, value }: Extract<FilterTerm, { kind: "param" }>): Fragment {
  const text = sql`r.params->>${key}::text`;
  if (comparison === "~") return sql`${text} ilike ${escapeLike(value)}`;
  const number = Number(value);
  if (!Number.isFinite(number)) return sql`${text} ${compare(sql, comparison)} ${value}`;
  const words =
    comparison === "=" || comparison === "!=" ? sql`${text} ${compare(sql, comparison)} ${value}` : sql`false`;
  return sql`case when jsonb_typeof(r.params->${key}::text) = 'number' then (${text})::float8 ${compare(sql, comparison)} ${number}::float8 else ${words} end`;
}

function condition(sql: Sql, term: FilterTerm): Fragment {
  switch (term.kind) {
    case "search":
      return sql`(r.name ilike ${escapeLike(term.text)} or r.intent ilike ${escapeLike(term.text)})`;
    case "status":
      return term.not ? sql`r.status <> all(${term.statuses})` : sql`r.status = any(${term.statuses})`;
    case "metric":
      return sql`exists (select 1 from run_metrics m where m.project_id = r.project_id and m.run_id = r.id and m.key = ${term.key}
        and m.value ${compare(sql, term.comparison)} ${term.value}::float8)`;
    case "param":
      return paramCondition(sql, term);
    case "tag":
      return term.comparison === "~"
        ? sql`r.tags->>${term.key}::text ilike ${escapeLike(term.value)}`
        : sql`r.tags->>${term.key}::text ${compare(sql, term.comparison)} ${term.value}`;
    case "started":
      return sql`r.started_at ${compare(sql, term.comparison)} ${term.at}::timestamptz`;
    case "predictions":
      return sql`r.has_predictions = ${term.wanted}`;
    case "archived":
      return term.wanted ? sql`r.archived_at is not null` : sql`r.archived_at is null`;
    case "text": {
      const columns = textColumns(sql, term.field);
      if (term.comparison === "~")
        return anyOf(
          sql,
          columns.flatMap((column) => term.values.map((value) => sql`${column} ilike ${escapeLike(value)}`)),
        );
      const equal = anyOf(
        sql,
        columns.map((column) => sql`${column} = any(${term.values})`),
      );
      return term.comparison === "=" ? equal : sql`coalesce(not ${equal}, true)`;
    }
  }
}

/** Conditions on `runs r`: project, experiment, filter; archived runs only when asked for. */
export function runConditions(
  sql: Sql,
  projectId: number,
  experimentId: string | null,
  terms: readonly FilterTerm[],
): Fragment {
  const scope = experimentId
    ? sql`r.project_id = ${projectId} and r.experiment_id = ${experimentId}`
    : sql`r.project_id = ${projectId}`;
  const archived = terms.some((term) => term.kind === "archived") ? [] : [sql`r.archived_at is null`];
  return [...archived, ...terms.map((term) => condition(sql, term))].reduce(
    (all, part) => sql`${all} and ${part}`,
    scope,
  );
}
