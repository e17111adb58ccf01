import { formatList, plural } from "@/lib/format";
import type { ApprovalRule } from "./policy";

const roleWords = (role: string): string => role.replaceAll("_", " ");

/** Who has to approve and for how long it holds, as one sentence. */
export function approvalSentence(rule: ApprovalRule): string {
  const parts = [`${plural(rule.quorum, "person", "people")} outside the conflict set`];
  const roles = rule.requiredRoles.map((role) => `a ${roleWords(role)}`);
  if (roles.length === 1) parts.push(`one of them ${roles[0]}`);
  if (roles.length > 1)
    parts.push(rule.order === "as_listed" ? `first ${roles.join(", then ")}` : `among them ${formatList(roles)}`);
  if (rule.distinctGroups > 1) parts.push(`from ${rule.distinctGroups} different groups`);
  if (rule.reauthenticationMinutes !== null)
    parts.push(`each signed in afresh in the last ${plural(rule.reauthenticationMinutes, "minute")}`);
  if (rule.passkey === "required") parts.push("each signing with a passkey");
  if (rule.coolingOffMinutes > 0) parts.push(`then ${coolingOff(rule.coolingOffMinutes)} of cooling off`);
  return `${parts.join(", ")}; expires after ${plural(rule.expiresAfterDays, "day")}.`;
}

/** A cooling-off time in its largest whole unit. */
export function coolingOff(minutes: number): string {
  if (minutes % 1440 === 0) return plural(minutes / 1440, "day");
  return minutes % 60 === 0 ? plural(minutes / 60, "hour") : plural(minutes, "minute");
}
