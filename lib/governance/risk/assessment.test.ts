import { describe, expect, it, test } from "vitest";
import {
  type AssessmentBody,
  assessmentBody,
  emptyAssessment,
  missingForSubmission,
  riskScore,
  tiersOf,
} from "./assessment";
import { completeBody } from "./assessment-testing";
import { bodyFields, diffBodies } from "./body-diff";
import { lowersTier, signOffRefusals, validatorRefusal } from "./sign-off";

const body = assessmentBody.parse(completeBody("owner", "validator"));
const missing = (change: Partial<AssessmentBody>) => missingForSubmission({ ...body, ...change }).map((m) => m.field);

describe("an assessment", () => {
  it("names every open field of an empty draft, and none of a complete one", () => {
    expect(missingForSubmission(emptyAssessment).length).toBeGreaterThan(15);
    expect(missingForSubmission(body)).toEqual([]);
  });

  test.each([
    [{ residual: { likelihood: 5, impact: 5 } }, "residual"],
    [{ controls: "" }, "controls"],
    [{ legalClass: "prohibited" }, "legalClass"],
    [{ legalClass: "not_assessed" }, "legalClass"],
    [{ inherent: { likelihood: 4, impact: null } }, "inherent"],
    [{ reviewDue: null }, "reviewDue"],
    [{ reviewTriggers: [] }, "reviewTriggers"],
    [{ exposure: null }, "exposure"],
  ] as const)("%o cannot be submitted", (change, field) => {
    expect(missing(change as Partial<AssessmentBody>)).toEqual([field]);
  });

  it("needs no controls where they lower nothing", () => {
    expect(missing({ controls: "", residual: body.inherent })).toEqual([]);
  });

  it("has the tier of the rule, or the one of an override", () => {
    expect(tiersOf(body)).toEqual({ computed: "medium", tier: "medium" });
    expect(tiersOf({ ...body, tierOverride: { tier: "high", reason: "x" } })).toEqual({
      computed: "medium",
      tier: "high",
    });
    expect(tiersOf(emptyAssessment)).toEqual({ computed: null, tier: null });
    expect(riskScore({ likelihood: 4, impact: 5 })).toBe(20);
  });

  it("refuses scores off the scale, dates that are none, and an override without a reason", () => {
    const refused = (change: object) => assessmentBody.safeParse({ ...completeBody("a", "b"), ...change }).success;
    expect(refused({ inherent: { likelihood: 6, impact: 1 } })).toBe(false);
    expect(refused({ reviewDue: "2027-02-30" })).toBe(false);
    expect(refused({ tierOverride: { tier: "low", reason: "because" } })).toBe(false);
    expect(refused({ intendedPurpose: "x".repeat(8_001) })).toBe(false);
    expect(refused({})).toBe(true);
  });
});

describe("the difference of two revisions", () => {
  it("is field by field in words, and nothing for equal ones", () => {
    expect(diffBodies(body, body, (id) => id)).toEqual([]);
    const changes = diffBodies(body, { ...body, exposure: "high", ownerUserId: "o2" }, (id) => `<${id}>`);
    expect(changes.map(({ field, from, to }) => [field, from, to])).toEqual([
      ["exposure", "Moderate", "High"],
      ["tierOverride", "Medium", "High"],
      ["ownerUserId", "<owner>", "<o2>"],
    ]);
  });

  it("reads every field of the form", () => {
    expect(
      bodyFields(body, (id) => id)
        .map((f) => f.field)
        .toSorted(),
    ).toEqual(Object.keys(emptyAssessment).toSorted());
  });
});

describe("signing off", () => {
  const facts = {
    state: "submitted" as const,
    conflicts: [{ personId: "maya", reasons: ["wrote in this revision", "registered version 2"] }],
    lowersTier: false,
    bodyDigest: "d",
    shownDigest: "d",
  };
  const rosa = { personId: "rosa", roles: ["reviewer" as const] };
  test.each([
    [facts, rosa, ""],
    [facts, { ...rosa, personId: "maya" }, "You wrote in this revision and registered version 2."],
    [facts, { ...rosa, roles: ["data_scientist" as const] }, "needs the role reviewer"],
    [{ ...facts, state: "draft" as const }, rosa, "submits it first"],
    [{ ...facts, state: "signed_off" as const }, rosa, "starts a new revision"],
    [{ ...facts, lowersTier: true }, rosa, "A risk officer has to sign"],
    [{ ...facts, lowersTier: true }, { personId: "ines", roles: ["risk_officer" as const] }, ""],
    [{ ...facts, shownDigest: "old" }, rosa, "changed after you opened it"],
  ])("%#", (given, actor, reason) => {
    const refusals = signOffRefusals(given, actor);
    expect(refusals.join(" ")).toContain(reason);
    expect(refusals.length).toBe(reason === "" ? 0 : 1);
  });

  it("lowers a tier when it falls, or when low is confirmed", () => {
    expect(lowersTier(true, "high", "medium")).toBe(true);
    expect(lowersTier(true, "low", "low")).toBe(true);
    expect(lowersTier(true, "medium", "medium")).toBe(false);
    expect(lowersTier(true, "medium", "high")).toBe(false);
    expect(lowersTier(false, "medium", "low")).toBe(false);
  });

  it("needs a validator who neither owns the risk nor wrote", () => {
    expect(validatorRefusal("v", "o", ["a"])).toBeNull();
    expect(validatorRefusal("o", "o", ["a"])).toContain("owns");
    expect(validatorRefusal("a", "o", ["a"])).toContain("wrote");
  });
});
