import type { DecisionKind, DecisionState, Role } from "@/db/enums";
import { isFreshSignIn } from "@/lib/auth/fresh-sign-in";
import { permissionRow } from "@/lib/auth/permissions";
import { formatList, plural } from "@/lib/format";
import type { ApprovalRule } from "@/lib/governance/policy";
import type { StateFacts } from "./promotion-state";

const minute = 60_000;

/** A stored decision, as far as counting needs it. */
export type Decision = {
  id: string;
  kind: DecisionKind;
  state: DecisionState;
  personId: string;
  name: string;
  /** Role and group the decision was signed with. */
  role: Role;
  groupName: string;
  subjectDigest: string;
  decidedAt: Date;
  /** When the person had last proven who they are, at that moment. */
  authTime: Date;
  /** The colleague it was decided for, by a delegation that was in force then. */
  onBehalfOf?: { personId: string; name: string } | null;
  /** Whether the person's own device signed it too, over this very subject. */
  hasPasskey?: boolean;
};

/** What a person may do in the project now; a person without an entry has no account left. */
export type Standing = { isActive: boolean; roles: readonly Role[] };

export type TallyInput = {
  rule: ApprovalRule;
  decisions: readonly Decision[];
  /** Digest of the subject as it is now. */
  subjectDigest: string;
  /** Persons who may not approve, with why. */
  conflicts: ReadonlyMap<string, readonly string[]>;
  /** Those among them who had a hand in it; all when left out. The rest only had a colleague decide for them here. */
  contributors?: ReadonlySet<string>;
  standing: ReadonlyMap<string, Standing>;
  /** Persons who waived a gate of it: they may approve, but not as the only ones. */
  waivedBy?: ReadonlyMap<string, string>;
};

export type Tally = {
  /** Approvals that count, oldest first. */
  counted: Decision[];
  /** Approvals that do not, each with why; kept and shown. */
  void: { decision: Decision; reason: string }[];
  /** Blocking decisions that are not cleared, oldest first, and the strongest of them. */
  objections: Decision[];
  objection: Exclude<DecisionKind, "approve"> | null;
  met: boolean;
  /** What is still missing, in sentences; empty when met. */
  missing: string[];
  /** When the last needed approval was given, and from when execution is allowed. */
  completedAt: Date | null;
  executableFrom: Date | null;
};

export const roleWords: Readonly<Record<Role, string>> = {
  viewer: "viewer",
  data_scientist: "data scientist",
  reviewer: "reviewer",
  risk_officer: "risk officer",
  operator: "operator",
  auditor: "auditor",
  admin: "administrator",
};

/** "a reviewer", "an operator". */
export const aRole = (role: Role): string => `${/^[aeiou]/.test(roleWords[role]) ? "an" : "a"} ${roleWords[role]}`;

const byTime = (a: Decision, b: Decision): number =>
  a.decidedAt.getTime() - b.decidedAt.getTime() || (a.id < b.id ? -1 : 1);

function voidReason(decision: Decision, input: TallyInput): string | null {
  const { conflicts, standing, subjectDigest, rule } = input;
  if (decision.state === "cleared") return "It was taken back.";
  if (decision.state === "stale" || decision.subjectDigest !== subjectDigest)
    return "It was given for an earlier state of this promotion.";
  const conflict = conflicts.get(decision.personId);
  if (conflict) return `${decision.name} ${formatList(conflict)}, and may not approve.`;
  const now = standing.get(decision.personId);
  if (!now?.isActive) return `${decision.name}'s account no longer works here.`;
  if (!permissionRow("promotion.approve").roles.includes(decision.role))
    return `${aRole(decision.role).replace(/^a/, "A")} may not approve.`;
  if (!now.roles.includes(decision.role)) return `${decision.name} is no longer ${aRole(decision.role)}.`;
  if (!isFreshSignIn(rule.reauthenticationMinutes, decision.authTime, decision.decidedAt))
    return "The sign-in behind it was too old.";
  if (rule.passkey === "required" && !decision.hasPasskey)
    return "It is not signed with a passkey, which the policy asks for.";
  return delegatorReason(decision, input);
}

/** A delegate decides with what the delegator still holds, and never for somebody who contributed. */
function delegatorReason(
  { onBehalfOf, role }: Decision,
  { conflicts, contributors, standing }: TallyInput,
): string | null {
  if (!onBehalfOf) return null;
  const { personId, name } = onBehalfOf;
  const contributed = contributors ? contributors.has(personId) : conflicts.has(personId);
  if (contributed) return `It was given for ${name}, who ${formatList(conflicts.get(personId) ?? ["contributed"])}.`;
  const now = standing.get(personId);
  if (!now?.isActive || !now.roles.includes(role))
    return `It was given for ${name}, who is no longer ${aRole(role)} here.`;
  return null;
}

/** Roles that have to approve before this one under the rule's order, and have not. */
export function rolesBefore(rule: ApprovalRule, role: Role, counted: readonly Decision[]): Role[] {
  const order: readonly Role[] = rule.order === "as_listed" ? rule.requiredRoles : [];
  const earlier = order.slice(0, Math.max(0, order.indexOf(role)));
  return earlier.filter((needed) => !counted.some((decision) => decision.role === needed));
}

function turnReason(rule: ApprovalRule, role: Role, counted: readonly Decision[]): string | null {
  const before = rolesBefore(rule, role, counted);
  return before.length === 0 ? null : `It was given before ${formatList(before.map(aRole))} approved.`;
}

type Gaps = {
  people: number;
  roles: Role[];
  groups: string[];
  lacksGroups: boolean;
  /** Who waived a gate, when nobody else has approved yet. */
  onlyWaivers: string[];
};

function gapsOf({ rule, waivedBy }: TallyInput, counted: readonly Decision[]): Gaps {
  const groups = [
    ...new Set(counted.map((decision) => decision.groupName.trim()).filter((name) => name !== "")),
  ].sort();
  return {
    people: Math.max(0, rule.quorum - counted.length),
    roles: rule.requiredRoles.filter((role) => !counted.some((decision) => decision.role === role)),
    groups,
    lacksGroups: rule.distinctGroups > 1 && groups.length < rule.distinctGroups,
    onlyWaivers: counted.every((decision) => waivedBy?.has(decision.personId))
      ? [...new Set(counted.map((decision) => decision.name))]
      : [],
  };
}

const isMet = (gaps: Gaps): boolean =>
  gaps.people === 0 && gaps.roles.length === 0 && !gaps.lacksGroups && gaps.onlyWaivers.length === 0;

function describeGaps(rule: ApprovalRule, { people, roles, groups, lacksGroups, onlyWaivers }: Gaps): string[] {
  const soFar = groups.length === 0 ? "none" : formatList(groups);
  return [
    ...(people > 0 ? [`${plural(people, "more approval")} ${people === 1 ? "is" : "are"} needed.`] : []),
    ...(roles.length > 0
      ? [
          rule.order === "as_listed"
            ? `${roles.map(aRole).join(", then ").replace(/^a/, "A")} has to approve.`
            : `${formatList(roles.map(aRole)).replace(/^a/, "A")} has to be among those who approve.`,
        ]
      : []),
    ...(lacksGroups ? [`Approvals have to come from ${rule.distinctGroups} different groups; ${soFar} so far.`] : []),
    ...(people === 0 && onlyWaivers.length > 0
      ? [`${formatList(onlyWaivers)} waived a gate; somebody else has to approve as well.`]
      : []),
  ];
}

/** The persons whose say a decision uses up. */
const seatsOf = ({ personId, onBehalfOf }: Decision): string[] => [
  personId,
  ...(onBehalfOf ? [onBehalfOf.personId] : []),
];

/**
 * Counts the approvals of a promotion under its policy's rule. Distinct persons only, on the present subject only, by people who
 * are eligible now and outside the conflict set. Called when a decision is taken and again when the promotion is carried out.
 */
export function tallyApprovals(input: TallyInput): Tally {
  const { rule } = input;
  const decisions = [...input.decisions].sort(byTime);
  const counted: Decision[] = [];
  const rejected: Tally["void"] = [];
  let completedAt: Date | null = null;
  for (const decision of decisions.filter((one) => one.kind === "approve")) {
    const again = counted.some((other) => seatsOf(other).some((seat) => seatsOf(decision).includes(seat)));
    const reason =
      voidReason(decision, input) ??
      (again ? `${decision.name} is counted once.` : turnReason(rule, decision.role, counted));
    if (reason) {
      rejected.push({ decision, reason });
      continue;
    }
    counted.push(decision);
    if (completedAt === null && isMet(gapsOf(input, counted))) completedAt = decision.decidedAt;
  }
  // An objection outlives a change of the subject: only its author or an override ends it.
  const objections = decisions.filter((one) => one.kind !== "approve" && one.state !== "cleared");
  const gaps = gapsOf(input, counted);
  return {
    counted,
    void: rejected,
    objections,
    objection: objections.some((one) => one.kind === "reject")
      ? "reject"
      : objections.length > 0
        ? "request_changes"
        : null,
    met: isMet(gaps),
    missing: isMet(gaps) ? [] : describeGaps(rule, gaps),
    completedAt,
    executableFrom: completedAt && new Date(completedAt.getTime() + rule.coolingOffMinutes * minute),
  };
}

/** The facts the state machine decides by, from a tally, the last evaluation and the clock of the database. */
export function stateFactsOf(input: {
  tally: Tally;
  /** Verdict of the last evaluation, and the digest of the subject it made; null = never evaluated. */
  verdict: "passed" | "blocked" | null;
  evaluatedDigest: string | null;
  subjectDigest: string | null;
  expiresAt: Date | null;
  now: Date;
}): StateFacts {
  const { tally, now, expiresAt } = input;
  return {
    verdict: input.verdict,
    objection: tally.objection,
    quorumMet: tally.met,
    subjectFresh: input.subjectDigest !== null && input.subjectDigest === input.evaluatedDigest,
    cooledOff: tally.executableFrom !== null && tally.executableFrom.getTime() <= now.getTime(),
    expired: expiresAt !== null && expiresAt.getTime() <= now.getTime(),
  };
}
