import type { ActorKind, NotificationKind } from "@/db/enums";
import type { AuditAction } from "@/lib/audit/events";
import type { GovernanceAudience } from "./governance-audiences";

/** Who is told; each is looked up in audiences.ts from the object of the event. */
export type Audience =
  | "requester"
  | "approvers"
  | "deciders"
  | "overridden decider"
  | "whoever acts next"
  | "way back"
  | "model owner"
  | "discussion"
  | "rollout people"
  | "operators"
  | "risk officers"
  | "asked"
  | "administrators"
  | "subject"
  | GovernanceAudience;

export type Rule = {
  to: Audience;
  kind: NotificationKind;
  /** Why this person, as a sentence continues after "because". */
  because: string;
  when?: (payload: Readonly<Record<string, unknown>>, actor: ActorKind) => boolean;
  /** `state`: several events that lead to the same subject are told of once. */
  once?: "event" | "state";
};

const requester = { to: "requester", kind: "own_request", because: "you asked for it" } as const satisfies Rule;
const rolloutPeople = {
  to: "rollout people",
  kind: "rollout",
  because: "the rollout concerns you",
} as const satisfies Rule;
const operators = { to: "operators", kind: "rollout", because: "operators act next" } as const satisfies Rule;
const riskAuthors = { to: "risk authors", kind: "own_request", because: "you wrote in it" } as const satisfies Rule;
const riskOwner = { to: "risk owner", kind: "named", because: "you own the risk" } as const satisfies Rule;
const findingOwner = {
  to: "finding owner",
  kind: "reminder",
  because: "it is yours to settle",
} as const satisfies Rule;
const longOverdue = {
  to: "risk officers",
  kind: "escalation",
  because: "risk officers hear of what is long overdue",
} as const satisfies Rule;
const is = (field: string, value: unknown) => (payload: Readonly<Record<string, unknown>>) => payload[field] === value;

/**
 * Which event is told to whom. The first rule that reaches a person counts; nobody is told of their own act. Another area
 * needs a row here and, for a new kind of object, a look-up in audiences.ts.
 */
export const rules: Partial<Record<AuditAction, readonly Rule[]>> = {
  "promotion.requested": [
    { to: "way back", kind: "named", because: "you answer for the way back" },
    { to: "model owner", kind: "named", because: "you own the model" },
  ],
  "promotion.evaluated": [
    {
      to: "approvers",
      kind: "decision",
      because: "you may decide",
      when: is("state", "awaiting_approval"),
      once: "state",
    },
    { ...requester, when: is("state", "blocked"), once: "state" },
  ],
  "promotion.approved": [requester],
  "promotion.rejected": [requester, { to: "deciders", kind: "named", because: "you decided on it" }],
  "promotion.changes_requested": [requester],
  "promotion.decision_cleared": [requester],
  "promotion.decision_overridden": [
    { to: "overridden decider", kind: "decision", because: "it was your decision" },
    requester,
  ],
  "promotion.became_stale": [
    { to: "deciders", kind: "decision", because: "your approval became void", when: (p) => p.decisions !== 0 },
    requester,
  ],
  "promotion.fully_approved": [requester, operators],
  "promotion.withdrawn": [{ to: "deciders", kind: "named", because: "you decided on it" }],
  "promotion.expired": [requester, { to: "deciders", kind: "named", because: "you decided on it" }],
  "promotion.superseded": [requester],
  "promotion.executed": [requester, { to: "way back", kind: "named", because: "you answer for the way back" }],
  "promotion.execution_refused": [requester, operators],
  "promotion.comment_edited": [{ to: "mentioned", kind: "mention", because: "you are mentioned" }],
  "promotion.commented": [
    { to: "mentioned", kind: "mention", because: "you are mentioned" },
    { to: "discussion", kind: "mention", because: "you are part of the discussion" },
  ],
  "promotion.reminded": [{ to: "whoever acts next", kind: "reminder", because: "it waits on you" }],
  "promotion.escalated": [
    { to: "whoever acts next", kind: "reminder", because: "it waits on you" },
    longOverdue,
    { to: "administrators", kind: "escalation", because: "administrators hear of what is long overdue" },
  ],
  "promotion.review_asked": [{ to: "asked", kind: "review", because: "you were asked" }],
  "promotion.break_glass_used": [
    { to: "emergency reviewers", kind: "review", because: "a second person reviews it within 24 hours" },
    { to: "administrators", kind: "escalation", because: "administrators hear of every emergency" },
    requester,
    { to: "model owner", kind: "named", because: "you own the model" },
  ],
  "promotion.break_glass_reviewed": [
    { to: "emergency actor", kind: "own_request", because: "you broke the glass" },
    requester,
    { to: "model owner", kind: "named", because: "you own the model" },
  ],
  "promotion.break_glass_overdue": [
    { to: "emergency reviewers", kind: "escalation", because: "nobody reviewed it within 24 hours" },
    { to: "administrators", kind: "escalation", because: "administrators hear of what is long overdue" },
  ],
  "waiver.granted": [
    requester,
    { to: "waiver owner", kind: "named", because: "you answer for its control" },
    { to: "model owner", kind: "policy", because: "you own the model" },
  ],
  "waiver.revoked": [
    requester,
    { to: "waiver owner", kind: "named", because: "you answer for its control" },
    { to: "model owner", kind: "policy", because: "you own the model" },
  ],
  "waiver.expired": [
    { to: "waiver owner", kind: "reminder", because: "you answer for its control" },
    { to: "risk officers", kind: "policy", because: "risk officers waive anew or have it rolled back" },
    requester,
    { to: "model owner", kind: "policy", because: "you own the model" },
  ],
  "delegation.created": [{ to: "delegate", kind: "access", because: "you may decide for a colleague" }],
  "delegation.revoked": [
    { to: "delegate", kind: "access", because: "you decided for a colleague" },
    { to: "delegator", kind: "access", because: "a colleague decided for you" },
  ],
  "access_review.opened": [{ to: "access reviewers", kind: "review", because: "you may attest it" }],
  "access_review.overdue": [
    { to: "access reviewers", kind: "reminder", because: "you may attest it" },
    { to: "administrators", kind: "escalation", because: "administrators hear of what is long overdue" },
  ],
  "rollout.gated": [operators, rolloutPeople],
  "rollout.paused": [operators, rolloutPeople],
  "rollout.rollback_started": [rolloutPeople, operators],
  "rollout.rolled_back": [rolloutPeople],
  "rollout.rollback_stalled": [operators, rolloutPeople],
  "rollout.completed": [rolloutPeople],
  "policy.published": [
    // Shipped policies come with every project.
    { to: "policy proposer", kind: "own_request", because: "you proposed it", when: (_, actor) => actor !== "system" },
    { to: "risk officers", kind: "policy", because: "you answer for policies", when: (_, actor) => actor !== "system" },
  ],
  "policy.proposed": [{ to: "policy countersigners", kind: "review", because: "you may publish or reject it" }],
  "policy.retirement_proposed": [
    { to: "policy countersigners", kind: "review", because: "you may approve or reject it" },
  ],
  "policy.retired": [
    { to: "policy proposer", kind: "own_request", because: "you proposed it" },
    { to: "risk officers", kind: "policy", because: "you answer for policies" },
  ],
  "policy.rejected": [{ to: "policy proposer", kind: "own_request", because: "you proposed it" }],
  "card.submitted": [{ to: "card reviewers", kind: "review", because: "you may approve it or send it back" }],
  "card.approved": [{ to: "card authors", kind: "own_request", because: "you wrote in it" }],
  "card.sent_back": [{ to: "card authors", kind: "own_request", because: "you wrote in it" }],
  "assessment.submitted": [{ to: "risk signers", kind: "review", because: "you may sign it off or send it back" }],
  "assessment.sent_back": [riskAuthors, riskOwner],
  "assessment.signed_off": [riskAuthors, riskOwner],
  "assessment.review_requested": [
    { ...riskAuthors, kind: "review" },
    { ...riskOwner, kind: "review" },
    { to: "risk officers", kind: "review", because: "risk officers answer for assessments" },
  ],
  "finding.raised": [{ to: "finding owner", kind: "named", because: "it is yours to settle" }],
  "finding.changed": [{ to: "finding owner", kind: "named", because: "it is yours to settle" }],
  "finding.moved": [
    { to: "finding owner", kind: "named", because: "it is yours to settle" },
    { to: "finding raiser", kind: "own_request", because: "you raised it" },
  ],
  "finding.acceptance_expired": [
    findingOwner,
    { to: "risk officers", kind: "escalation", because: "risk officers accepted its risk" },
  ],
  // Its owner is told of the change itself.
  "finding.acceptance_voided": [
    { to: "risk officers", kind: "escalation", because: "risk officers accepted its risk" },
  ],
  "finding.reminded": [findingOwner],
  "finding.escalated": [findingOwner, longOverdue],
  "assessment.reminded": [{ ...riskOwner, kind: "reminder" }],
  "assessment.escalated": [{ ...riskOwner, kind: "reminder" }, longOverdue],
  "model.risk_tier_set": [{ to: "model owner", kind: "named", because: "you own the model" }],
  "member.added": [{ to: "subject", kind: "access", because: "it is your access" }],
  "member.roles_changed": [{ to: "subject", kind: "access", because: "it is your access" }],
  "webhook.disabled": [{ to: "administrators", kind: "integration", because: "administrators look after webhooks" }],
};
