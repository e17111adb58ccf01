import { expect, test } from "vitest";
import type { ApprovalRule } from "@/lib/governance/policy";
import { type Standing, type TallyInput, tallyApprovals } from "./approval";
import { decision, highRule, later, lowRule, mediumRule } from "./machine-testing";

const standing = new Map<string, Standing>([
  ["rosa", { isActive: true, roles: ["reviewer"] }],
  ["rafi", { isActive: true, roles: ["reviewer"] }],
  ["ines", { isActive: true, roles: ["risk_officer"] }],
  ["maya", { isActive: true, roles: ["reviewer"] }],
]);
const tally = (more: Partial<TallyInput>) =>
  tallyApprovals({ rule: mediumRule, decisions: [], subjectDigest: "s1", conflicts: new Map(), standing, ...more });
const ines = (more = {}) =>
  decision("ines", { role: "risk_officer", groupName: "Risk", decidedAt: later(20), authTime: later(19), ...more });

test("low tier: one person", () => {
  expect(tally({ rule: lowRule }).missing).toEqual(["1 more approval is needed."]);
  expect(tally({ rule: lowRule, decisions: [decision("rosa")] })).toMatchObject({
    met: true,
    missing: [],
    completedAt: later(10),
  });
});

test("medium tier: two persons, one of them a risk officer", () => {
  expect(tally({ decisions: [decision("rosa")] }).missing).toEqual([
    "1 more approval is needed.",
    "A risk officer has to be among those who approve.",
  ]);
  expect(tally({ decisions: [decision("rosa"), decision("rafi")] }).missing).toEqual([
    "A risk officer has to be among those who approve.",
  ]);
  expect(tally({ decisions: [decision("rosa"), ines()] })).toMatchObject({
    met: true,
    completedAt: later(20),
    executableFrom: later(20),
  });
});

test("high tier: two groups, a fresh sign-in, and an hour before execution", () => {
  const same = ines({ groupName: "Validation" });
  expect(tally({ rule: highRule, decisions: [decision("rosa"), same] }).missing).toEqual([
    "Approvals have to come from 2 different groups; Validation so far.",
  ]);
  const stale = ines({ authTime: later(14) });
  expect(tally({ rule: highRule, decisions: [decision("rosa"), stale] }).void[0]?.reason).toBe(
    "The sign-in behind it was too old.",
  );
  expect(tally({ rule: highRule, decisions: [decision("rosa"), ines()] })).toMatchObject({
    met: true,
    executableFrom: later(80),
  });
});

test("a policy that asks for passkeys counts no approval without one", () => {
  const rule = { ...lowRule, passkey: "required" as const };
  const plain = decision("rosa");
  expect(tally({ rule, decisions: [plain] })).toMatchObject({
    met: false,
    void: [{ decision: plain, reason: "It is not signed with a passkey, which the policy asks for." }],
  });
  expect(tally({ rule, decisions: [decision("rosa", { hasPasskey: true })] }).met).toBe(true);
  expect(tally({ rule: lowRule, decisions: [plain] }).met).toBe(true);
});

test("a group without a name is no group", () => {
  const decisions = [decision("rosa", { groupName: "" }), ines({ groupName: " " })];
  expect(tally({ rule: highRule, decisions }).missing[0]).toContain("none so far");
});

test.each([
  [
    "a conflict",
    decision("maya"),
    { conflicts: new Map([["maya", ["requested this promotion", "registered this version"]]]) },
    "maya requested this promotion and registered this version, and may not approve.",
  ],
  [
    "another subject",
    decision("rosa", { subjectDigest: "s0" }),
    {},
    "It was given for an earlier state of this promotion.",
  ],
  ["a stale mark", decision("rosa", { state: "stale" }), {}, "It was given for an earlier state of this promotion."],
  ["a cleared one", decision("rosa", { state: "cleared" }), {}, "It was taken back."],
  ["a person who left", decision("gone"), {}, "gone's account no longer works here."],
  ["a role that was lost", decision("ines"), {}, "ines is no longer a reviewer."],
  ["a role that may not approve", decision("rosa", { role: "operator" }), {}, "An operator may not approve."],
])("void and kept: %s", (_name, given, more, reason) => {
  const result = tally({ rule: lowRule, decisions: [given], ...more });
  expect(result.met).toBe(false);
  expect(result.void).toEqual([{ decision: given, reason }]);
});

test("one person is counted once, whatever the number of accounts", () => {
  const result = tally({ decisions: [decision("rosa"), decision("rosa", { id: "second", decidedAt: later(11) })] });
  expect(result.counted).toHaveLength(1);
  expect(result.void[0]?.reason).toBe("rosa is counted once.");
});

test("objections are listed until cleared, a rejection is the strongest", () => {
  const decisions = [
    decision("rosa", { kind: "request_changes" }),
    decision("rafi", { kind: "reject", state: "stale" }),
  ];
  expect(tally({ decisions })).toMatchObject({ objection: "reject" });
  expect(tally({ decisions: decisions.slice(0, 1) }).objection).toBe("request_changes");
  expect(tally({ decisions: decisions.map((one) => ({ ...one, state: "cleared" as const })) }).objection).toBeNull();
});

test("the moment of completion is the last needed approval, not a later one", () => {
  const third = decision("rafi", { decidedAt: later(50), authTime: later(50) });
  expect(tally({ decisions: [third, decision("rosa"), ines()] }).completedAt).toEqual(later(20));
});

const ordered: ApprovalRule = { ...mediumRule, requiredRoles: ["reviewer", "risk_officer"], order: "as_listed" };

test("under an order of roles an approval before its turn does not count, and who comes first is said", () => {
  const early = [ines({ decidedAt: later(5), authTime: later(4) }), decision("rosa")];
  expect(tally({ rule: ordered, decisions: early })).toMatchObject({
    counted: [{ personId: "rosa" }],
    void: [{ reason: "It was given before a reviewer approved." }],
    missing: ["1 more approval is needed.", "A risk officer has to approve."],
  });
  expect(tally({ rule: ordered }).missing).toContain("A reviewer, then a risk officer has to approve.");
  expect(tally({ rule: ordered, decisions: [decision("rosa"), ines()] }).met).toBe(true);
  expect(tally({ rule: { ...ordered, order: "any" }, decisions: early }).met).toBe(true);
});

test("when the earlier approval falls away, the later one has to be given again", () => {
  const decisions = [decision("rosa", { state: "cleared" }), ines(), decision("rafi", { decidedAt: later(30) })];
  expect(tally({ rule: ordered, decisions }).met).toBe(false);
  const again = ines({ id: "again", decidedAt: later(40), authTime: later(39) });
  expect(tally({ rule: ordered, decisions: [...decisions, again] }).met).toBe(true);
});
