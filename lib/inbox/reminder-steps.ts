export const reminderSteps = ["due_soon", "overdue", "escalated"] as const;
export type ReminderStep = (typeof reminderSteps)[number];

const hour = 3_600_000;
const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/**
 * When each step of reminding is reached: before the deadline by a quarter of the time given, at it, and well after it;
 * no further from it than `reach` hours.
 */
export function stepTimes(since: Date, dueAt: Date, reach = 24): Record<ReminderStep, Date> {
  const given = Math.max(0, dueAt.getTime() - since.getTime());
  const lead = Math.min(clamp(given / 4, hour, reach * hour), given);
  return {
    due_soon: new Date(dueAt.getTime() - lead),
    overdue: dueAt,
    escalated: new Date(dueAt.getTime() + clamp(given / 2, 4 * hour, reach * hour)),
  };
}

/** The steps that are reached by now, in order. Only the last needs telling: after an outage nobody hears all three. */
export function reachedSteps(since: Date, dueAt: Date, now: Date, reach?: number): ReminderStep[] {
  const times = stepTimes(since, dueAt, reach);
  return reminderSteps.filter((step) => times[step] <= now);
}
