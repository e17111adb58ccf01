import { describe, expect, it } from "vitest";
import { parseRunComparisons, parseRunOrder, type RunComparison } from "@/lib/experiments/run-comparison";
import { FilterError } from "@/lib/filter/filter-error";
import type { AttributeComparison } from "./attribute-filter";
import { parseExperimentFilter, parseExperimentOrder } from "./experiment-filter";
import { type LoggedModelComparison, parseLoggedModelFilter } from "./logged-model-filter";
import { parseModelFilter, parseModelOrder, parseVersionFilter, parseVersionOrder } from "./registry-filter";
import vectors from "./upstream-vectors.json";

type Parsed = [entity: string, key: string, comparator: string, value: unknown];
type Vector = { filter: string; parsed?: unknown; error?: string };

const right = (c: object) => ("values" in c ? c.values : "value" in c ? c.value : null);
const runEntity = {
  metric: "metric",
  param: "parameter",
  tag: "tag",
  attribute: "attribute",
  time: "attribute",
  dataset: "dataset",
};
const ofRun = (c: RunComparison): Parsed => [runEntity[c.on], c.key, c.comparator, right(c)];
const ofAttribute = (c: AttributeComparison): Parsed => [
  c.on === "tag" ? "tag" : "attribute",
  c.key,
  c.comparator,
  right(c),
];
const loggedEntity = { metric: "metrics", param: "params", tag: "tags", attribute: "attributes", number: "attributes" };
const ofLogged = (c: LoggedModelComparison): Parsed => [loggedEntity[c.on], c.key, c.comparator, right(c)];

/** What upstream reads otherwise, and why we do not follow. Each has its own case below. */
const onPurpose: readonly RegExp[] = [
  // A doubled or escaped quote is one quote inside the text; upstream keeps both characters.
  /''s'|\\'s'|``|""b/,
  // Lists are for IN and NOT IN, hold texts, and are not empty; upstream passes the rest on to the database, which fails.
  /(?<!IN) *\((\)|\d|'|")|IN *\((\)|1)|'a' 'b'/i,
  // White space and digits of other scripts.
  /IS NOT {2}NULL|metrics\. a|١/,
  // One double-quoted text, not a dotted pair of them.
  /"a"\."b"/,
];
/** In searches over logged models upstream keeps double quotes as part of a text. */
const isOnPurpose = (kind: string, filter: string) =>
  onPurpose.some((pattern) => pattern.test(filter)) || (kind === "logged" && filter.includes('"'));

const attempt = (read: () => unknown): { parsed: unknown } | { error: string } => {
  try {
    return { parsed: JSON.parse(JSON.stringify(read())) };
  } catch (error) {
    if (error instanceof FilterError) return { error: error.message };
    throw error;
  }
};
/** Sets come in any order, and messages of the fixture are cut. */
const comparable = (message: string) => message.replace(/\{.*$/s, "").slice(0, 60);

const kinds = [
  ["runs", (f: string) => parseRunComparisons(f).map(ofRun)],
  ["experiments", (f: string) => parseExperimentFilter(f).map(ofAttribute)],
  ["registered", (f: string) => parseModelFilter(f).map(ofAttribute)],
  ["versions", (f: string) => parseVersionFilter(f).map(ofAttribute)],
  ["logged", (f: string) => parseLoggedModelFilter(f).map(ofLogged)],
] as const;

describe.each(kinds)("filters over %s, as the official parser reads them", (kind, read) => {
  const all: Vector[] = vectors[kind];
  it.each(all.filter(({ filter }) => !isOnPurpose(kind, filter)))("$filter", ({ filter, parsed, error }) => {
    const found = attempt(() => read(filter));
    if (parsed === undefined) expect(found, error).toHaveProperty("error");
    else expect(found).toEqual({ parsed });
  });

  it("mostly says what is wrong in the same words", () => {
    const refused = all.filter(({ filter, error }) => error && !isOnPurpose(kind, filter));
    const same = refused.filter(({ filter, error = "" }) => {
      const found = attempt(() => read(filter));
      return "error" in found && comparable(found.error) === comparable(error);
    });
    expect(same.length / refused.length).toBeGreaterThan(0.6);
  });
});

describe("orders, as the official parser reads them", () => {
  const inTheirWords = { param: "parameter", time: "attribute", metric: "metric", tag: "tag", attribute: "attribute" };
  it.each(vectors.order_runs as { orderBy: string; parsed?: unknown }[])("of runs: $orderBy", ({ orderBy, parsed }) => {
    const found = attempt(() => parseRunOrder([orderBy]).map((o) => [inTheirWords[o.on], o.key, o.ascending])[0]);
    if (parsed === undefined) expect(found).toHaveProperty("error");
    else expect(found).toEqual({ parsed });
  });

  const attributes = [
    ["experiments", (o: string) => ["attribute", ...first(parseExperimentOrder([o]))], vectors.order_experiments],
    ["registered models", (o: string) => modelOrder(o), vectors.order_registered],
    ["model versions", (o: string) => first(parseVersionOrder([o])), vectors.order_versions],
  ] as const;
  const first = ([term]: readonly { key: string; ascending: boolean }[]) => [term?.key, term?.ascending];
  /** Both names of the time of change sort by it. */
  const modelOrder = (text: string) => {
    const [key, ascending] = first(parseModelOrder([text]));
    return [key === "name" ? key : text.split(" ")[0], ascending];
  };
  it.each(attributes)("of %s", (_, read, all) => {
    for (const { orderBy, parsed } of all as { orderBy: string; parsed?: unknown }[]) {
      // Upstream takes a tag for the attribute of the same name in one of the searches.
      if (orderBy === "tag.name") continue;
      const found = attempt(() => read(orderBy));
      if (parsed === undefined) expect(found, orderBy).toHaveProperty("error");
      else expect(found, orderBy).toEqual({ parsed });
    }
  });
});
