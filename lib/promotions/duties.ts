import type { Role } from "@/db/enums";
import { type Permission, rolesAllow } from "@/lib/auth/permissions";
import { formatList, plural } from "@/lib/format";
import type { ApprovalRule } from "@/lib/governance/policy";
import { roleWords } from "./approval";

export const duties = ["author", "requester", "approver", "deployer", "policy_editor"] as const;
export type Duty = (typeof duties)[number];

/** What a duty is called, and the permission that lets somebody do it. */
export const dutyFacts: Readonly<Record<Duty, { label: string; did: string; permission: Permission }>> = {
  author: { label: "Author", did: "registered", permission: "version.register" },
  requester: { label: "Requester", did: "requested", permission: "promotion.request" },
  approver: { label: "Approver", did: "approved", permission: "promotion.approve" },
  deployer: { label: "Deployer", did: "started", permission: "promotion.execute" },
  policy_editor: { label: "Policy editor", did: "wrote", permission: "policy.edit" },
};

export type DutyPerson = {
  personId: string;
  name: string;
  roles: readonly Role[];
  groupName: string;
  /** How often they did it here. */
  did: Readonly<Record<Duty, number>>;
};

/** Whether somebody's roles let them do it now. */
export const mayDo = (person: Pick<DutyPerson, "roles">, duty: Duty): boolean =>
  rolesAllow(person.roles, dutyFacts[duty].permission);

/** Two duties on one promotion that should lie with two people, as the record has it. */
export type Overlap = { number: number; name: string; both: readonly [Duty, Duty] };

/** An overlap as a sentence. */
export const overlapSentence = ({ number, name, both: [a, b] }: Overlap): string =>
  `${name} was ${dutyFacts[a].label.toLowerCase()} and ${dutyFacts[b].label.toLowerCase()} of P-${number}.`;

const needed = (count: number): string => `${count} ${count === 1 ? "is" : "are"} needed`;

export type Staffing = { enough: boolean; eligible: number; sentence: string };

/**
 * Whether a rule can be met at all by the people there are, and whether one absence would stop it. `authors` write and request,
 * so one of them is always in the conflict set of what they bring.
 */
export function staffingOf(rule: ApprovalRule, people: readonly DutyPerson[]): Staffing {
  const eligible = people.filter((person) => mayDo(person, "approver"));
  const holding = (role: Role) => eligible.filter((person) => person.roles.includes(role));
  const groups = new Set(eligible.map((person) => person.groupName).filter((name) => name !== ""));
  const missing = rule.requiredRoles.filter((role) => holding(role).length === 0);
  const single = rule.requiredRoles.filter((role) => holding(role).length === 1);
  const say = (enough: boolean, sentence: string): Staffing => ({ enough, eligible: eligible.length, sentence });
  if (missing.length > 0)
    return say(false, `Nobody is ${formatList(missing.map((role) => roleWords[role]))}; nothing can be approved.`);
  if (eligible.length < rule.quorum)
    return say(
      false,
      `${plural(eligible.length, "person", "people")} may approve, ${needed(rule.quorum)}; nothing can be approved.`,
    );
  if (groups.size < rule.distinctGroups)
    return say(
      false,
      `Approvers come from ${plural(groups.size, "group")}, ${needed(rule.distinctGroups)}; nothing can be approved.`,
    );
  const names = single.flatMap((role) => holding(role).map((person) => `${person.name} (${roleWords[role]})`));
  if (names.length > 0)
    return say(
      false,
      `Only ${formatList(names)} can give a needed approval; one absence or one contribution stops everything.`,
    );
  if (eligible.length === rule.quorum)
    return say(false, `Exactly ${rule.quorum} may approve; one absence or one contribution stops everything.`);
  return say(true, `${eligible.length} may approve, ${needed(rule.quorum)}.`);
}
