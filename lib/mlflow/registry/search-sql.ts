import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { models, modelVersions } from "@/db/schema";
import type { ListComparator, NumericComparator, TextComparator } from "@/lib/filter/check-clause";
import type { AttributeComparison, AttributeOrder } from "../search/attribute-filter";
import type { SortTerm } from "../search/keyset";
import type { ModelOrderKey, VersionKey, VersionOrderKey } from "../search/registry-filter";

/** SQL operators by comparator; constant text, values are always parameters. */
export const operators: Record<NumericComparator | TextComparator, SQL> = {
  ">": sql`>`,
  ">=": sql`>=`,
  "<": sql`<`,
  "<=": sql`<=`,
  "=": sql`=`,
  "!=": sql`<>`,
  LIKE: sql`like`,
  ILIKE: sql`ilike`,
};

/** A pattern that the database takes: one that ends in a lone escape character is an error there. */
const likePattern = (pattern: string): string =>
  (/\\*$/.exec(pattern)?.[0].length ?? 0) % 2 === 1 ? `${pattern}\\` : pattern;

export type TextMatch =
  | { comparator: TextComparator; value: string }
  | { comparator: ListComparator; values: readonly string[] };

/** The condition that a text matches; one that is missing matches nothing, not even "!=". */
export function textMatches(column: SQLWrapper, match: TextMatch): SQL {
  if ("values" in match) {
    const values = sql`array(select jsonb_array_elements_text(${JSON.stringify(match.values)}::jsonb))`;
    return match.comparator === "IN" ? sql`${column} = any(${values})` : sql`${column} <> all(${values})`;
  }
  const isPattern = match.comparator === "LIKE" || match.comparator === "ILIKE";
  return sql`${column} ${operators[match.comparator]} ${isPattern ? likePattern(match.value) : match.value}::text`;
}

/** Clients add this to every search, and mean everything that is no prompt; nothing here is one. */
const promptTag = "mlflow.prompt.is_prompt";

function tagMatches(column: SQLWrapper, comparison: Extract<AttributeComparison, { on: "tag" }>): SQL {
  if (comparison.key === promptTag && "value" in comparison)
    return (comparison.comparator === "!=") === (comparison.value.toLowerCase() === "true") ? sql`true` : sql`false`;
  const tag = sql`(${column} ->> ${comparison.key}::text)`;
  if ("value" in comparison) return textMatches(tag, comparison);
  return comparison.comparator === "IS NULL" ? sql`${tag} is null` : sql`${tag} is not null`;
}

const versionColumns: Record<VersionKey, SQLWrapper> = {
  name: models.name,
  version_number: modelVersions.version,
  run_id: modelVersions.runId,
  source_path: modelVersions.source,
};

/** One comparison of a search over registered models. */
export function modelMatches(comparison: AttributeComparison<"name">): SQL {
  if (comparison.on === "tag") return tagMatches(models.tags, comparison);
  if (comparison.on === "text") return textMatches(models.name, comparison);
  return sql`false`;
}

/** One comparison of a search over model versions. */
export function versionMatches(comparison: AttributeComparison<VersionKey>): SQL {
  if (comparison.on === "tag") return tagMatches(modelVersions.tags, comparison);
  const column = versionColumns[comparison.key];
  if (comparison.on === "number") return sql`${column} ${operators[comparison.comparator]} ${comparison.value}::float8`;
  return textMatches(column, comparison);
}

/** Names are compared by their bytes, as upstream's stores do. */
const byBytes = (column: SQLWrapper): SQL => sql`${column} collate "C"`;

type Sorted = Omit<SortTerm, "ascending">;
const modelOrder: Record<ModelOrderKey, Sorted> = {
  name: { by: byBytes(models.name), type: "text" },
  last_updated_timestamp: { by: models.updatedAt, type: "timestamptz" },
};
const versionOrder: Record<VersionOrderKey, Sorted> = {
  name: { by: byBytes(models.name), type: "text" },
  version_number: { by: modelVersions.version, type: "int" },
  creation_timestamp: { by: modelVersions.registeredAt, type: "timestamptz" },
  last_updated_timestamp: { by: modelVersions.updatedAt, type: "timestamptz" },
};

export const modelTerms = (order: readonly AttributeOrder<ModelOrderKey>[]): SortTerm[] =>
  order.map(({ key, ascending }) => ({ ...modelOrder[key], ascending }));
export const versionTerms = (order: readonly AttributeOrder<VersionOrderKey>[]): SortTerm[] =>
  order.map(({ key, ascending }) => ({ ...versionOrder[key], ascending }));
