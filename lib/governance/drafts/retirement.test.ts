import { expect, test } from "vitest";
import type { RiskTier } from "@/db/enums";
import { placesAfterRetirement, retirementObjections, retirementSentence } from "./retirement";

const policy = (name: string, more: { tiers?: RiskTier[]; models?: string[]; environments?: string[] } = {}) => ({
  name,
  version: 2,
  tiers: more.tiers ?? (["high"] as RiskTier[]),
  models: more.models ?? null,
  environments: more.environments ?? null,
});
const models = [
  { name: "loans", tier: "high" as const },
  { name: "letters", tier: "low" as const },
];
const places = ["staging", "production"];
const lending = policy("Lending", { models: ["loans"] });
const everywhere = policy("Default");

test.each([
  ["a default takes over everywhere", lending, [everywhere], ["Default", "Default"], 0],
  ["nothing is left", lending, [], [null, null], 1],
  ["one environment is left", lending, [policy("Staging", { environments: ["staging"] })], ["Staging", null], 1],
  ["a policy of another tier takes nothing over", lending, [policy("Low", { tiers: ["low"] })], [null, null], 1],
  ["a low-risk model may be left without", policy("Low", { tiers: ["low"] }), [lending], [null, null], 0],
  ["it decided on nothing: another one names the model", everywhere, [lending], [], 0],
])("%s", (_name, retiring, others, next, objections) => {
  const after = placesAfterRetirement(retiring, others, models, places);
  expect(after.map((one) => one.next?.name ?? null)).toEqual(next);
  expect(retirementObjections(after)).toHaveLength(objections);
});

test("what then applies is said in one sentence", () => {
  const after = placesAfterRetirement(lending, [policy("Staging", { environments: ["staging"] })], models, places);
  expect(retirementSentence(after)).toBe(
    "Then Staging v2 decides on 1 place and 1 place is left without a policy, where nothing can be promoted.",
  );
  expect(retirementObjections(after)[0]).toContain("for loans in production, at high risk");
  expect(retirementSentence([])).toBe("It decides on no model at present.");
});
