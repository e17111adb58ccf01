import "server-only";
import type { Db } from "@/db/client";

/** Number of the last event that the sequencer numbered. Numbers are given in order, so nothing appears behind it later. */
export async function headOfLog(db: Db): Promise<number> {
  const [row] = await db.$client<{ head: number }[]>`select coalesce(max(seq), 0)::float8 as head from audit_leaves`;
  return row?.head ?? 0;
}

const everyMs = 1000;
type Waiter = { beyond: number; wake: (head: number) => void };
const waiters = new Set<Waiter>();
let isLooking = false;

/** One look a second for the whole process, however many streams wait; none while no stream does. */
async function look(db: Db): Promise<void> {
  try {
    const head = await headOfLog(db);
    for (const waiter of waiters) if (head > waiter.beyond) waiter.wake(head);
  } catch {
    // The database went away: streams wait for the next look.
  }
  isLooking = waiters.size > 0;
  if (isLooking) setTimeout(() => void look(db), everyMs).unref();
}

/** Waits until an event beyond `beyond` is numbered; null when `patienceMs` passed or the signal came first. */
export function waitForEvent(db: Db, beyond: number, signal: AbortSignal, patienceMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const end = (head: number | null) => {
      waiters.delete(waiter);
      clearTimeout(patience);
      signal.removeEventListener("abort", stop);
      resolve(head);
    };
    const stop = () => end(null);
    const waiter: Waiter = { beyond, wake: end };
    const patience = setTimeout(stop, patienceMs);
    patience.unref();
    signal.addEventListener("abort", stop);
    if (signal.aborted) return stop();
    waiters.add(waiter);
    if (isLooking) return;
    isLooking = true;
    void look(db);
  });
}
