import { expect, test } from "vitest";
import { type PromotionState, promotionStates } from "@/db/enums";
import { tallyApprovals } from "./approval";
import { decision, mediumRule, start } from "./machine-testing";
import { isOpen } from "./promotion-state";
import { verdictSentence } from "./verdict-sentence";

const verdict = (state: PromotionState, isStale: boolean) =>
  verdictSentence({
    state,
    evaluation: { sentence: "All 12 gates passed." },
    tally: tallyApprovals({
      rule: mediumRule,
      decisions: [decision("rosa", { kind: state === "rejected" ? "reject" : "request_changes" })],
      subjectDigest: "s1",
      conflicts: new Map(),
      standing: new Map([["rosa", { isActive: true, roles: ["reviewer"] }]]),
    }),
    requester: "Maya Lind",
    isStale,
    closedReason: null,
    rollout: null,
    now: start,
  });

test.each(promotionStates.filter((state) => !isOpen(state)))(
  "a promotion that is %s says the same whether or not what it rested on has moved",
  (state) => {
    expect(verdict(state, true)).toEqual(verdict(state, false));
  },
);

test("an open promotion on moved evidence asks to have its gates evaluated again", () => {
  for (const state of ["blocked", "awaiting_approval", "approved"] as const)
    expect(verdict(state, true)).toMatchObject({ tone: "warn", next: expect.stringContaining("evaluated again") });
});

test("a request for changes stays the reason where one stands, and says what moved besides", () => {
  expect(verdict("changes_requested", true)).toMatchObject({
    what: "rosa asked for changes.",
    next: expect.stringContaining("what it rests on has changed since"),
  });
  expect(verdict("changes_requested", false).next).not.toContain("changed since");
});
