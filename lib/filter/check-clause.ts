import type { Clause, Value } from "./clauses";
import { quoted, refuse } from "./filter-error";

export const numericComparators = [">", ">=", "!=", "=", "<", "<="] as const;
export type NumericComparator = (typeof numericComparators)[number];
export const textComparators = ["!=", "=", "LIKE", "ILIKE"] as const;
export type TextComparator = (typeof textComparators)[number];
export const listComparators = ["IN", "NOT IN"] as const;
export type ListComparator = (typeof listComparators)[number];
export const nullComparators = ["IS NULL", "IS NOT NULL"] as const;
export type NullComparator = (typeof nullComparators)[number];

/** Names as upstream's messages list them: a Python set. */
export const asSet = (names: readonly string[]): string => `{${names.map((name) => `'${name}'`).join(", ")}}`;
export const asList = (names: readonly string[]): string => `[${names.map((name) => `'${name}'`).join(", ")}]`;

/** The comparator, when it is one of these. */
export function comparatorOf<const T extends readonly string[]>(comparator: string, allowed: T): T[number] {
  if (!allowed.includes(comparator))
    refuse(`Invalid comparator '${quoted(comparator)}' not one of '${asSet(allowed)}'`);
  return comparator;
}

/** The number of a comparison; `what` starts the message when there is none. */
export function numberOf(value: Value | null, what: string): number {
  if (value?.kind !== "number") return refuse(`${what} Found ${quoted(value?.text ?? "nothing")}`);
  return Number(value.text);
}

/** The quoted text of a comparison. */
export function textOf(value: Value | null, what: string): string {
  if (value?.kind === "text") return value.value;
  if (value?.kind === "name")
    return refuse(
      `Parameter value is either not quoted or unidentified quote types used for string value ${quoted(value.text)}. Use either single or double quotes.`,
    );
  return refuse(`${what} Got value ${quoted(value?.text ?? "nothing")}`);
}

/** The items of a list, which only IN and NOT IN take. */
export function listOf({ comparator, value }: Clause): string[] | null {
  if (value?.kind !== "list") return null;
  comparatorOf(comparator, listComparators);
  return value.items;
}
