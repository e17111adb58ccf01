import { isFreshSignIn } from "@/lib/auth/fresh-sign-in";
import { formatList } from "@/lib/format";
import { aRole, rolesBefore } from "./approval";
import type { ActorFacts, PromotionFacts, Reason } from "./available-actions";
import { type Delegated, delegateReasons } from "./delegation";
import { signingRole } from "./signature";

/** Why an actor may not approve now, for themselves or for the colleague of a delegation; the state was asked already. */
export function approveReasons(promotion: PromotionFacts, actor: ActorFacts, delegated: Delegated | null): Reason[] {
  const { conflicts, tally, facts, subjectDigest, shownDigest } = promotion;
  const conflict = conflicts.get(actor.personId ?? "");
  const own = [...tally.counted, ...tally.objections].find((decision) => decision.personId === actor.personId);
  const stale = !facts.subjectFresh || (shownDigest !== null && shownDigest !== subjectDigest);
  const reasons: (Reason | false)[] = [
    conflict !== undefined && {
      code: "conflict",
      text: `You may not approve: you ${formatList(conflict)}. Somebody who did not contribute has to.`,
    },
    own?.kind === "approve" && {
      code: "already_decided",
      text: "You have already approved this. Another person has to give the next approval.",
    },
    own !== undefined &&
      own.kind !== "approve" && {
        code: "already_decided",
        text: "Your own decision against it stands; clear it before you approve.",
      },
    stale && {
      code: "stale",
      text: "It changed since it was shown to you. Reload and look at what changed before you approve.",
    },
    facts.expired && { code: "expired", text: "It has expired. Request it again." },
    ...turnReasons(promotion, actor, delegated),
    ...(delegated && !conflict ? delegateReasons(promotion, delegated, actor.roles) : []),
    ...reauthenticationReasons(promotion, actor),
  ];
  return reasons.filter((reason) => reason !== false);
}

/** Under a rule with an order nobody signs what would not count yet. */
function turnReasons({ rule, tally }: PromotionFacts, { roles }: ActorFacts, delegated: Delegated | null): Reason[] {
  const role = delegated?.role ?? signingRole(roles, rule, tally);
  const before = role ? rolesBefore(rule, role, tally.counted) : [];
  if (!role || before.length === 0) return [];
  const text = `Not yet: the policy has ${before.map(aRole).join(", then ")} approve before ${aRole(role)} does.`;
  return [{ code: "turn", text }];
}

/** Asks for a fresh sign-in where the rule wants one. */
export function reauthenticationReasons({ rule, now }: PromotionFacts, { authTime }: ActorFacts): Reason[] {
  if (!authTime || isFreshSignIn(rule.reauthenticationMinutes, authTime, now)) return [];
  return [
    {
      code: "reauthenticate",
      text: `Confirm who you are: approving needs a sign-in at most ${rule.reauthenticationMinutes} minutes old.`,
    },
  ];
}
