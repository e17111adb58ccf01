/** What a field of a policy is called and what it does. A field without a row is shown by its name. */
const words: Readonly<Record<string, readonly [label: string, hint?: string]>> = {
  id: ["Id", "Stays the same when the gate changes: waivers, comments and back-tests point at it."],
  title: ["Title"],
  kind: ["Kind"],
  severity: ["If it does not pass"],
  rationale: ["Why this gate", "Where its limit comes from, for whoever has to change it."],
  metric: ["Metric", "Its key on the run, such as roc_auc."],
  comparison: ["Allowed"],
  limit: ["Limit"],
  judge: ["Judged by", "The worse end of the 95 % interval asks for more than the estimate."],
  minimumSamples: ["Cases needed", "With fewer the gate is inconclusive, never passed."],
  maximumAgeDays: ["Evidence at most this old, days", "Empty: age does not matter."],
  maximumMs: ["At most, ms"],
  measure: ["Measure"],
  maximum: ["At most"],
  attribute: ["Between groups of", "The slice dimension, such as sex."],
  minimumGroupSize: ["Cases needed in a group"],
  dimensions: ["Slice dimensions", "Empty: every slice on record."],
  smallSlices: ["Slices with too few cases", "Hold the gate open, or are listed without deciding."],
  better: ["Better is"],
  scope: ["Compared"],
  tolerance: ["Allowed loss"],
  "tolerance.kind": ["Allowed loss is", "A difference, or a share of the live value."],
  "tolerance.value": ["Allowed loss"],
  alpha: ["A loss is real at q of at most"],
  minimumSeeds: ["Seeds needed"],
  confidence: ["Confidence"],
  axes: ["Axes on record"],
  require: ["Needed"],
  separateEvaluation: ["Evaluated on other data than trained on"],
  against: ["Compatible with"],
  compatibility: ["Compatibility"],
  minimumConsumers: ["Consumers needed"],
  on: ["About"],
  minimumTests: ["Tests needed"],
  status: ["Status"],
  minimumCompleteness: ["Completeness of at least"],
  maximumStaleFigures: ["Stale figures at most"],
  independentValidator: ["Signed off by somebody independent"],
  blockingFindings: ["Open findings that block"],
  failFrom: ["Fails from this severity"],
  failOverdue: ["Fails on overdue findings"],
  maximumMinutes: ["Back to safety within, minutes", "Empty: any time."],
  expression: ["Expression (CEL)", "True = passed. docs/gates.md lists what it may read."],
  requirement: ["What has to hold, in words"],
  remedy: ["What to do when it does not"],
  name: ["Name"],
  description: ["What the policy is for"],
  tiers: ["Risk tiers"],
  models: ["Models", "Empty: every model that no policy names."],
  environments: ["Environments", "Empty: every environment that no policy names."],
  quorum: ["People who have to approve"],
  requiredRoles: ["Roles among them"],
  order: ["Order of the roles", "As listed: each role only after those before it."],
  distinctGroups: ["Different groups"],
  reauthenticationMinutes: ["Signed in within, minutes", "Empty: the session is enough."],
  passkey: ["Signed with a passkey"],
  coolingOffMinutes: ["Cooling off, minutes"],
  expiresAfterDays: ["Expires after, days"],
};

const spaced = (name: string) =>
  name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[._]/g, " ")
    .toLowerCase();

/** The label of a field by its path inside a gate, the approval rule or the policy. */
export function fieldLabel(path: string): string {
  const known = words[path] ?? words[path.split(".").at(-1) ?? path];
  return known?.[0] ?? spaced(path).replace(/^./, (letter) => letter.toUpperCase());
}

export const fieldHint = (path: string): string | undefined => words[path]?.[1];

const values: Readonly<Record<string, string>> = {
  ">=": "at least",
  "<=": "at most",
  block: "blocks",
  warn: "warns",
  ece: "ECE",
  brier: "Brier score",
  true: "yes",
  false: "no",
};

/** A value of a field as a person reads it. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "not set";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueWords).join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  if (typeof value === "string" && values[text] === undefined) return /^[a-z_]+$/.test(text) ? spaced(text) : text;
  return values[text] ?? text;
}
