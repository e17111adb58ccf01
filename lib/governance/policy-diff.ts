import { fieldLabel, valueWords } from "./editor/field-words";
import type { Gate } from "./gates/gate";
import type { Policy } from "./policy";
import { type Effect, effectOf } from "./strictness";

export type FieldChange = { path: string; label: string; from: string; to: string; effect: Effect };
export type GateChange = {
  gateId: string;
  title: string;
  severity: Gate["severity"];
  /** `mixed`: asks for more in one field and for less in another; `other`: cannot be called either. */
  change: "added" | "removed" | "tightened" | "loosened" | "mixed" | "other";
  fields: readonly FieldChange[];
};
export type PolicyDiff = {
  /** Whom it binds and what it says about itself. */
  scope: readonly FieldChange[];
  approval: readonly FieldChange[];
  gates: readonly GateChange[];
  /** The same gates stand in another order; nothing depends on it. */
  isReordered: boolean;
  counts: Readonly<Record<GateChange["change"], number>>;
  /** What asks for less than before, in words; empty = nothing does. */
  loosened: readonly string[];
};

type Fields = Readonly<Record<string, unknown>>;

function leaves(value: Fields, prefix = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    if (typeof entry === "object" && entry !== null && !Array.isArray(entry))
      for (const [path, leaf] of leaves(entry as Fields, `${prefix}${key}.`)) found.set(path, leaf);
    else found.set(prefix + key, entry);
  }
  return found;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function changesOf(from: Fields, to: Fields, prefix = "", isComparable = true): FieldChange[] {
  const before = leaves(from);
  const after = leaves(to);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => !same(before.get(path), after.get(path)))
    .map((path) => ({
      path,
      label: fieldLabel(path),
      from: valueWords(before.get(path)),
      to: valueWords(after.get(path)),
      effect: isComparable ? effectOf(prefix + path, before.get(path), after.get(path), to) : "changed",
    }));
}

/** Fields that say what a gate measures: when one of them changes, limits before and after are not of one thing. */
const subjects: readonly string[] = [
  "kind",
  "metric",
  "measure",
  "attribute",
  "comparison",
  "scope",
  "better",
  "against",
  "expression",
  "tolerance.kind",
];

function gateChange(from: Gate | undefined, to: Gate | undefined): GateChange | null {
  const shown = to ?? from;
  if (!shown) return null;
  const about = { gateId: shown.id, title: shown.title, severity: shown.severity };
  if (!from || !to) return { ...about, change: to ? "added" : "removed", fields: [] };
  const moved = changesOf(from, to);
  if (moved.length === 0) return null;
  const isComparable = !moved.some(({ path }) => subjects.includes(path));
  const fields = isComparable ? moved : changesOf(from, to, "", false).map((field) => severityOf(field, from, to));
  const effects = new Set(fields.map((field) => field.effect));
  const tightened = effects.has("tightened");
  const loosened = effects.has("loosened");
  const change = tightened && loosened ? "mixed" : tightened ? "tightened" : loosened ? "loosened" : "other";
  return { ...about, change, fields };
}

/** Whether a gate blocks means the same whatever it measures. */
const severityOf = (field: FieldChange, from: Gate, to: Gate): FieldChange =>
  field.path === "severity" ? { ...field, effect: effectOf("severity", from.severity, to.severity, to) } : field;

/** What a draft changes against the live version, gate by gate and by direction; a policy without one is all new. */
export function diffPolicies(from: Policy | null, to: Policy): PolicyDiff {
  const before = new Map((from?.gates ?? []).map((gate) => [gate.id, gate]));
  const after = new Map(to.gates.map((gate) => [gate.id, gate]));
  const ids = [...after.keys(), ...[...before.keys()].filter((id) => !after.has(id))];
  const gates = ids.map((id) => gateChange(before.get(id), after.get(id))).filter((change) => change !== null);
  const scopeOf = ({ name, description, tiers, models, environments }: Policy): Fields => ({
    name,
    description,
    tiers,
    models,
    environments,
  });
  const approval = from ? changesOf(from.approval, to.approval, "approval.") : [];
  const counts = { added: 0, removed: 0, tightened: 0, loosened: 0, mixed: 0, other: 0 };
  for (const { change } of gates) counts[change] += 1;
  const shared = (one: Policy, two: ReadonlyMap<string, Gate>) =>
    one.gates.map((g) => g.id).filter((id) => two.has(id));
  return {
    scope: from ? changesOf(scopeOf(from), scopeOf(to)) : [],
    approval,
    gates,
    isReordered: from !== null && !same(shared(from, after), shared(to, before)),
    counts,
    loosened: from ? [...gates.flatMap(loosenedWords), ...approval.filter(isLoose).map(fieldWords)] : [],
  };
}

const isLoose = (field: FieldChange) => field.effect === "loosened";
const fieldWords = ({ label, from, to }: FieldChange) => `${label}: ${from} → ${to}`;

function loosenedWords({ change, title, severity, fields }: GateChange): string[] {
  if (change === "removed")
    return severity === "block" ? [`${title} is taken out`] : [`${title}, a warning, is taken out`];
  return fields.filter(isLoose).map((field) => `${title}, ${fieldWords(field)}`);
}

/** The changes in one sentence: "2 gates tightened, 1 loosened, 1 added." */
export function diffSentence({ counts, approval, scope }: PolicyDiff): string {
  const parts = [
    [counts.tightened, "tightened"],
    [counts.loosened, "loosened"],
    [counts.mixed, "both tightened and loosened"],
    [counts.other, "changed"],
    [counts.added, "added"],
    [counts.removed, "taken out"],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const gates = words.length > 0 ? `Gates: ${words.join(", ")}` : "No gate changes";
  const rest = [
    ...(approval.length > 0 ? ["the approval rule changes"] : []),
    ...(scope.length > 0 ? ["what it binds or says changes"] : []),
  ];
  return `${[gates, ...rest].join("; ")}.`;
}
