import type { Role } from "@/db/enums";
import { formatList } from "@/lib/format";
import { aRole, type Tally } from "./approval";
import type { Reason } from "./available-actions";

/** A delegation in force, as its delegate may use it. */
export type Delegated = {
  id: string;
  role: Role;
  delegator: { personId: string; name: string; groupName: string };
};

export const maxDelegationDays = 30;

export type DelegateFacts = {
  tally: Tally;
  conflicts: ReadonlyMap<string, readonly string[]>;
  /** Those of the conflict set who had a hand in what is approved. */
  contributors: ReadonlySet<string>;
};

/** Why a delegate cannot approve for this colleague here; empty = they can. */
export function delegateReasons(
  { tally, conflicts, contributors }: DelegateFacts,
  { delegator, role }: Delegated,
  held: readonly Role[],
): Reason[] {
  const { personId, name } = delegator;
  if (contributors.has(personId))
    return [
      {
        code: "conflict",
        text: `You may not approve for ${name}: ${name} ${formatList(conflicts.get(personId) ?? [])}.`,
      },
    ];
  if (!held.includes(role))
    return [{ code: "role", text: `To decide for ${name} you have to be ${aRole(role)} yourself; you no longer are.` }];
  const own = [...tally.counted, ...tally.objections].find((decision) => decision.personId === personId);
  if (own) return [{ code: "already_decided", text: `${name} has already decided here in person.` }];
  const other = tally.counted.find((decision) => decision.onBehalfOf?.personId === personId);
  return other ? [{ code: "already_decided", text: `${other.name} has already approved for ${name}.` }] : [];
}
