/** What a change of a field does: asks for more, for less, or for something else. */
export type Effect = "tightened" | "loosened" | "changed";

type Rule =
  | { by: "number"; stricter: "higher" | "lower"; unset?: "loosest" | "strictest" }
  | { by: "rank"; ranks: Readonly<Record<string, number>> }
  | { by: "set"; unset?: "loosest" | "strictest" };

const lower = { by: "number", stricter: "lower", unset: "loosest" } as const;
const higher = { by: "number", stricter: "higher", unset: "loosest" } as const;
const rank = (...loosestFirst: readonly string[]): Rule => ({
  by: "rank",
  ranks: Object.fromEntries(loosestFirst.map((value, index) => [value, index])),
});

/** Which way each field asks for more. A field without a row only changes; `limit` depends on its gate. */
const rules: Readonly<Record<string, Rule>> = {
  severity: rank("warn", "block"),
  judge: rank("estimate", "bound"),
  minimumSamples: higher,
  minimumGroupSize: higher,
  minimumSeeds: higher,
  minimumConsumers: higher,
  minimumTests: higher,
  minimumCompleteness: higher,
  confidence: higher,
  alpha: higher,
  maximumAgeDays: lower,
  maximumMs: lower,
  maximum: lower,
  maximumMinutes: lower,
  maximumStaleFigures: lower,
  "tolerance.value": lower,
  smallSlices: rank("report", "inconclusive"),
  dimensions: { by: "set", unset: "strictest" },
  axes: { by: "set" },
  require: { by: "set" },
  separateEvaluation: rank("false", "true"),
  compatibility: rank("backward", "identical"),
  on: { by: "rank", ranks: { either: 0, commit: 1, version: 1 } },
  status: rank("written", "approved"),
  independentValidator: rank("false", "true"),
  blockingFindings: rank("ignore", "fail"),
  failFrom: rank("critical", "high", "medium", "low"),
  failOverdue: rank("false", "true"),
  "approval.quorum": higher,
  "approval.requiredRoles": { by: "set" },
  "approval.order": rank("any", "as_listed"),
  "approval.distinctGroups": higher,
  "approval.reauthenticationMinutes": lower,
  "approval.passkey": rank("optional", "required"),
  "approval.coolingOffMinutes": higher,
  "approval.expiresAfterDays": lower,
};

/** The rule of a gate's limit: on which side of it is allowed decides which way is stricter. */
export function limitRule(gate: Readonly<Record<string, unknown>>): "higher" | "lower" | null {
  if (gate.comparison === ">=") return "higher";
  if (gate.comparison === "<=") return "lower";
  if (typeof gate.measure !== "string") return null;
  return gate.measure.endsWith("ratio") ? "higher" : "lower";
}

const compare = (from: number, to: number): Effect => (from === to ? "changed" : to > from ? "tightened" : "loosened");

function byNumber(rule: Extract<Rule, { by: "number" }>, from: unknown, to: unknown): Effect {
  const sign = rule.stricter === "higher" ? 1 : -1;
  const unset = rule.unset === "strictest" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const strength = (value: unknown) => (typeof value === "number" ? sign * value : unset);
  return compare(strength(from), strength(to));
}

function bySet(rule: Extract<Rule, { by: "set" }>, from: unknown, to: unknown): Effect {
  if (!Array.isArray(from) || !Array.isArray(to)) {
    if (Array.isArray(from) === Array.isArray(to)) return "changed";
    const opened = !Array.isArray(to);
    return opened === (rule.unset === "strictest") ? "tightened" : "loosened";
  }
  const lost = from.some((entry) => !to.includes(entry));
  const won = to.some((entry) => !from.includes(entry));
  return lost === won ? "changed" : won ? "tightened" : "loosened";
}

/** Whether a field that went from one value to another asks for more or for less; `gate` gives the side of its limit. */
export function effectOf(path: string, from: unknown, to: unknown, gate: Readonly<Record<string, unknown>>): Effect {
  const side = path === "limit" ? limitRule(gate) : null;
  const rule: Rule | undefined = side ? { by: "number", stricter: side } : rules[path];
  if (!rule) return "changed";
  if (rule.by === "number") return byNumber(rule, from, to);
  if (rule.by === "set") return bySet(rule, from, to);
  const [before, after] = [rule.ranks[String(from)], rule.ranks[String(to)]];
  return before === undefined || after === undefined ? "changed" : compare(before, after);
}
