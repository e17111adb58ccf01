import {
  comparatorOf,
  type ListComparator,
  listComparators,
  listOf,
  type NumericComparator,
  numericComparators,
  type TextComparator,
  textComparators,
} from "@/lib/filter/check-clause";
import { type Clause, type Identifier, parseClauses } from "@/lib/filter/clauses";
import { quoted, refuse } from "@/lib/filter/filter-error";

export type LoggedModelText = "name" | "model_id" | "model_type" | "source_run_id" | "status_message";
export type LoggedModelNumber = "creation_timestamp_ms" | "last_updated_timestamp_ms";
type TextMatch =
  | { comparator: TextComparator; value: string }
  | { comparator: ListComparator; values: readonly string[] };
/** One comparison of a search over logged models. */
export type LoggedModelComparison =
  | { on: "metric"; key: string; comparator: NumericComparator; value: number }
  | { on: "number"; key: LoggedModelNumber; comparator: NumericComparator; value: number }
  | ({ on: "attribute"; key: LoggedModelText | "status" } & TextMatch)
  | ({ on: "param" | "tag"; key: string } & TextMatch);

const kinds = { attributes: "attribute", metrics: "metric", params: "param", tags: "tag" } as const;
type Kind = (typeof kinds)[keyof typeof kinds];
const numbers: Readonly<Record<string, LoggedModelNumber>> = {
  creation_timestamp: "creation_timestamp_ms",
  creation_timestamp_ms: "creation_timestamp_ms",
  creation_time: "creation_timestamp_ms",
  last_updated_timestamp: "last_updated_timestamp_ms",
  last_updated_timestamp_ms: "last_updated_timestamp_ms",
  last_updated_time: "last_updated_timestamp_ms",
};
const texts = ["name", "model_id", "model_type", "source_run_id", "status", "status_message"] as const;

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

function kindOf({ entity }: Identifier): Kind {
  if (entity === null) return "attribute";
  return (
    own<Kind>(kinds, entity) ??
    refuse(`Invalid entity type: '${quoted(entity)}'. Expected one of ['attributes', 'metrics', 'params', 'tags'].`)
  );
}

function operatorOf<const T extends readonly string[]>(clause: Clause, allowed: T, expected: string): T[number] {
  if (!allowed.includes(clause.comparator))
    refuse(
      `Invalid comparison operator for ${quoted(clause.identifier.text)}: '${quoted(clause.comparator)}'. Expected one of (${expected}).`,
    );
  return comparatorOf(clause.comparator, allowed);
}

function number(clause: Clause): { comparator: NumericComparator; value: number } {
  const comparator = operatorOf(clause, numericComparators, "'<', '<=', '>', '>=', '=', '!='");
  if (clause.value?.kind !== "number")
    return refuse(
      `Expected numeric value type for ${quoted(clause.identifier.text)}. Found ${quoted(clause.value?.text ?? "nothing")}`,
    );
  return { comparator, value: Number(clause.value.text) };
}

function match(clause: Clause): TextMatch {
  const all = [...textComparators, ...listComparators] as const;
  operatorOf(clause, all, "'=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN'");
  const values = listOf(clause);
  if (values) return { comparator: comparatorOf(clause.comparator, listComparators), values };
  const comparator = comparatorOf(clause.comparator, textComparators);
  return { comparator, value: clause.value && "value" in clause.value ? clause.value.value : "" };
}

function judge(clause: Clause): LoggedModelComparison {
  const kind = kindOf(clause.identifier);
  const { key } = clause.identifier;
  if (kind === "metric") return { on: "metric", key, ...number(clause) };
  if (kind !== "attribute") return { on: kind, key, ...match(clause) };
  const numeric = own(numbers, key);
  if (numeric) return { on: "number", key: numeric, ...number(clause) };
  const text = texts.find((name) => name === key);
  if (!text)
    return refuse(
      `Invalid attribute key '${quoted(key)}' specified. Valid keys are ${JSON.stringify([...texts, "creation_timestamp", "last_updated_timestamp"])}`,
    );
  return { on: "attribute", key: text, ...match(clause) };
}

/** Reads a filter over logged models; a FilterError says what is wrong with it. */
export const parseLoggedModelFilter = (filter: string): LoggedModelComparison[] => parseClauses(filter).map(judge);

export type LoggedModelOrder = {
  ascending: boolean;
  datasetName: string | null;
  datasetDigest: string | null;
} & ({ on: "metric"; key: string } | { on: "attribute"; key: LoggedModelText | "status" | LoggedModelNumber });

type OrderInput = {
  field_name: string;
  ascending?: boolean;
  dataset_name?: string;
  dataset_digest?: string;
};

function orderTerm(input: OrderInput): LoggedModelOrder {
  const name = input.field_name;
  if (input.dataset_digest && !input.dataset_name)
    refuse("`dataset_digest` can only be specified if `dataset_name` is also specified.");
  const how = {
    ascending: input.ascending ?? true,
    datasetName: input.dataset_name || null,
    datasetDigest: input.dataset_digest || null,
  };
  const dot = name.indexOf(".");
  if (dot >= 0) {
    if (name.slice(0, dot) !== "metrics")
      refuse(`Invalid order by field name: ${quoted(name)}. Only metrics are supported.`);
    return { on: "metric", key: name.slice(dot + 1), ...how };
  }
  const key = own(numbers, name) ?? texts.find((known) => known === name);
  return key ? { on: "attribute", key, ...how } : refuse(`Invalid order by field name: ${quoted(name)}`);
}

/** Reads order_by over logged models: creation time, newest first, and the id decide what is left. */
export function parseLoggedModelOrder(orderBy: readonly OrderInput[]): LoggedModelOrder[] {
  const asked = orderBy.map(orderTerm);
  const rest = [
    { on: "attribute", key: "creation_timestamp_ms", ascending: false, datasetName: null, datasetDigest: null },
    { on: "attribute", key: "model_id", ascending: true, datasetName: null, datasetDigest: null },
  ] as const;
  return [...asked, ...rest.filter(({ key }) => !asked.some((term) => term.on === "attribute" && term.key === key))];
}
