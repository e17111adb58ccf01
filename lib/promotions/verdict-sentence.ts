import type { PromotionState } from "@/db/enums";
import { formatList } from "@/lib/format";
import { formatDateTime } from "@/lib/format-time";
import type { PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import type { Tally } from "./approval";
import { isOpen } from "./promotion-state";

export type VerdictFacts = {
  state: PromotionState;
  evaluation: Pick<PolicyEvaluation, "sentence">;
  tally: Tally;
  requester: string;
  /** Whether the subject moved since the gates were evaluated. */
  isStale: boolean;
  closedReason: string | null;
  rollout: number | null;
  now: Date;
};

export type Verdict = { tone: "fail" | "warn" | "accent" | "pass" | "neutral"; what: string; next: string };

const names = (decisions: Tally["counted"]): string =>
  formatList([...new Set(decisions.map((decision) => decision.name))]);

/** Why a promotion is where it is, and who acts next: the one sentence at the top of its page. */
export function verdictSentence(facts: VerdictFacts): Verdict {
  const { state, evaluation, tally, requester } = facts;
  if (facts.isStale && isOpen(state) && state !== "changes_requested") {
    return {
      tone: "warn",
      what: "Something it rests on changed after its gates were evaluated.",
      next: "Look at what changed, then have the gates evaluated again; approvals given before are void.",
    };
  }
  switch (state) {
    case "draft":
      return { tone: "neutral", what: "It is a draft.", next: `${requester} acts next.` };
    case "evaluating":
      return {
        tone: "neutral",
        what: "Its gates are being evaluated.",
        next: "This takes a few seconds; reload the page.",
      };
    case "blocked":
      return {
        tone: "fail",
        what: evaluation.sentence,
        next: `${requester} acts next: withdraw it and ask for a version that passes, or have it evaluated again when the evidence changes.`,
      };
    case "awaiting_approval":
      return { tone: "accent", what: evaluation.sentence, next: tally.missing.join(" ") };
    case "approved": {
      const from = tally.executableFrom;
      const waits = from !== null && from > facts.now;
      return {
        tone: "pass",
        what: `Approved by ${names(tally.counted)}.`,
        next: waits
          ? `It cools off until ${formatDateTime(from)}; then the worker or an operator starts the rollout.`
          : "The worker or an operator starts the rollout next.",
      };
    }
    case "executing":
      return { tone: "accent", what: "It is being carried out.", next: "The rollout starts now." };
    case "executed":
      return {
        tone: "pass",
        what: facts.closedReason ?? "It was carried out.",
        next: facts.rollout === null ? "" : `What happens next is on the page of rollout R-${facts.rollout}.`,
      };
    case "changes_requested":
      return {
        tone: "warn",
        what: `${names(tally.objections)} asked for changes.`,
        next: `${requester} acts next. Nothing is approved until that decision is cleared${facts.isStale ? ", and what it rests on has changed since: the gates are evaluated again then" : ""}.`,
      };
    case "rejected":
      return {
        tone: "fail",
        what: `${names(tally.objections)} rejected it.`,
        next: "It stays rejected until that decision is cleared, or a risk officer overrides it with a reason.",
      };
    case "withdrawn":
      return {
        tone: "neutral",
        what: `${requester} withdrew it.`,
        next: "Nothing more can be done with it; request a new promotion.",
      };
    case "expired":
      return { tone: "neutral", what: "Its approval time ran out.", next: "Request it again." };
    case "superseded":
      return {
        tone: "neutral",
        what: facts.closedReason ?? "A newer request took its place.",
        next: "Nothing more can be done with it.",
      };
  }
}
