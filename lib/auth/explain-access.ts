import type { Role } from "@/db/enums";
import { formatList } from "@/lib/format";
import { type Permission, permissionRow, rolesAllow } from "./permissions";
import { roleName } from "./role-names";

export type AccessSubject = { name: string; roles: readonly Role[]; isInstanceAdmin: boolean; disabled: boolean };
export type AccessExplanation = { allowed: boolean; sentence: string };

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const named = (roles: readonly Role[]) => formatList(roles.map(roleName));

/** Why a person may or may not do something in this project, in one sentence. */
export function explainAccess(person: AccessSubject, permission: Permission): AccessExplanation {
  const row = permissionRow(permission);
  const what = lower(row.description);
  if (person.disabled) return { allowed: false, sentence: `${person.name} may not ${what}: the account is disabled.` };
  if (row.oneself) return { allowed: true, sentence: `${person.name} may ${what}: everyone may who is signed in.` };
  if (row.instanceAdmin && person.isInstanceAdmin) {
    return { allowed: true, sentence: `${person.name} may ${what}, as an administrator of the whole installation.` };
  }
  const giving = row.roles.filter((role) => person.roles.includes(role));
  if (rolesAllow(person.roles, permission)) {
    return {
      allowed: true,
      sentence: `${person.name} may ${what}, by the ${giving.length === 1 ? "role" : "roles"} ${named(giving)}.`,
    };
  }
  const held = person.roles.length === 0 ? "holds no role here" : `holds only ${named(person.roles)}`;
  const needs = row.roles.length === 0 ? "no role gives this" : `this needs ${row.roles.map(roleName).join(" or ")}`;
  return { allowed: false, sentence: `${person.name} may not ${what}: ${needs}, and ${person.name} ${held}.` };
}
