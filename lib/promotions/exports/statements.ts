import type { DecisionKind, DecisionState, PromotionState } from "@/db/enums";
import type { SignatureRecord } from "@/db/schema/promotions";
import type { StoredResult } from "./stored-results";

/** What statements are made from: a promotion as it stands, with its last evaluation and every decision. */
export type StatementFacts = {
  origin: string;
  madeAt: Date;
  promotion: {
    number: number;
    model: string;
    version: number;
    versionDigest: string;
    environment: string;
    target: string;
    state: PromotionState;
    reason: string;
    requestedAt: Date;
    evaluatedAt: Date | null;
    subjectDigest: string | null;
    evidenceDigest: string | null;
    policy: { name: string; version: number; digest: string } | null;
  };
  results: readonly StoredResult[];
  decisions: readonly { kind: DecisionKind; state: DecisionState; signature: SignatureRecord }[];
};

export type Statement = {
  _type: "https://in-toto.io/Statement/v1";
  subject: { name: string; digest: Record<string, string> }[];
  predicateType: string;
  predicate: Record<string, unknown>;
};

export const testResultType = "https://in-toto.io/attestation/test-result/v0.1";
export const decisionType = "urn:countersign:predicate:promotion-decision:v1";
export const summaryType = "https://in-toto.io/attestation/svr/v0.2";

const sha256Of = (digest: string) => ({ sha256: digest.replace(/^sha256:/, "") });

const statement = (facts: StatementFacts, predicateType: string, predicate: Record<string, unknown>): Statement => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [
    { name: `${facts.promotion.model}/${facts.promotion.version}`, digest: sha256Of(facts.promotion.versionDigest) },
  ],
  predicateType,
  predicate,
});

const policyRef = ({ policy }: StatementFacts["promotion"]) =>
  policy ? [{ name: `${policy.name} v${policy.version}`, digest: sha256Of(policy.digest) }] : [];

/** in-toto test-result v0.1: each gate is a test. An inconclusive or waived gate is never told as passed. */
export function testResultStatement(facts: StatementFacts): Statement {
  const { results, promotion } = facts;
  const isFailed = (result: StoredResult) =>
    result.severity === "block" && (result.outcome === "failed" || result.outcome === "inconclusive");
  const failed = results.filter(isFailed);
  const passed = results.filter((result) => result.outcome === "passed");
  const warned = results.filter((result) => !isFailed(result) && result.outcome !== "passed");
  const names = (of: readonly StoredResult[]) => of.map(({ gateId }) => gateId);
  return statement(facts, testResultType, {
    result: failed.length > 0 || results.length === 0 ? "FAILED" : warned.length > 0 ? "WARNED" : "PASSED",
    configuration: [
      ...policyRef(promotion),
      ...(promotion.evidenceDigest ? [{ name: "evidence", digest: sha256Of(promotion.evidenceDigest) }] : []),
    ],
    passedTests: names(passed),
    warnedTests: names(warned),
    failedTests: names(failed),
  });
}

/** What people decided on which subject, with their signature records; stale and cleared decisions stay visible. */
export function decisionStatement(facts: StatementFacts): Statement {
  const { promotion, decisions, origin } = facts;
  return statement(facts, decisionType, {
    promotion: `P-${promotion.number}`,
    environment: promotion.environment,
    target: promotion.target,
    state: promotion.state,
    reason: promotion.reason,
    requestedAt: promotion.requestedAt.toISOString(),
    evaluatedAt: promotion.evaluatedAt?.toISOString() ?? null,
    subjectDigest: promotion.subjectDigest,
    evidenceDigest: promotion.evidenceDigest,
    policy: policyRef(promotion)[0] ?? null,
    gates: facts.results.map(({ gateId, outcome, severity }) => ({ gateId, outcome, severity })),
    decisions: decisions.map(({ kind, state, signature }) => ({ kind, state, ...signature })),
    recordedBy: origin,
  });
}

const approvedStates: readonly PromotionState[] = ["approved", "executing", "executed"];

/** in-toto simple verification result v0.2, for consumers that only ask whether it holds; null unless it was approved. */
export function summaryStatement(facts: StatementFacts): Statement | null {
  const { promotion, origin, madeAt, results } = facts;
  if (!approvedStates.includes(promotion.state)) return null;
  const allPassed = results.length > 0 && results.every(({ outcome }) => outcome === "passed");
  return statement(facts, summaryType, {
    verifier: { id: origin, policies: policyRef(promotion) },
    timeCreated: madeAt.toISOString(),
    properties: [
      `COUNTERSIGN_PROMOTION_APPROVED_${promotion.environment.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`,
      ...(allPassed ? ["COUNTERSIGN_ALL_GATES_PASSED"] : []),
      ...(promotion.state === "executed" ? ["COUNTERSIGN_PROMOTION_EXECUTED"] : []),
    ],
  });
}
