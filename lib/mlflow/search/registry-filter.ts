import { refuse } from "@/lib/filter/filter-error";
import { parseOrderBy } from "@/lib/filter/order-by";
import {
  type AttributeGrammar,
  type AttributeOrder,
  parseAttributeFilter,
  parseAttributeOrder,
} from "./attribute-filter";

export type ModelOrderKey = "name" | "last_updated_timestamp";
export type VersionKey = "name" | "version_number" | "run_id" | "source_path";
export const versionOrderKeys = ["name", "version_number", "creation_timestamp", "last_updated_timestamp"] as const;
export type VersionOrderKey = (typeof versionOrderKeys)[number];

const models: AttributeGrammar<"name"> = {
  numbers: [],
  texts: ["name"],
  lists: ["name"],
  hasNull: false,
  expectedText: "Expected a quoted string value or a list of quoted string values for attributes.",
};
const versions: AttributeGrammar<VersionKey> = {
  numbers: ["version_number"],
  texts: ["name", "run_id", "source_path"],
  lists: ["name", "run_id"],
  hasNull: false,
  expectedText: "Expected a quoted string value or a list of quoted string values for attributes.",
};

/** Reads a filter over registered models. */
export const parseModelFilter = (filter: string) => parseAttributeFilter(filter, models);
/** Reads a filter over model versions. */
export const parseVersionFilter = (filter: string) => parseAttributeFilter(filter, versions);

const modelOrder: Readonly<Record<string, ModelOrderKey>> = {
  name: "name",
  timestamp: "last_updated_timestamp",
  last_updated_timestamp: "last_updated_timestamp",
};

/** Reads order_by over registered models; the name decides what is left. */
export function parseModelOrder(orderBy: readonly string[]): AttributeOrder<ModelOrderKey>[] {
  const terms = orderBy.map((text) => {
    const { identifier, ascending } = parseOrderBy(text);
    const key = Object.hasOwn(modelOrder, identifier.text) ? modelOrder[identifier.text] : undefined;
    return key
      ? { key, ascending }
      : refuse(`Invalid order by key '${identifier.text}' specified. Valid keys are '{'name', 'timestamp'}'`);
  });
  if (new Set(terms.map((term) => term.key)).size < terms.length)
    refuse(`\`order_by\` contains duplicate fields: ${JSON.stringify(orderBy)}`);
  return terms.some((term) => term.key === "name") ? terms : [...terms, { key: "name", ascending: true }];
}

/** Reads order_by over model versions: last changed first when nothing is asked; name and version decide what is left. */
export function parseVersionOrder(orderBy: readonly string[]): AttributeOrder<VersionOrderKey>[] {
  const asked = parseAttributeOrder(
    orderBy.length > 0 ? orderBy : ["last_updated_timestamp DESC"],
    versionOrderKeys,
    true,
  );
  const rest: AttributeOrder<VersionOrderKey>[] = [
    { key: "name", ascending: true },
    { key: "version_number", ascending: false },
  ];
  return [...asked, ...rest.filter(({ key }) => !asked.some((term) => term.key === key))];
}
