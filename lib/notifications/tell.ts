import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { NotificationKind } from "@/db/enums";
import { auditEvents, members, notificationSettings, notifications, people, users } from "@/db/schema";
import { type EventView, toEventView } from "@/lib/audit/event-view";
import { isAuditAction } from "@/lib/audit/events";
import { parseLeaf } from "@/lib/audit/leaf";
import { newIdAt } from "@/lib/ids";
import { enqueueDeliveries } from "@/lib/integrations/webhooks/enqueue-deliveries";
import { enqueue } from "@/lib/jobs/queue";
import { audiences } from "./audiences";
import { choiceFor } from "./kinds";
import { isMailOn } from "./mail/mail-settings";
import { planTelling } from "./plan-telling";
import { sendAt } from "./quiet-hours";
import { rules } from "./rules";

type Told = { kind: NotificationKind; because: string; onceKey: string };

/** Tells people and webhooks of one event, in the caller's transaction. Telling twice changes nothing. */
export async function tell(tx: Tx, eventId: string, now: Date): Promise<void> {
  const [row] = await tx
    .select({ canonical: auditEvents.canonical, projectId: auditEvents.projectId })
    .from(auditEvents)
    .where(eq(auditEvents.eventId, eventId));
  if (!row || row.projectId === null) return;
  const event = toEventView(parseLeaf(row.canonical), new Map());
  const { projectId } = row;
  await notify(tx, projectId, event, now);
  await enqueueDeliveries(tx, { projectId, eventId, action: event.action, at: new Date(event.occurredAt) });
}

/** Who is to be told, each once, by the first rule that reaches them. */
async function whoIsTold(tx: Tx, projectId: number, event: EventView): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  for (const rule of (isAuditAction(event.action) && rules[event.action]) || []) {
    if (rule.when && !rule.when(event.payload, event.actor.kind)) continue;
    const found = await audiences[rule.to](tx, { projectId, object: event.object, payload: event.payload });
    const isState = rule.once === "state" && event.object.digest;
    const onceKey = isState ? `${event.action}:${event.object.id}:${event.object.digest}:${rule.to}` : event.eventId;
    for (const userId of found)
      if (userId && !told.has(userId)) told.set(userId, { kind: rule.kind, because: rule.because, onceKey });
  }
  return told;
}

async function notify(tx: Tx, projectId: number, event: EventView, now: Date): Promise<void> {
  const told = await whoIsTold(tx, projectId, event);
  if (told.size === 0) return;
  const at = new Date(event.occurredAt);
  const reachable = await tx
    .selectDistinct({ userId: users.id, personId: people.id, isPersona: users.isPersona })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(people, eq(people.id, users.personId))
    .where(and(eq(members.projectId, projectId), inArray(users.id, [...told.keys()]), isNull(users.disabledAt)));
  const settings = await tx
    .select()
    .from(notificationSettings)
    .where(and(eq(notificationSettings.projectId, projectId), inArray(notificationSettings.userId, [...told.keys()])));
  for (const { userId, personId, isPersona } of reachable) {
    const why = told.get(userId);
    // Nobody is told of their own act, under whichever of their accounts it was done.
    if (!why || event.actor.ref === `person:${personId}`) continue;
    const own = settings.find((row) => row.userId === userId);
    const telling = planTelling({
      choice: choiceFor(why.kind, own?.choices ?? {}),
      mailWanted: own?.mail ?? true,
      mailPossible: isMailOn() && !isPersona,
      age: now.getTime() - at.getTime(),
    });
    if (!telling) continue;
    const id = newIdAt(at);
    const inserted = await tx
      .insert(notifications)
      .values({ projectId, id, userId, ...why, eventId: event.eventId, at, ...telling })
      .onConflictDoNothing()
      .returning({ id: notifications.id });
    if (inserted.length === 0 || telling.mail !== "waiting") continue;
    const quiet = own ?? { timeZone: "UTC", quietFrom: null, quietTo: null };
    await enqueue(tx, "mail.notify", { projectId, notificationId: id }, { runAt: sendAt(now, quiet), maxAttempts: 15 });
  }
}
