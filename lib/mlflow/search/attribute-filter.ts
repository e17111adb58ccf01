import {
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

/** One comparison of a search over experiments, registered models or model versions. */
export type AttributeComparison<Key extends string = string> =
  | { on: "number"; key: Key; comparator: NumericComparator; value: number }
  | { on: "text"; key: Key; comparator: TextComparator; value: string }
  | { on: "text"; key: Key; comparator: ListComparator; values: readonly string[] }
  | { on: "tag"; key: string; comparator: TextComparator; value: string }
  | { on: "tag"; key: string; comparator: NullComparator };

/** What one kind of search can compare. */
export type AttributeGrammar<Key extends string> = {
  numbers: readonly Key[];
  texts: readonly Key[];
  /** Attributes that IN and NOT IN take. */
  lists: readonly Key[];
  /** Attributes with whole identifiers, which LIKE does not take. */
  nominal?: readonly Key[];
  hasNull: boolean;
  /** Upstream's words for these differ between the searches. */
  expectedText: string;
};

const entityTypes = ["attribute", "tag", "tags"];

function resolve<Key extends string>({ entity, key }: Identifier, valid: readonly Key[]): Key | { tag: string } {
  if (entity !== null && !entityTypes.includes(entity))
    refuse(`Invalid entity type '${quoted(entity)}'. Valid entity types are ('attribute', 'tag', 'tags')`);
  if (entity === "tag" || entity === "tags") return { tag: key };
  const known = valid.find((name) => name === key);
  return known ?? refuse(`Invalid attribute key '${quoted(key)}' specified. Valid keys are '${asSet(valid)}'`);
}

function onTag(clause: Clause, key: string, hasNull: boolean): AttributeComparison<never> {
  const nullish = hasNull && nullComparators.find((comparator) => comparator === clause.comparator);
  if (nullish) return { on: "tag", key, comparator: nullish };
  if (clause.value === null) refuse("Invalid comparison clause. Expected 3 tokens found 2");
  const value = textOf(clause.value, "Expected a quoted string value for tag (e.g. 'my-value').");
  return { on: "tag", key, comparator: comparatorOf(clause.comparator, textComparators), value };
}

function onNumber<Key extends string>(clause: Clause, key: Key): AttributeComparison<Key> {
  const value = numberOf(clause.value, `Expected numeric value type for numeric attribute: ${key}.`);
  if (!/^-?\d+$/.test(clause.value?.text ?? ""))
    refuse(`Invalid value for numeric attribute '${key}': '${clause.value?.text}'`);
  return { on: "number", key, comparator: comparatorOf(clause.comparator, numericComparators), value };
}

function judge<Key extends string>(clause: Clause, grammar: AttributeGrammar<Key>): AttributeComparison<Key> {
  const key = resolve(clause.identifier, [...grammar.texts, ...grammar.numbers]);
  if (typeof key === "object") return onTag(clause, key.tag, grammar.hasNull);
  if (clause.value === null)
    refuse(
      grammar.hasNull
        ? `IS NULL / IS NOT NULL is only supported for tags, not for attribute '${key}'`
        : "Invalid comparison clause. Expected 3 tokens found 2",
    );
  if (grammar.numbers.includes(key)) return onNumber(clause, key);
  if (clause.value?.kind === "list" && !grammar.lists.includes(key))
    refuse(
      `Only ${JSON.stringify(grammar.lists).replaceAll('"', "'").replaceAll(",", ", ")} attributes support comparison with a list of quoted string values.`,
    );
  const values = listOf(clause);
  if (values) return { on: "text", key, comparator: comparatorOf(clause.comparator, listComparators), values };
  const value = textOf(clause.value, grammar.expectedText);
  const comparators = grammar.nominal?.includes(key) ? (["=", "!="] as const) : textComparators;
  return { on: "text", key, comparator: comparatorOf(clause.comparator, comparators), value };
}

/** Reads a filter of comparisons over attributes and tags; a FilterError says what is wrong with it. */
export const parseAttributeFilter = <Key extends string>(
  filter: string,
  grammar: AttributeGrammar<Key>,
): AttributeComparison<Key>[] => parseClauses(filter).map((clause) => judge(clause, grammar));

export type AttributeOrder<Key extends string> = { key: Key; ascending: boolean };

/** Reads order_by over attributes; with `once`, no field may come twice. */
export function parseAttributeOrder<Key extends string>(
  orderBy: readonly string[],
  valid: readonly Key[],
  once: boolean,
): AttributeOrder<Key>[] {
  const terms = orderBy.map((text) => {
    const { identifier, ascending } = parseOrderBy(text);
    const key = resolve(identifier, valid);
    return typeof key === "object" ? refuse("Invalid order_by entity: tag") : { key, ascending };
  });
  if (once && new Set(terms.map((term) => term.key)).size < terms.length)
    refuse(`\`order_by\` contains duplicate fields: ${quoted(JSON.stringify(orderBy))}`);
  return terms;
}
