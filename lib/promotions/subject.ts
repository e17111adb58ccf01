import type { Axis, GateOutcome, RiskTier } from "@/db/enums";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What an approval is bound to. Everything a decision rests on is in here, so that any change of it makes approvals stale. */
export type Subject = {
  format: "countersign.subject/1";
  version: { id: string; digest: string };
  axes: Readonly<Record<Axis, string | null>>;
  environment: string;
  target: string;
  /** The version it was compared with; null = nothing was live. */
  live: { id: string; digest: string } | null;
  metrics: Readonly<Record<string, number | null>>;
  slices: { count: number; digest: string };
  /** The model's signature. */
  contract: Json;
  cardRevision: number;
  risk: { tier: RiskTier; revision: number };
  rolloutPlan: Json;
  rollbackPlan: Json;
  policy: { versionId: string; digest: string };
  /** Attached comparisons by id; left out when there are none, as in subjects from before they could be attached. */
  comparisons?: Readonly<Record<string, { name: string; digest: string }>>;
  gates: Readonly<
    Record<string, { outcome: GateOutcome; observed: number | null; limit: number | null; waiver: string | null }>
  >;
};

/** The part of a gate result that a subject holds; ages and sentences are left out, since they change with the clock. */
type ResultPart = {
  gateId: string;
  outcome: GateOutcome;
  observed: number | null;
  limit: number | null;
  waiver: { id: string } | null;
};

export type SubjectParts = Omit<Subject, "format" | "metrics" | "slices" | "gates" | "comparisons"> & {
  comparisons?: readonly { id: string; name: string; digest: string }[];
  metrics: readonly { key: string; value: number | null }[];
  slices: readonly object[];
  results: readonly ResultPart[];
};

/** `digest` is canonicalDigest of lib/audit, passed in so that this file runs anywhere. */
type Digest = (value: unknown) => string;

/** Builds the subject document of a promotion. */
export function buildSubject(parts: SubjectParts, digest: Digest): Subject {
  const { metrics, slices, results, comparisons = [], ...rest } = parts;
  return {
    format: "countersign.subject/1",
    ...rest,
    metrics: Object.fromEntries(metrics.map(({ key, value }) => [key, value])),
    slices: { count: slices.length, digest: digest(slices) },
    ...(comparisons.length > 0 && {
      comparisons: Object.fromEntries(comparisons.map(({ id, name, digest: of }) => [id, { name, digest: of }])),
    }),
    gates: Object.fromEntries(
      results.map(({ gateId, outcome, observed, limit, waiver }) => [
        gateId,
        { outcome, observed, limit, waiver: waiver?.id ?? null },
      ]),
    ),
  };
}

/** SHA-256 over the canonical JSON of a subject. */
export const subjectDigest = (subject: Subject, digest: Digest): string => digest(subject);

export type SubjectChange = { path: string; label: string; from: Json | undefined; to: Json | undefined };

const labels: Readonly<Record<string, string>> = {
  version: "Model version",
  axes: "Reproducibility axes",
  environment: "Environment",
  target: "Target",
  live: "Live version compared with",
  metrics: "Metrics",
  slices: "Slices",
  comparisons: "Attached comparisons",
  contract: "Contract",
  cardRevision: "Model card",
  risk: "Risk assessment",
  rolloutPlan: "Rollout plan",
  rollbackPlan: "Rollback plan",
  policy: "Policy",
  gates: "Gate results",
};

function leaves(value: Json, path: string, found: Map<string, Json>): Map<string, Json> {
  const entries = value !== null && typeof value === "object" ? Object.entries(value) : [];
  if (entries.length === 0) found.set(path, value);
  for (const [key, entry] of entries) leaves(entry, path === "" ? key : `${path}.${key}`, found);
  return found;
}

/** What differs between two subjects, field by field, in the order of the paths. Empty exactly when their digests are equal. */
export function diffSubjects(from: Subject, to: Subject): SubjectChange[] {
  const before = leaves(from, "", new Map());
  const after = leaves(to, "", new Map());
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => !sameLeaf(before.get(path), after.get(path)))
    .sort()
    .map((path) => ({
      path,
      label: labels[path.split(".")[0] ?? ""] ?? path,
      from: before.get(path),
      to: after.get(path),
    }));
}

/** Leaves are scalars or empty containers; the latter are equal when of one kind. */
function sameLeaf(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}

/** The names of the parts that changed, each once, for a sentence such as "Metrics and Rollout plan changed". */
export const changedParts = (changes: readonly SubjectChange[]): string[] => [
  ...new Set(changes.map((change) => change.label)),
];
