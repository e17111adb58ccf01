import {
  asList,
  asSet,
  comparatorOf,
  type ListComparator,
  listComparators,
  listOf,
  type NullComparator,
  type NumericComparator,
  nullComparators,
  numberOf,
  numericComparators,
  type TextComparator,
  textComparators,
  textOf,
} from "@/lib/filter/check-clause";
import { type Clause, type Identifier, parseClauses } from "@/lib/filter/clauses";
import { quoted, refuse } from "@/lib/filter/filter-error";
import { parseOrderBy } from "@/lib/filter/order-by";

export type RunText = "run_id" | "run_name" | "user_id" | "status" | "artifact_uri";
export type RunTime = "start_time" | "end_time";
export type DatasetText = "name" | "digest" | "context";
/** A comparison with text, or with a list of texts. */
export type Matching =
  | { comparator: TextComparator; value: string }
  | { comparator: ListComparator; values: readonly string[] };
/** One comparison of a search over runs: what the MLflow grammar can say, checked. */
export type RunComparison =
  | { on: "metric"; key: string; comparator: NumericComparator; value: number }
  | { on: "param" | "tag"; key: string; comparator: TextComparator; value: string }
  | { on: "param" | "tag"; key: string; comparator: NullComparator }
  | { on: "time"; key: RunTime; comparator: NumericComparator; value: number }
  | ({ on: "attribute"; key: RunText } & Matching)
  | ({ on: "dataset"; key: DatasetText } & Matching);
export type RunOrder = {
  on: "metric" | "param" | "tag" | "attribute" | "time";
  key: string;
  ascending: boolean;
};

type Entity = "metric" | "parameter" | "tag" | "attribute" | "dataset";
const entityNames: readonly Entity[] = ["metric", "parameter", "tag", "attribute", "dataset"];
const entities: Readonly<Record<string, Entity>> = {
  metric: "metric",
  metrics: "metric",
  parameter: "parameter",
  parameters: "parameter",
  param: "parameter",
  params: "parameter",
  tag: "tag",
  tags: "tag",
  attribute: "attribute",
  attributes: "attribute",
  attr: "attribute",
  run: "attribute",
  dataset: "dataset",
  datasets: "dataset",
};
const aliases: Readonly<Record<string, RunText | RunTime>> = {
  created: "start_time",
  Created: "start_time",
  "run name": "run_name",
  "Run name": "run_name",
  "Run Name": "run_name",
};
const attributes = ["run_id", "run_name", "user_id", "status", "artifact_uri", "start_time", "end_time"] as const;
const orderable = [...attributes, "created", "Created"];
const searchable = [...orderable, "run name", "Run name", "Run Name"];
const datasetKeys = ["name", "digest", "context"] as const;

const isTime = (key: string): key is RunTime => key === "start_time" || key === "end_time";

function resolve({ entity, key }: Identifier, valid: readonly string[]): { entity: Entity; key: string } {
  const known = entity === null ? "attribute" : Object.hasOwn(entities, entity) ? entities[entity] : undefined;
  if (!known) return refuse(`Invalid entity type '${quoted(entity ?? "")}'. Valid values are ${asList(entityNames)}`);
  if (known === "attribute" && !valid.includes(key))
    refuse(`Invalid attribute key '${quoted(key)}' specified. Valid keys are '${asSet(valid)}'`);
  if (known === "dataset" && !(datasetKeys as readonly string[]).includes(key))
    refuse(`Invalid dataset key '${quoted(key)}' specified. Valid keys are '${asSet(datasetKeys)}'`);
  return { entity: known, key: known === "attribute" ? (aliases[key] ?? key) : key };
}

function matching(clause: Clause, what: string, canList: () => void): Matching {
  if (clause.value?.kind === "list") canList();
  const values = listOf(clause);
  if (values) return { comparator: comparatorOf(clause.comparator, listComparators), values };
  const value = textOf(clause.value, what);
  return { comparator: comparatorOf(clause.comparator, textComparators), value };
}

function onAttribute(clause: Clause, key: string): RunComparison {
  if (isTime(key)) {
    const value = numberOf(clause.value, `Expected numeric value type for numeric attribute: ${key}.`);
    return { on: "time", key, comparator: comparatorOf(clause.comparator, numericComparators), value };
  }
  const onlyRunId = () => {
    if (key !== "run_id") refuse("Only ['run_id'] attributes support comparison with a list of quoted string values.");
  };
  const match = matching(clause, "Expected a quoted string value for attributes.", onlyRunId);
  return { on: "attribute", key: key as RunText, ...match };
}

function onText(on: "param" | "tag", clause: Clause, key: string): RunComparison {
  const nullish = nullComparators.find((comparator) => comparator === clause.comparator);
  if (nullish) return { on, key, comparator: nullish };
  const entity = on === "param" ? "parameter" : "tag";
  const value = textOf(clause.value, `Expected a quoted string value for ${entity} (e.g. 'my-value').`);
  return { on, key, comparator: comparatorOf(clause.comparator, textComparators), value };
}

/** Judges one clause as a comparison over runs. */
export function runComparison(clause: Clause): RunComparison {
  const { entity, key } = resolve(clause.identifier, searchable);
  if (clause.value === null && entity !== "tag" && entity !== "parameter")
    refuse(`IS NULL / IS NOT NULL is only supported for tags and params, not for '${entity}' '${quoted(key)}'`);
  switch (entity) {
    case "metric": {
      const value = numberOf(clause.value, "Expected numeric value type for metric.");
      return { on: "metric", key, comparator: comparatorOf(clause.comparator, numericComparators), value };
    }
    case "parameter":
      return onText("param", clause, key);
    case "tag":
      return onText("tag", clause, key);
    case "attribute":
      return onAttribute(clause, key);
    case "dataset": {
      const match = matching(clause, "Expected a quoted string value for dataset attributes.", () => {});
      return { on: "dataset", key: key as DatasetText, ...match };
    }
  }
}

/** Reads a filter over runs in the MLflow grammar; a FilterError says what is wrong with it. */
export const parseRunComparisons = (filter: string): RunComparison[] => parseClauses(filter).map(runComparison);

/** Reads order_by of a search over runs; no field may come twice. */
export function parseRunOrder(orderBy: readonly string[]): RunOrder[] {
  const seen = new Set<string>();
  return orderBy.map((text) => {
    const { identifier, ascending } = parseOrderBy(text);
    const { entity, key } = resolve(identifier, orderable);
    if (entity === "dataset") return refuse(`Invalid identifier type '${entity}'`);
    const on = entity === "parameter" ? "param" : entity === "attribute" && isTime(key) ? "time" : entity;
    if (seen.has(`${on} ${key}`)) refuse(`\`order_by\` contains duplicate fields: ${quoted(asList(orderBy))}`);
    seen.add(`${on} ${key}`);
    return { on, key, ascending };
  });
}
