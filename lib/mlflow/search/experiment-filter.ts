import { refuse } from "@/lib/filter/filter-error";
import { type AttributeGrammar, parseAttributeFilter, parseAttributeOrder } from "./attribute-filter";

export const experimentKeys = ["name", "experiment_id", "creation_time", "last_update_time"] as const;
export type ExperimentKey = (typeof experimentKeys)[number];

const grammar: AttributeGrammar<ExperimentKey> = {
  numbers: ["creation_time", "last_update_time"],
  texts: ["name", "experiment_id"],
  lists: ["experiment_id"],
  nominal: ["experiment_id"],
  hasNull: true,
  expectedText: "Expected a quoted string value for attributes.",
};

/** Reads a filter over experiments. */
export const parseExperimentFilter = (filter: string) => parseAttributeFilter(filter, grammar);

/** Reads order_by over experiments: newest first when nothing is asked, the id decides what is left. */
export function parseExperimentOrder(orderBy: readonly string[]) {
  if (orderBy.length > experimentKeys.length * 2) refuse("Invalid order_by: too many fields.");
  const asked = parseAttributeOrder(
    orderBy.length > 0 ? orderBy : ["creation_time DESC", "experiment_id ASC"],
    experimentKeys,
    false,
  );
  const isDecided = asked.some((term) => term.key === "experiment_id");
  return isDecided ? asked : [...asked, { key: "experiment_id" as const, ascending: false }];
}
