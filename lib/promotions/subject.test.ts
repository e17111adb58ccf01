import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { buildSubject, changedParts, diffSubjects, type Subject, type SubjectParts, subjectDigest } from "./subject";

const parts: SubjectParts = {
  version: { id: "v8", digest: "sha256:8" },
  axes: {
    code_commit: "c",
    dataset_snapshot: "d",
    feature_definitions: "f",
    hyperparameters: "h",
    runtime_image: null,
    seed_policy: "fixed, 11",
  },
  environment: "production",
  target: "benefits-eu",
  live: { id: "v7", digest: "sha256:7" },
  metrics: [
    { key: "recall", value: 0.5949 },
    { key: "ece", value: null },
  ],
  slices: [{ dimension: "sex", value: "Female", n: 5421 }],
  contract: { inputs: [{ name: "age", type: "double" }] },
  cardRevision: 3,
  risk: { tier: "high", revision: 2 },
  rolloutPlan: { stages: [{ weight: 5 }, { weight: 100 }] },
  rollbackPlan: { summary: "back to 7", minutes: 5 },
  policy: { versionId: "p12", digest: "sha256:p" },
  results: [{ gateId: "recall", outcome: "passed", observed: 0.59, limit: 0.5, waiver: null }],
};
const subject = (more: Partial<SubjectParts> = {}): Subject => buildSubject({ ...parts, ...more }, canonicalDigest);

const changes: [string, Partial<SubjectParts>, string, string][] = [
  [
    "a metric",
    {
      metrics: [
        { key: "recall", value: 0.6 },
        { key: "ece", value: null },
      ],
    },
    "metrics.recall",
    "Metrics",
  ],
  ["a metric that vanished", { metrics: [{ key: "recall", value: 0.5949 }] }, "metrics.ece", "Metrics"],
  ["a slice", { slices: [{ dimension: "sex", value: "Female", n: 5420 }] }, "slices.digest", "Slices"],
  ["an axis", { axes: { ...parts.axes, runtime_image: "i" } }, "axes.runtime_image", "Reproducibility axes"],
  ["the environment", { environment: "staging" }, "environment", "Environment"],
  [
    "a plan's stage",
    { rolloutPlan: { stages: [{ weight: 10 }, { weight: 100 }] } },
    "rolloutPlan.stages.0.weight",
    "Rollout plan",
  ],
  ["the card", { cardRevision: 4 }, "cardRevision", "Model card"],
  ["the tier", { risk: { tier: "medium", revision: 3 } }, "risk.revision", "Risk assessment"],
  ["the policy", { policy: { versionId: "p13", digest: "sha256:q" } }, "policy.digest", "Policy"],
  [
    "a gate's outcome",
    { results: [{ gateId: "recall", outcome: "waived", observed: 0.59, limit: 0.5, waiver: { id: "w1" } }] },
    "gates.recall.outcome",
    "Gate results",
  ],
  ["the contract", { contract: { inputs: [] } }, "contract.inputs", "Contract"],
  ["what is live", { live: null }, "live", "Live version compared with"],
];

test.each(changes)("%s changes the digest and is named in the diff", (_name, more, path, label) => {
  const before = subject();
  const after = subject(more);
  expect(subjectDigest(after, canonicalDigest)).not.toBe(subjectDigest(before, canonicalDigest));
  const diff = diffSubjects(before, after);
  expect(diff.map((change) => change.path)).toContain(path);
  expect(changedParts(diff)).toEqual([label]);
});

test("the same parts have the same digest, whatever the order they were read in", () => {
  expect(subjectDigest(subject({ metrics: [...parts.metrics].reverse() }), canonicalDigest)).toBe(
    subjectDigest(subject(), canonicalDigest),
  );
  expect(diffSubjects(subject(), subject())).toEqual([]);
});

test("digests differ exactly when the diff is not empty", () => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
  fc.assert(
    fc.property(json, json, (a, b) => {
      const before = subject({ rolloutPlan: a });
      const after = subject({ rolloutPlan: b });
      const same = subjectDigest(before, canonicalDigest) === subjectDigest(after, canonicalDigest);
      expect(diffSubjects(before, after).length === 0).toBe(same);
    }),
    { numRuns: 500 },
  );
});
