import type { Role } from "@/db/enums";
import { type Permission, rolesAllow } from "./permissions";

/** What an access review is about: permissions that decide, let by, carry out, set the rules or give roles. */
export const reviewedPermissions = [
  "promotion.approve",
  "promotion.waive",
  "promotion.override",
  "promotion.break_glass",
  "promotion.execute",
  "policy.publish",
  "member.manage",
] as const satisfies readonly Permission[];

/** The reviewed permissions that a role gives; a role without any needs no review. */
export const reviewedBy = (role: Role): Permission[] =>
  reviewedPermissions.filter((permission) => rolesAllow([role], permission));

/** Days an open review may take, and days after which the next one is due. */
export const reviewDays = 14;
export const quarterDays = 92;
const day = 86_400_000;

/** When the next review has to be there: a quarter after the last completed one, or after the project began. */
export const nextReviewDue = (lastCompleted: Date | null, projectCreated: Date): Date =>
  new Date((lastCompleted ?? projectCreated).getTime() + quarterDays * day);

/** What the person who completes a review signs. */
export const attestationText = (number: number, kept: number, removed: number): string =>
  `I reviewed who may decide here (A-${number}): ${kept} kept, ${removed} removed. Each is needed for the work of the person who holds it.`;
