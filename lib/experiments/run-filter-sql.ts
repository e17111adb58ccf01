import "server-only";
import type { Fragment } from "postgres";
import type { Sql } from "@/db/client";
import type { RunComparison } from "./run-comparison";
import { allOf, comparisonCondition, keyedText, numeric, operators } from "./run-comparison-sql";
import type { FilterTerm, TextField } from "./run-filter";

const escapeLike = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

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

/** A parameter by number where both sides are numbers, as text otherwise. */
function paramCondition(sql: Sql, { key, comparator, value }: Extract<FilterTerm, { kind: "param" }>): Fragment {
  const text = keyedText(sql, "param", key);
  const asText = sql`${text} ${operators[comparator](sql)} ${value}`;
  const number = Number(value);
  if (!Number.isFinite(number)) return asText;
  const words = comparator === "=" || comparator === "!=" ? asText : sql`false`;
  return sql`case when ${text} ~ ${numeric} then (${text})::float8 ${operators[comparator](sql)} ${number}::float8 else ${words} end`;
}

function condition(sql: Sql, term: FilterTerm): Fragment {
  switch (term.kind) {
    case "comparison":
      return comparisonCondition(sql, term.comparison);
    case "search":
      return sql`(r.name ilike ${escapeLike(term.text)} or r.intent ilike ${escapeLike(term.text)})`;
    case "status":
      return term.not ? sql`r.status <> all(${term.statuses})` : sql`r.status = any(${term.statuses})`;
    case "param":
      return paramCondition(sql, term);
    case "started":
      return sql`r.started_at ${operators[term.comparator](sql)} ${term.at}::timestamptz`;
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
  return allOf(sql, [scope, ...archived, ...terms.map((term) => condition(sql, term))]);
}

/** The terms that an index may answer, as comparisons; the others are judged run by run. */
export const comparisonsOf = (terms: readonly FilterTerm[]): RunComparison[] =>
  terms.flatMap((term): RunComparison[] => {
    if (term.kind === "comparison") return [term.comparison];
    if (term.kind === "text" && term.field === "run" && term.comparison === "=")
      return [{ on: "attribute", key: "run_id", comparator: "IN", values: term.values }];
    return [];
  });
