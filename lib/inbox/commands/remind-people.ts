import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Db, Reader } from "@/db/client";
import { reminders } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, createContext, deadlineNow, withTransaction } from "@/lib/context";
import type { DueItem } from "../inbox-kind";
import { inboxKinds } from "../registry";
import { reachedSteps } from "../reminder-steps";

/**
 * Records the reminding that one thing has come to: each step once per deadline, by primary key. The event of the log tells
 * people, as any other does. Null when nothing new is reached or the thing no longer waits.
 */
export async function remindPeople(ctx: Context, due: DueItem): Promise<string | null> {
  authorize(ctx, "inbox.remind");
  return withTransaction(ctx, async (tx) => {
    const now = await deadlineNow(tx, ctx);
    const reached = reachedSteps(due.since, due.dueAt, now, due.reach);
    const { projectId, item, dueAt } = due;
    if (reached.length === 0) return null;
    const of = and(eq(reminders.projectId, projectId), eq(reminders.item, item), eq(reminders.dueAt, dueAt));
    const known = await tx
      .select({ step: reminders.step })
      .from(reminders)
      .where(and(of, inArray(reminders.step, reached)));
    const last = reached.at(-1);
    if (!last || known.some(({ step }) => step === last)) return null;
    const event = await due.recheck(tx, ctx, last);
    if (!event) return null;
    const added = await tx
      .insert(reminders)
      .values(reached.map((step) => ({ projectId, item, dueAt, step, at: now })))
      .onConflictDoNothing()
      .returning({ step: reminders.step });
    if (!added.some(({ step }) => step === last)) return null;
    await appendAudit(tx, ctx, event);
    return last;
  });
}

/** One turn of the service: reminds of everything that has come due. Several workers may turn at once. */
export async function remindTurn(db: Db, signal: AbortSignal): Promise<void> {
  const clock = createContext({ actor: { kind: "system", job: "reminders" }, projectId: 0, db });
  await remindOfAll(clock, signal);
}

/** As remindTurn, on the clock of the context. */
export async function remindOfAll(clock: Context, signal?: AbortSignal): Promise<void> {
  const now = await deadlineNow(clock.db, clock);
  for (const kind of inboxKinds) {
    for (const due of await keepUntold(clock.db, (await kind.listDue?.(clock)) ?? [], now)) {
      if (signal?.aborted) return;
      await remindPeople(createContext({ ...clock, projectId: due.projectId }), due);
    }
  }
}

/** Those whose last step is reached and not recorded: what has been overdue for a year costs no transaction each minute. */
async function keepUntold(db: Reader, dues: readonly DueItem[], now: Date): Promise<DueItem[]> {
  const reached = dues.flatMap((due) => {
    const step = reachedSteps(due.since, due.dueAt, now, due.reach).at(-1);
    return step ? [{ due, key: `${due.projectId} ${due.item} ${due.dueAt.getTime()} ${step}` }] : [];
  });
  if (reached.length === 0) return [];
  const known = await db
    .select()
    .from(reminders)
    .where(
      and(
        inArray(reminders.projectId, [...new Set(reached.map(({ due }) => due.projectId))]),
        inArray(
          reminders.item,
          reached.map(({ due }) => due.item),
        ),
      ),
    );
  const told = new Set(known.map((row) => `${row.projectId} ${row.item} ${row.dueAt.getTime()} ${row.step}`));
  return reached.filter(({ key }) => !told.has(key)).map(({ due }) => due);
}
