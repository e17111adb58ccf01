import { auditActions } from "@/lib/audit/events";
import { words } from "@/lib/audit/sentence";

/** Groups that concern people's sign-ins and settings, or the log and the project themselves: nothing outside is told of them. */
const kept = new Set([
  "access",
  "bundle",
  "log",
  "notification_settings",
  "personal_data",
  "project",
  "response_times",
  "session",
  "setup",
  "user",
  "webhook",
]);

/** The group of an action: "promotion" of "promotion.approved". */
export const eventGroup = (action: string): string => action.split(".")[0] ?? action;

/** Every group of events that a webhook can ask for. */
export const eventGroups: readonly string[] = [...new Set(auditActions.map(eventGroup))]
  .filter((group) => !kept.has(group))
  .sort();

/** The groups as a form offers them: what they are called and how many kinds of event they hold. */
export const listEventGroups = (): { id: string; name: string; kinds: number }[] =>
  eventGroups.map((id) => ({
    id,
    name: words(id),
    kinds: auditActions.filter((action) => eventGroup(action) === id).length,
  }));

/** Whether a webhook that asked for `groups` is told of `action`. */
export const isWanted = (groups: readonly string[], action: string): boolean => {
  const group = eventGroup(action);
  return eventGroups.includes(group) && groups.includes(group);
};
