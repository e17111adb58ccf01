import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, reminders } from "@/db/schema";
import { testDb } from "@/db/testing";
import { setResponseTimes } from "@/lib/notifications/commands/set-response-times";
import { drain, told } from "@/lib/notifications/testing";
import { approvePromotion } from "@/lib/promotions/commands/approve-promotion";
import { listPromotions } from "@/lib/promotions/inbox-query";
import { getResponseHours } from "@/lib/promotions/response-times";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { remindOfAll, remindPeople } from "./commands/remind-people";
import { countInboxWork, countTabs, listInbox } from "./inbox-query";
import { promotionKind } from "./kinds/promotions";

const { db } = await testDb();
const hours = (n: number) => n * 60;
const steps = async (world: World) =>
  (
    await db
      .select({ action: auditEvents.action, summary: auditEvents.summary })
      .from(auditEvents)
      .where(and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.actorRef, "system:test")))
      .orderBy(auditEvents.id)
  )
    .filter(({ action }) => /reminded|escalated/.test(action))
    .map(({ summary }) => summary);

describe("a promotion that nobody decides", () => {
  it("is reminded of before and at its time, then escalated, each once for everyone", async () => {
    const world = await buildWorld(db);
    await request(world);
    await drain(db);
    await remindOfAll(world.system());
    expect(await steps(world)).toEqual([]);
    world.moveClock(hours(40));
    await Promise.all([remindOfAll(world.system()), remindOfAll(world.system()), remindOfAll(world.system())]);
    await remindOfAll(world.system());
    expect(await steps(world)).toEqual([
      "reminded that promotion P-1, income-eligibility 2 to production is due soon: its first decision",
    ]);
    world.moveClock(hours(8));
    await remindOfAll(world.system());
    world.moveClock(hours(24));
    await remindOfAll(world.system());
    await drain(db);
    expect((await steps(world)).slice(1)).toEqual([
      "reminded that promotion P-1, income-eligibility 2 to production is overdue: its first decision",
      "escalated promotion P-1, income-eligibility 2 to production, overdue for long: its first decision",
    ]);
    expect((await told(world, "rosa")).slice(1)).toEqual(Array(3).fill("reminder: it waits on you"));
    expect((await told(world, "ines")).slice(1)).toEqual(Array(3).fill("reminder: it waits on you"));
    expect(await told(world, "maya")).toEqual([]);
    expect(await db.select().from(reminders).where(eq(reminders.projectId, world.projectId))).toHaveLength(3);
  });

  it("escalates to a risk officer who may not decide, and to nobody after a long outage but once", async () => {
    const world = await buildWorld(db);
    await request(world, {}, "otto");
    world.moveClock(hours(24 * 5));
    await remindOfAll(world.system());
    await remindOfAll(world.system());
    expect(await steps(world)).toHaveLength(1);
    expect((await steps(world))[0]).toMatch(/^escalated/);
  });

  it("stops its first clock with the first decision, even in the second of the reminder", async () => {
    const world = await buildWorld(db);
    const { number } = await request(world);
    world.moveClock(hours(47));
    const [due] = (await promotionKind.listDue?.(world.system())) ?? [];
    const own = ((await promotionKind.listDue?.(world.system())) ?? []).find(
      ({ projectId }) => projectId === world.projectId,
    );
    const { subjectDigest } = await shown(world, number);
    await approvePromotion(world.as("rosa"), { number, subjectDigest, comment: "Fine." });
    expect(due).toBeTruthy();
    expect(own && (await remindPeople(world.system(), own))).toBeNull();
    expect(await steps(world)).toEqual([]);
  });

  it("is due by the response time of its tier, which a risk officer sets and others may not", async () => {
    const world = await buildWorld(db);
    await request(world);
    const due = async () =>
      (await listPromotions(world.as("rosa"), { view: "waiting", state: null, after: null })).rows[0]?.due;
    const start = world.as("rosa").now().getTime();
    expect((await due())?.getTime()).toBe(start + 48 * 3_600_000);
    expect(await setResponseTimes(world.as("ines"), { low: 24, medium: 4, high: 72 })).toEqual({ changed: 1 });
    expect((await due())?.getTime()).toBe(start + 4 * 3_600_000);
    expect(await getResponseHours(db, world.projectId)).toEqual({ low: 24, medium: 4, high: 72 });
    await expect(setResponseTimes(world.as("maya"), { low: 1, medium: 1, high: 1 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(setResponseTimes(world.as("ines"), { low: 0, medium: 4, high: 72 })).rejects.toThrow(
      /At least 1 hour/,
    );
    expect(await setResponseTimes(world.as("ines"), { low: 24, medium: 4, high: 72 })).toEqual({ changed: 0 });
  });
});

describe("the inbox", () => {
  it("holds for each person what is theirs, with counts that agree", async () => {
    const world = await buildWorld(db);
    const { number } = await request(world);
    const tabs = (who: Parameters<World["as"]>[0]) => countTabs(world.as(who));
    expect(await tabs("rosa")).toEqual({ waiting: 1, asked: 0, named: 0, done: 0 });
    expect(await tabs("maya")).toEqual({ waiting: 0, asked: 1, named: 0, done: 0 });
    expect(await tabs("mayaTwo")).toEqual({ waiting: 0, asked: 0, named: 0, done: 0 });
    expect(await tabs("otto")).toEqual({ waiting: 0, asked: 0, named: 1, done: 0 });
    const page = await listInbox(world.as("rosa"), "p", { tab: "waiting" });
    expect(page.items.map(({ key, verb, kind }) => [key, verb, kind])).toEqual([
      [`P-${number}`, "Decide", "promotion"],
    ]);
    expect(await countInboxWork(world.as("rosa"))).toEqual({ waiting: 1, unread: 0 });
    await drain(db);
    expect(await countInboxWork(world.as("rosa"))).toEqual({ waiting: 1, unread: 1 });
    const { subjectDigest } = await shown(world, number);
    await approvePromotion(world.as("rosa"), { number, subjectDigest, comment: "Fine." });
    expect(await tabs("rosa")).toEqual({ waiting: 0, asked: 0, named: 1, done: 0 });
    expect((await listInbox(world.as("rosa"), "p", { tab: "waiting", kind: "rollout" })).total).toBe(0);
    const stranger = await buildWorld(db);
    expect(await countTabs(stranger.as("rosa"))).toEqual({ waiting: 0, asked: 0, named: 0, done: 0 });
  });
});
