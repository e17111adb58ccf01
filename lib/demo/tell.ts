import { drainOutbox } from "@/lib/notifications/drain-outbox";
import { markRead } from "@/lib/notifications/mark-read";
import { castNames, type Stage } from "./cast";

const unreadFor = 3 * 86_400_000;

/** Everybody is told of the history as if they had been there: what is older than three days they have read. */
export async function tellOfHistory(stage: Stage, now: Date): Promise<void> {
  await drainOutbox(stage.db, new AbortController().signal);
  const upTo = new Date(now.getTime() - unreadFor);
  for (const who of castNames) await markRead(stage.as(who), { upTo });
}
