import { Environment } from "@marcbachmann/cel-js";

type Fields = Readonly<Record<string, string>>;

/** The types an expression may read, as CEL declares them. Documented in docs/gates.md. */
export const expressionTypes: Readonly<Record<string, Fields>> = {
  Slice: { dimension: "string", value: "string", n: "int", positives: "int", metrics: "map<string, double>" },
  Field: { name: "string", type: "string", required: "bool" },
  Version: {
    label: "string",
    age_days: "double",
    evaluation_data: "string",
    metrics: "map<string, double>",
    n: "map<string, int>",
    axes: "map<string, string>",
    slices: "list<Slice>",
    slices_by: "map<string, list<Slice>>",
    importances: "map<string, double>",
    inputs: "list<Field>",
    outputs: "list<Field>",
  },
  Lineage: {
    commit: "string",
    repository: "string",
    training_data: "string",
    evaluation_data: "string",
    training_name: "string",
    evaluation_name: "string",
    feature_definitions: "string",
    label: "string",
    sources: "map<string, string>",
  },
  Check: {
    kind: "string",
    name: "string",
    status: "string",
    age_days: "double",
    total: "int",
    failed: "int",
  },
  Card: {
    status: "string",
    revision: "int",
    approved_revision: "int",
    completeness: "double",
    stale_figures: "int",
    missing_sections: "list<string>",
  },
  Risk: { status: "string", revision: "int", tier: "string", open_triggers: "int", signed_off_days: "double" },
  Finding: { title: "string", severity: "string", state: "string", blocks: "bool", days_left: "double" },
  Seed: { seed: "int", metrics: "map<string, double>" },
  Consumer: { name: "string", sends: "list<Field>", expects: "list<Field>" },
};

export const expressionVariables: Readonly<Record<string, { type: string; about: string }>> = {
  environment: { type: "string", about: "where the version is to go" },
  tier: { type: "string", about: "risk tier of the model: low, medium or high" },
  has_live: { type: "bool", about: "whether a version is live there" },
  candidate: { type: "Version", about: "the version to be promoted" },
  live: { type: "Version", about: "the version that is live there" },
  lineage: { type: "Lineage", about: "where the candidate came from" },
  checks: { type: "list<Check>", about: "CI checks of its commit and of the version" },
  card: { type: "Card", about: "its model card" },
  risk: { type: "Risk", about: "its risk assessment" },
  findings: { type: "list<Finding>", about: "findings of the risk assessment" },
  seeds: { type: "list<Seed>", about: "runs of the same recipe with other seeds" },
  consumers: { type: "list<Consumer>", about: "registered consumers" },
};

export const expressionFunctions: Readonly<Record<string, string>> = {
  "ratio(a, b)": "a / b of two numbers; an error when b is 0",
  "number(i)": "an int as a double, to calculate with",
  "abs(a)": "a without its sign",
  "size(list)": "how many there are",
  "has(x.field)": "whether a field or key is on record",
  "list.all(x, …)": "true when it holds for each",
  "list.exists(x, …)": "true when it holds for one",
  "list.exists_one(x, …)": "true when it holds for exactly one",
  "list.filter(x, …)": "those for which it holds",
  "list.map(x, …)": "one value for each",
  "text.contains(t)": "also startsWith and endsWith",
};

/** Calls an expression may make. No patterns (their time has no bound) and no conversions that can make NaN. */
export const allowedCalls: ReadonlySet<string> = new Set([
  ...["ratio", "number", "abs", "size", "has", "all", "exists", "exists_one", "filter", "map"],
  ...["contains", "startsWith", "endsWith"],
]);

/** Calls that run their body once for each entry of a list. */
export const loops: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);

/** The largest number of steps that loops inside loops may take. */
export const maximumSteps = 1_000_000;

function ratio(a: number, b: number): number {
  const value = a / b;
  if (!Number.isFinite(value)) throw new RangeError("the ratio is not a number");
  return value;
}

function build(): Environment {
  const limits = { maxAstNodes: 500, maxDepth: 40, maxListElements: 100, maxMapEntries: 0, maxCallArguments: 4 };
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits });
  for (const [name, fields] of Object.entries(expressionTypes)) environment.registerType(name, { fields });
  for (const [name, { type, about }] of Object.entries(expressionVariables))
    environment.registerVariable(name, type, { description: about });
  return environment
    .registerFunction("ratio(double, double): double", ratio)
    .registerFunction("number(int): double", (value: bigint) => Number(value))
    .registerFunction("abs(double): double", (value: number) => Math.abs(value));
}

/** The environment every expression is checked against and evaluated in. */
export const expressionEnvironment = build();
