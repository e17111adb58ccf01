import type { PromotionState } from "@/db/enums";
import { can, type Permission, permissionRow } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/context";
import { formatList, plural } from "@/lib/format";
import type { ApprovalRule } from "@/lib/governance/policy";
import { aRole, roleWords, type Tally } from "./approval";
import { approveReasons, reauthenticationReasons } from "./approve-reasons";
import type { Delegated } from "./delegation";
import { breakGlassReasons } from "./emergency";
import {
  executionBlockers,
  isClosed,
  isOpen,
  type PromotionEvent,
  type StateFacts,
  stateWords,
  transitions,
} from "./promotion-state";
import { type WaiverFacts, waiveReasons } from "./waiver";

export const promotionActions = [
  "evaluate",
  "approve",
  "request_changes",
  "reject",
  "clear",
  "override",
  "withdraw",
  "execute",
  "waive",
  "break_glass",
  "attach",
  "comment",
] as const;
export type PromotionAction = (typeof promotionActions)[number];

/** Why an action is not possible: a code for the screen and a sentence that says what would enable it. */
export type Reason = {
  code:
    | "not_signed_in_person"
    | "role"
    | "state"
    | "conflict"
    | "gates"
    | "stale"
    | "turn"
    | "expired"
    | "already_decided"
    | "reauthenticate"
    | "not_yours"
    | "nothing_to_clear"
    | "not_executable";
  text: string;
};
export type Availability = { allowed: boolean; reasons: Reason[] };

/** The actor, as far as it decides what is possible. */
export type ActorFacts = {
  kind: Actor["kind"];
  personId: string | null;
  authTime: Date | null;
  may: (permission: Permission) => boolean;
  roles: readonly (keyof typeof roleWords)[];
};

/** Reads the facts of an actor from the context of a request. */
export function actorFacts(actor: Actor): ActorFacts {
  const may = (permission: Permission) => can(actor, permission);
  if (actor.kind === "user")
    return { kind: "user", personId: actor.personId, authTime: actor.authTime, may, roles: actor.roles };
  return { kind: actor.kind, personId: null, authTime: null, may, roles: [] };
}

export type PromotionFacts = WaiverFacts & {
  facts: StateFacts;
  rule: ApprovalRule;
  tally: Tally;
  requester: { personId: string; name: string };
  /** Those of the conflict set who had a hand in it; the rest only had a colleague decide for them here. */
  contributors: ReadonlySet<string>;
  /** Titles of the gates that block. */
  blockingGates: readonly string[];
  /** Digest of the present subject, and of the one the actor was shown; null = the page is rendered from the present one. */
  subjectDigest: string | null;
  shownDigest: string | null;
  now: Date;
};

const permissionOf = (action: PromotionAction): Permission => `promotion.${action}`;

const verbs: Readonly<Record<PromotionAction, string>> = {
  evaluate: "evaluate the gates",
  approve: "approve",
  request_changes: "request changes",
  reject: "reject",
  clear: "clear a decision",
  override: "override a decision",
  withdraw: "withdraw",
  execute: "carry it out",
  waive: "waive a gate",
  break_glass: "carry it out as an emergency",
  attach: "attach comparisons or take them off",
  comment: "comment",
};

const plurals = (roles: readonly (keyof typeof roleWords)[]): string =>
  formatList(roles.map((role) => `${roleWords[role]}s`));

function permissionReasons(action: PromotionAction, actor: ActorFacts): Reason[] {
  const decides = action !== "evaluate" && action !== "execute";
  if (decides && actor.personId === null) {
    return [
      { code: "not_signed_in_person", text: `Only a signed-in person may ${verbs[action]}; tokens and jobs may not.` },
    ];
  }
  if (actor.may(permissionOf(action))) return [];
  const who = plurals(permissionRow(permissionOf(action)).roles);
  const you =
    actor.roles.length === 0 ? "you have no role in this project" : `you are ${formatList(actor.roles.map(aRole))}`;
  return [{ code: "role", text: `Only ${who} may ${verbs[action]}; ${you}.` }];
}

const events: Partial<Record<PromotionAction, PromotionEvent>> = {
  evaluate: "evaluate",
  approve: "approve",
  request_changes: "request_changes",
  reject: "reject",
  clear: "clear",
  override: "clear",
  withdraw: "withdraw",
  execute: "execute",
  break_glass: "break_glass",
  // What is attached is part of the subject, so the gates are evaluated anew.
  attach: "evaluate",
};

function stateReasons(action: PromotionAction, { state, blockingGates, tally, waivable }: PromotionFacts): Reason[] {
  const event = events[action];
  if (!event) return [];
  const from: readonly PromotionState[] = transitions[event].from;
  if (from.includes(state)) return [];
  if (action === "approve" && state === "blocked") {
    const gates =
      blockingGates.length === 0
        ? "its gates do not pass"
        : `${plural(blockingGates.length, "gate blocks", "gates block")}: ${formatList(blockingGates)}`;
    return [
      {
        code: "gates",
        text: `It cannot be approved: ${gates}. Request a version that passes, ${waivable.length > 0 ? "have a risk officer waive it for a time, " : ""}or evaluate again when the evidence has changed.`,
      },
    ];
  }
  if ((action === "approve" || action === "break_glass") && tally.objections.length > 0) {
    const who = formatList([...new Set(tally.objections.map((objection) => objection.name))]);
    return [
      {
        code: "state",
        text: `It is ${stateWords[state]}. ${who} has to clear that decision first, or a risk officer overrides it with a reason.`,
      },
    ];
  }
  const hint = isClosed(state) ? " Nothing more can be done with it; request a new promotion." : "";
  return [{ code: "state", text: `It is ${stateWords[state]}.${hint}` }];
}

function ownReasons(
  action: PromotionAction,
  promotion: PromotionFacts,
  actor: ActorFacts,
  delegated: Delegated | null,
): Reason[] {
  const { tally, conflicts, requester, facts, state } = promotion;
  const mine = tally.objections.filter((objection) => objection.personId === actor.personId);
  switch (action) {
    case "approve":
      return approveReasons(promotion, actor, delegated);
    case "request_changes":
    case "reject":
      return mine.some((objection) => objection.kind === action)
        ? [{ code: "already_decided", text: "You have already decided so." }]
        : [];
    case "clear":
      return mine.length > 0 ? [] : [{ code: "nothing_to_clear", text: "You have no decision here that blocks it." }];
    case "override": {
      const conflict = conflicts.get(actor.personId ?? "");
      return [
        ...(tally.objections.length === mine.length
          ? [{ code: "nothing_to_clear", text: "No other person's decision blocks it." } as const]
          : []),
        ...(conflict
          ? [
              {
                code: "conflict",
                text: `You may not override: you ${formatList(conflict)}. Somebody who did not contribute has to.`,
              } as const,
            ]
          : []),
      ];
    }
    case "withdraw":
      return actor.personId === requester.personId
        ? []
        : [{ code: "not_yours", text: `Only ${requester.name}, who requested it, may withdraw it.` }];
    case "attach":
      return actor.personId === requester.personId
        ? []
        : [
            {
              code: "not_yours",
              text: `Only ${requester.name}, who requested it, may attach comparisons or take them off. Point to yours in a comment.`,
            },
          ];
    case "waive":
      return waiveReasons(promotion, actor.personId);
    case "break_glass":
      return [...breakGlassReasons(promotion, actor.personId), ...reauthenticationReasons(promotion, actor)];
    case "execute":
      return state === "approved" ? executionBlockers(facts).map((text) => ({ code: "not_executable", text })) : [];
    default:
      return [];
  }
}

/** Whether an actor may do one thing with a promotion now, and if not why and what would enable it. Commands ask this under lock. */
export function availability(
  promotion: PromotionFacts,
  actor: ActorFacts,
  action: PromotionAction,
  delegated: Delegated | null = null,
): Availability {
  const reasons = [...permissionReasons(action, actor), ...stateReasons(action, promotion)];
  if (reasons.length === 0 || (action === "approve" && isOpen(promotion.state)))
    reasons.push(...ownReasons(action, promotion, actor, delegated));
  return { allowed: reasons.length === 0, reasons };
}

/** The same for every action: screens and commands ask one function, so a disabled button and a refused command say the same. */
export function availableActions(promotion: PromotionFacts, actor: ActorFacts): Record<PromotionAction, Availability> {
  const entries = promotionActions.map((action) => [action, availability(promotion, actor, action)] as const);
  return Object.fromEntries(entries) as Record<PromotionAction, Availability>;
}
