export type ChangeEvent = {
  eventId: string;
  at: Date;
  action: string;
  summary: string;
  actorRef: string;
  actorName: string | null;
};
export type Change = { eventId: string; at: Date; actor: string; summary: string; more: number };

/** Events newest first as lines to read: neighbours with the same action by the same actor become one, with a count. */
export function collapseChanges(events: readonly ChangeEvent[]): Change[] {
  const lines: (Change & { key: string })[] = [];
  for (const event of events) {
    const key = `${event.action} ${event.actorRef}`;
    const last = lines.at(-1);
    if (last?.key === key) last.more += 1;
    else
      lines.push({
        key,
        eventId: event.eventId,
        at: event.at,
        actor: event.actorName ?? systemName(event.actorRef),
        summary: event.summary,
        more: 0,
      });
  }
  return lines.map(({ key: _, ...line }) => line);
}

/** "job:rollouts" and the like without their kind. */
const systemName = (ref: string) => ref.replace(/^[a-z]+:/, "");
