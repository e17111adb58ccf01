import { expect, test } from "vitest";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { policyDigest, policySchema } from "./policy";
import { policyPresets } from "./presets";

const draft = {
  format: "countersign.policy/1",
  name: "Policy",
  tiers: ["low"],
  gates: [{ id: "owner", kind: "owner", title: "Owner", severity: "block" }],
  approval: { quorum: 1 },
};

test("what a policy leaves out has a stated default", () => {
  expect(policySchema.parse(draft).approval).toEqual({
    quorum: 1,
    requiredRoles: [],
    order: "any",
    distinctGroups: 1,
    reauthenticationMinutes: null,
    coolingOffMinutes: 0,
    expiresAfterDays: 7,
    passkey: "optional",
  });
});

test.each([
  ["two gates with one id", { gates: [draft.gates[0], draft.gates[0]] }, "gates.1.id", '"owner" is used twice'],
  [
    "an order of fewer than two roles",
    { approval: { quorum: 2, requiredRoles: ["risk_officer"], order: "as_listed" } },
    "approval.order",
    "An order needs two required roles; list them in it, or leave the order out",
  ],
  [
    "more groups than approvals",
    { approval: { quorum: 1, distinctGroups: 2 } },
    "approval.distinctGroups",
    "cannot be reached",
  ],
  [
    "a role that may not approve",
    { approval: { quorum: 1, requiredRoles: ["operator"] } },
    "approval.requiredRoles.0",
    "Invalid option",
  ],
  ["no approval at all", { approval: { quorum: 0 } }, "approval.quorum", "Too small"],
  ["no gate", { gates: [] }, "gates", "Too small"],
  ["a model listed twice", { models: ["a", "a"] }, "models.1", "listed twice"],
  ["an empty list of environments", { environments: [] }, "environments", "leave it out"],
  ["another format", { format: "other" }, "format", "Invalid input"],
])("refused with field and reason: %s", (_name, more, path, message) => {
  const issue = policySchema.safeParse({ ...draft, ...more }).error?.issues[0];
  expect(issue?.path.join(".")).toBe(path);
  expect(issue?.message).toContain(message);
});

test("the digest depends on every field and not on their order", () => {
  const policy = policySchema.parse(draft);
  const digest = policyDigest(policy, canonicalDigest);
  expect(policyDigest(policySchema.parse(Object.fromEntries(Object.entries(draft).reverse())), canonicalDigest)).toBe(
    digest,
  );
  expect(policyDigest({ ...policy, approval: { ...policy.approval, coolingOffMinutes: 1 } }, canonicalDigest)).not.toBe(
    digest,
  );
});

test("the presets follow the quorum rules of the tiers", () => {
  expect(policyPresets.low.approval).toMatchObject({ quorum: 1 });
  expect(policyPresets.medium.approval).toMatchObject({ quorum: 2, requiredRoles: ["risk_officer"] });
  expect(policyPresets.high.approval).toMatchObject({
    quorum: 2,
    distinctGroups: 2,
    reauthenticationMinutes: 5,
    coolingOffMinutes: 60,
  });
  for (const [tier, policy] of Object.entries(policyPresets)) expect(policy.tiers).toEqual([tier]);
});
