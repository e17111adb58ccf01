import { expect, test } from "vitest";
import { type Decision, stateFactsOf, tallyApprovals } from "./approval";
import {
  actorFacts,
  availableActions,
  type PromotionAction,
  type PromotionFacts,
  promotionActions,
} from "./available-actions";
import { decision, highRule, later, lowRule, userActor } from "./machine-testing";

const standing = new Map(
  ["rosa", "rafi", "ines"].map((person) => [
    person,
    { isActive: true, roles: person === "ines" ? (["risk_officer"] as const) : (["reviewer"] as const) },
  ]),
);

function facts(
  more: Partial<PromotionFacts> & { decisions?: Decision[]; verdict?: "passed" | "blocked"; expiresAt?: Date } = {},
): PromotionFacts {
  const { decisions = [], verdict = "passed", expiresAt, ...rest } = more;
  const rule = rest.rule ?? lowRule;
  const conflicts = new Map([["maya", ["requested this promotion", "logged the training run"]]]);
  const tally = tallyApprovals({ rule, decisions, subjectDigest: "s1", conflicts, standing });
  const now = rest.now ?? later(11);
  return {
    state: "awaiting_approval",
    facts: stateFactsOf({
      tally,
      verdict,
      evaluatedDigest: "s1",
      subjectDigest: "s1",
      expiresAt: expiresAt ?? null,
      now,
    }),
    rule,
    tally,
    requester: { personId: "maya", name: "Maya Lind" },
    conflicts,
    contributors: new Set(conflicts.keys()),
    waivable: [],
    fixed: [],
    blockingGates: [],
    subjectDigest: "s1",
    shownDigest: "s1",
    now,
    ...rest,
  };
}
const rosa = actorFacts(userActor("rosa", ["reviewer"], later(10)));
const ines = actorFacts(userActor("ines", ["risk_officer"], later(10)));
const reasons = (promotion: PromotionFacts, actor: ReturnType<typeof actorFacts>, action: PromotionAction) =>
  availableActions(promotion, actor)[action].reasons.map((reason) => reason.text);

test("a reviewer outside the conflict set may approve", () => {
  expect(availableActions(facts(), rosa).approve).toEqual({ allowed: true, reasons: [] });
});

test.each<[string, PromotionFacts, ReturnType<typeof actorFacts>, string]>([
  [
    "the requester",
    facts(),
    actorFacts(userActor("maya", ["reviewer"])),
    "You may not approve: you requested this promotion and logged the training run. Somebody who did not contribute has to.",
  ],
  [
    "another role",
    facts(),
    actorFacts(userActor("otto", ["operator", "auditor"])),
    "Only reviewers and risk officers may approve; you are an operator and an auditor.",
  ],
  [
    "no role",
    facts(),
    actorFacts(userActor("x", [])),
    "Only reviewers and risk officers may approve; you have no role in this project.",
  ],
  [
    "a token",
    facts(),
    actorFacts({
      kind: "token",
      tokenId: "t",
      name: "ci",
      scopes: ["ingest", "read", "deploy"],
      ownerUserId: null,
      ownerPersonId: null,
    }),
    "Only a signed-in person may approve; tokens and jobs may not.",
  ],
  [
    "a job",
    facts(),
    actorFacts({ kind: "system", job: "worker" }),
    "Only a signed-in person may approve; tokens and jobs may not.",
  ],
  [
    "gates that block",
    facts({ state: "blocked", verdict: "blocked", blockingGates: ["Recall against live", "ECE"] }),
    rosa,
    "It cannot be approved: 2 gates block: Recall against live and ECE. Request a version that passes, or evaluate again when the evidence has changed.",
  ],
  [
    "one's own approval",
    facts({ decisions: [decision("rosa")], rule: highRule }),
    rosa,
    "You have already approved this. Another person has to give the next approval.",
  ],
  [
    "one's own objection",
    facts({ state: "changes_requested", decisions: [decision("rosa", { kind: "request_changes" })] }),
    rosa,
    "Your own decision against it stands; clear it before you approve.",
  ],
  [
    "another's objection",
    facts({ state: "rejected", decisions: [decision("Rafi", { kind: "reject" })] }),
    rosa,
    "It is rejected. Rafi has to clear that decision first, or a risk officer overrides it with a reason.",
  ],
  [
    "a subject that was not shown",
    facts({ shownDigest: "s0" }),
    rosa,
    "It changed since it was shown to you. Reload and look at what changed before you approve.",
  ],
  ["an expired one", facts({ expiresAt: later(11) }), rosa, "It has expired. Request it again."],
  [
    "an old sign-in",
    facts({ rule: highRule, now: later(16) }),
    ines,
    "Confirm who you are: approving needs a sign-in at most 5 minutes old.",
  ],
  [
    "a withdrawn one",
    facts({ state: "withdrawn" }),
    rosa,
    "It is withdrawn. Nothing more can be done with it; request a new promotion.",
  ],
])("approving is refused with a sentence: %s", (_name, promotion, actor, sentence) => {
  expect(availableActions(promotion, actor).approve.allowed).toBe(false);
  expect(reasons(promotion, actor, "approve")).toContain(sentence);
});

test("clear is for one's own objection, override for another's, and not for a contributor", () => {
  const rejected = facts({ state: "rejected", decisions: [decision("rafi", { kind: "reject" })] });
  const own = actorFacts(userActor("rafi", ["reviewer"]));
  expect(availableActions(rejected, own)).toMatchObject({ clear: { allowed: true }, override: { allowed: false } });
  expect(availableActions(rejected, ines)).toMatchObject({ clear: { allowed: false }, override: { allowed: true } });
  expect(availableActions(rejected, actorFacts(userActor("maya", ["risk_officer"]))).override.reasons[0]?.code).toBe(
    "conflict",
  );
  expect(
    reasons(facts({ state: "rejected", decisions: [decision("ines", { kind: "reject" })] }), ines, "override"),
  ).toEqual(["No other person's decision blocks it."]);
});

test("only the requester withdraws, also a blocked one", () => {
  const blocked = facts({ state: "blocked", verdict: "blocked" });
  expect(availableActions(blocked, actorFacts(userActor("maya", ["data_scientist"]))).withdraw.allowed).toBe(true);
  expect(reasons(blocked, actorFacts(userActor("jun", ["data_scientist"])), "withdraw")).toEqual([
    "Only Maya Lind, who requested it, may withdraw it.",
  ]);
});

test("execution asks every condition again", () => {
  const otto = actorFacts(userActor("otto", ["operator"]));
  const two = [
    decision("rosa"),
    decision("ines", { role: "risk_officer", groupName: "Risk", decidedAt: later(20), authTime: later(19) }),
  ];
  const early = facts({ state: "approved", rule: highRule, decisions: two, now: later(30) });
  expect(reasons(early, otto, "execute")).toEqual(["Its cooling-off time is not over."]);
  expect(
    availableActions(facts({ state: "approved", rule: highRule, decisions: two, now: later(80) }), otto).execute
      .allowed,
  ).toBe(true);
  expect(
    availableActions(
      facts({ state: "approved", rule: highRule, decisions: two, now: later(80) }),
      actorFacts({ kind: "system", job: "w" }),
    ).execute.allowed,
  ).toBe(true);
  expect(reasons(facts({ state: "approved" }), otto, "execute")).toEqual([
    "It does not have enough valid approvals.",
    "Its cooling-off time is not over.",
  ]);
});

test("whatever is refused says why", () => {
  const states = [
    "draft",
    "evaluating",
    "blocked",
    "approved",
    "executing",
    "executed",
    "expired",
    "superseded",
  ] as const;
  for (const state of states) {
    for (const actor of [rosa, ines, actorFacts(userActor("x", []))]) {
      const actions = availableActions(facts({ state }), actor);
      for (const action of promotionActions) expect(actions[action].allowed).toBe(actions[action].reasons.length === 0);
    }
  }
});
