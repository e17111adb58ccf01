import fc from "fast-check";
import { expect, test } from "vitest";
import { riskTiers } from "@/db/enums";
import { type Binding, overlaps, resolvePolicy, selectPolicy } from "./policy-selection";

const all: Binding = { tiers: ["low"], models: null, environments: null };
const production: Binding = { ...all, environments: ["production"] };
const scoring: Binding = { ...all, models: ["scoring"] };
const both: Binding = { ...all, models: ["scoring"], environments: ["production"] };
const place = { model: "scoring", tier: "low", environment: "production" } as const;

test("the most specific policy decides: model and environment, then model, then environment, then all", () => {
  expect(selectPolicy([all, production, scoring, both], place)).toBe(both);
  expect(selectPolicy([all, production, scoring], place)).toBe(scoring);
  expect(selectPolicy([all, production], place)).toBe(production);
  expect(selectPolicy([all], place)).toBe(all);
  expect(selectPolicy([all, production, scoring, both], { ...place, environment: "staging" })).toBe(scoring);
  expect(selectPolicy([all, production, scoring, both], { ...place, model: "other" })).toBe(production);
  expect(selectPolicy([all, production, scoring, both], { ...place, tier: "high" })).toBeNull();
});

test("every policy that does not decide says why", () => {
  const other: Binding = { ...all, models: ["other"] };
  const high: Binding = { ...all, tiers: ["high"] };
  const staging: Binding = { ...all, environments: ["staging"] };
  const outcomes = resolvePolicy([all, scoring, other, high, staging], place).considered.map((c) => c.outcome);
  expect(outcomes).toEqual(["less_specific", "decides", "other_model", "other_tier", "other_environment"]);
});

test("two equally specific policies decide nothing and are named", () => {
  const twin = { ...production };
  const { chosen, tied } = resolvePolicy([production, twin, all], place);
  expect(chosen).toBeNull();
  expect(tied).toEqual([production, twin]);
  expect(overlaps(production, [twin, all])).toEqual([
    { policy: twin, tiers: ["low"], models: null, environments: ["production"] },
  ]);
});

const some = (names: string[]) =>
  fc.oneof(fc.constant(null), fc.subarray(names, { minLength: 1 })) as fc.Arbitrary<string[] | null>;
const binding: fc.Arbitrary<Binding> = fc.record({
  tiers: fc.subarray([...riskTiers], { minLength: 1 }),
  models: some(["a", "b", "c"]),
  environments: some(["staging", "production"]),
});
const anyPlace = fc.record({
  model: fc.constantFrom("a", "b", "c", "d"),
  tier: fc.constantFrom(...riskTiers),
  environment: fc.constantFrom("staging", "production", "lab"),
});

test("the order in which policies are given changes nothing", () => {
  fc.assert(
    fc.property(fc.array(binding, { maxLength: 8 }), anyPlace, fc.infiniteStream(fc.nat()), (policies, at, keys) => {
      const shuffled = policies
        .map((policy) => ({ policy, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ policy }) => policy);
      expect(selectPolicy(shuffled, at)).toBe(selectPolicy(policies, at));
      expect(new Set(resolvePolicy(shuffled, at).tied)).toEqual(new Set(resolvePolicy(policies, at).tied));
    }),
  );
});

test("policies without an overlap never tie, and an overlap is a place where they do", () => {
  fc.assert(
    fc.property(fc.array(binding, { maxLength: 6 }), anyPlace, (policies, at) => {
      const found = policies.flatMap((policy, index) =>
        overlaps(policy, policies.slice(index + 1)).map((overlap) => ({ ...overlap, with: policy })),
      );
      if (found.length === 0) expect(resolvePolicy(policies, at).tied).toEqual([]);
      for (const { policy, with: other, tiers, models, environments } of found) {
        const where = {
          tier: tiers[0] ?? "low",
          model: models?.[0] ?? "d",
          environment: environments?.[0] ?? "lab",
        } as const;
        expect(resolvePolicy([policy, other], where).tied).toHaveLength(2);
      }
    }),
  );
});
