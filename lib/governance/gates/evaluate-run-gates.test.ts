import { expect, test } from "vitest";
import type { GateOutcome } from "@/db/enums";
import { check, completeEvidence, field, seed, signature } from "./complete-evidence-testing";
import { evaluateGate } from "./evaluate-gate";
import type { Evidence } from "./evidence";
import { gateSchema } from "./gate";

const judge = (gate: object, more: Partial<Evidence>) =>
  evaluateGate(gateSchema.parse({ id: "g", title: "G", severity: "block", ...gate }), completeEvidence(more));

const seeds = { kind: "seed_spread", metric: "accuracy", comparison: ">=", limit: 0.85 };
const checks = { kind: "ci_checks", require: ["transformation_tests"] };
const lineage = { kind: "lineage" };
const toLive = { kind: "contract", against: "live" };
const toConsumers = { kind: "contract", against: "consumers" };
const traced = completeEvidence().lineage;
const takes = (...inputs: ReturnType<typeof field>[]) => ({
  contract: { candidate: { inputs, outputs: signature.outputs }, candidateProblem: null, live: signature },
});
const [age, hours] = [field("age"), field("hours")];

test.each<[string, object, Partial<Evidence>, GateOutcome, string]>([
  [
    "a lucky seed",
    seeds,
    { seeds: [seed(11, 0.95), seed(23, 0.8), seed(47, 0.81)] },
    "failed",
    "over 3 seeds is 0.8533 ± 0.2083",
  ],
  [
    "two runs of one seed count once",
    seeds,
    { seeds: [seed(11), seed(11), seed(23)] },
    "inconclusive",
    "2 seeds of this recipe; 3 are needed",
  ],
  ["seeds without the metric", { ...seeds, metric: "f1" }, {}, "inconclusive", "on record for 0 seeds"],
  ["equal results on every seed", seeds, { seeds: [seed(11), seed(23), seed(47)] }, "passed", "± 0.0000"],
  [
    "the worse end of a metric that is to be low",
    { ...seeds, comparison: "<=", limit: 0.862 },
    {},
    "failed",
    "worse end 0.8625",
  ],
  [
    "a check failed",
    checks,
    { checks: [check({ failed: 2, total: 12 })] },
    "failed",
    "pytest (transformation tests) failed, 2 of 12 tests",
  ],
  ["a check broke off", checks, { checks: [check({ status: "error" })] }, "failed", "broke off"],
  ["a check was skipped", checks, { checks: [check({ status: "skipped" })] }, "inconclusive", "was skipped"],
  [
    "a check of another commit",
    checks,
    { checks: [check({ commit: "other" })] },
    "inconclusive",
    "transformation tests not reported",
  ],
  [
    "a check of the version",
    { ...checks, on: "version" },
    { checks: [check({ commit: null, versionId: "8" })] },
    "passed",
    "Passed: pytest",
  ],
  [
    "a check of the commit where the version is asked",
    { ...checks, on: "version" },
    {},
    "inconclusive",
    "not reported",
  ],
  [
    "repeated until it passed: the newest counts",
    checks,
    { checks: [check({ id: "1", status: "failed", reportedAt: "2026-11-19T12:00:00.000Z" }), check({ id: "2" })] },
    "passed",
    "Passed: pytest",
  ],
  [
    "passed before it failed: the newest counts",
    checks,
    { checks: [check({ id: "1", reportedAt: "2026-11-19T12:00:00.000Z" }), check({ id: "2", status: "failed" })] },
    "failed",
    "pytest",
  ],
  ["one of two names failed", checks, { checks: [check(), check({ name: "dbt", status: "failed" })] }, "failed", "dbt"],
  ["no test ran", checks, { checks: [check({ total: 0 })] }, "inconclusive", "ran 0 tests; 1 are needed"],
  [
    "a check without a count, none asked",
    checks,
    { checks: [check({ total: null, failed: null })] },
    "passed",
    "Passed",
  ],
  [
    "a check without a count, ten asked",
    { ...checks, minimumTests: 10 },
    { checks: [check({ total: null, failed: null })] },
    "inconclusive",
    "does not say how many",
  ],
  ["an old check", { ...checks, maximumAgeDays: 2 }, {}, "inconclusive", "is 3 days old; at most 2 days are allowed"],
  [
    "evaluated on its training data",
    lineage,
    { lineage: traced && { ...traced, evaluationData: { digest: "sha256:train", name: "hold-out" } } },
    "failed",
    "Evaluated on its own training snapshot (hold-out)",
  ],
  [
    "a repository that nobody knows",
    lineage,
    { lineage: traced && { ...traced, code: { ...traced.code, repository: null } } },
    "inconclusive",
    "Not on record: code.",
  ],
  [
    "no sources asked, none there",
    lineage,
    { lineage: traced && { ...traced, sources: [] } },
    "passed",
    "Traced to code",
  ],
  ["the same contract", toLive, {}, "passed", "Takes and gives the same as 7"],
  [
    "a new required input",
    toLive,
    takes(age, hours, field("duration")),
    "failed",
    "1 field breaks callers of 7: input duration (double) added: it is required",
  ],
  ["an input less", toLive, takes(age), "passed", "Every call of 7 keeps working: input hours (double) removed"],
  [
    "an input less where nothing may change",
    { ...toLive, compatibility: "identical" },
    takes(age),
    "failed",
    "1 field differs from 7",
  ],
  ["nothing live to break", toLive, { live: null }, "passed", "No version is live in production"],
  [
    "live without a signature",
    toLive,
    { contract: { candidate: signature, candidateProblem: null, live: null } },
    "inconclusive",
    "which is live, is not on record",
  ],
  [
    "a consumer that does not send it",
    toConsumers,
    takes(age, hours, field("duration")),
    "failed",
    "Breaks Case worker desk: input duration",
  ],
  [
    "no consumer, none asked",
    { ...toConsumers, minimumConsumers: 0 },
    { consumers: [] },
    "passed",
    "nobody is known to break",
  ],
  ["no consumer, one asked", toConsumers, { consumers: [] }, "inconclusive", "0 consumers registered; 1 needed"],
])("%s", (_name, gate, more, outcome, text) => {
  const result = judge(gate, more);
  expect([result.outcome, result.sentence]).toEqual([outcome, expect.stringContaining(text)]);
});

test("a commit in short is the commit", () => {
  const long = "646009139035f2ddd3a7ac1903221ffa4f5f38c4";
  const given = completeEvidence();
  const candidate = { ...given.candidate, axes: { ...given.candidate.axes, code_commit: long } };
  const of = (commit: string) => judge(checks, { candidate, checks: [check({ commit })] }).outcome;
  expect([of(long), of("6460091"), of("646009"), of("6460092")]).toEqual([
    "passed",
    "passed",
    "inconclusive",
    "inconclusive",
  ]);
});
