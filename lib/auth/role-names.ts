import type { Role } from "@/db/enums";

/** A role as people say it: "risk officer". */
export const roleName = (role: Role): string => role.replaceAll("_", " ");

/** What a role is for, in one line. */
export const rolePurpose: Record<Role, string> = {
  viewer: "Sees everything, changes nothing.",
  data_scientist: "Brings in runs, registers versions, requests promotions.",
  reviewer: "Judges promotions.",
  risk_officer: "Sets policy and risk tiers, countersigns, overrides with a reason.",
  operator: "Rolls out and rolls back.",
  auditor: "Reads everything and exports evidence.",
  admin: "Manages members and API tokens. Cannot approve.",
};
