import { and, count, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents, eventOutbox, members, notifications, users } from "@/db/schema";
import { testDb } from "@/db/testing";
import { appendAudit } from "@/lib/audit/append";
import { approvePromotion } from "@/lib/promotions/commands/approve-promotion";
import { commentOnPromotion } from "@/lib/promotions/commands/comment-on-promotion";
import { evaluatePromotion } from "@/lib/promotions/commands/evaluate-promotion";
import { rejectPromotion } from "@/lib/promotions/commands/object-to-promotion";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { saveSettings } from "./commands/save-settings";
import { turnOffMail } from "./commands/turn-off-mail";
import { drainOutbox } from "./drain-outbox";
import { countUnread, listNotifications } from "./list-query";
import { markRead } from "./mark-read";
import { getMySettings } from "./settings-query";
import { tell } from "./tell";
import { drain, told } from "./testing";

const { db } = await testDb();
vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");

const outboxSize = async () => (await db.select({ n: count() }).from(eventOutbox))[0]?.n;
const off = { lockVersion: 0, mail: true, timeZone: "UTC", quietFrom: null, quietTo: null } as const;

async function approve(world: World, number: number, who: CastName) {
  const { subjectDigest } = await shown(world, number);
  await approvePromotion(world.as(who), { number, subjectDigest, comment: "Looked at every slice." });
}

describe("a promotion under way", () => {
  let world: World;
  let number: number;
  beforeAll(async () => {
    world = await buildWorld(db);
    number = (await request(world)).number;
    await drain(db);
  });

  it("asks those who may decide, and nobody in the conflict set", async () => {
    for (const who of ["rosa", "rafi", "ines"] as const)
      expect(await told(world, who)).toEqual(["decision: you may decide"]);
    for (const who of ["mayaTwo", "jun", "vera"] as const) expect(await told(world, who)).toEqual([]);
  });

  it("tells whom it names why, and the requester nothing of their own act", async () => {
    expect(await told(world, "otto")).toEqual(["named: you answer for the way back"]);
    expect(await told(world, "maya")).toEqual([]);
  });

  it("asks once for one subject, however often it is evaluated", async () => {
    world.moveClock(5);
    await evaluatePromotion(world.system(), { number });
    await drain(db);
    expect(await told(world, "rosa")).toEqual(["decision: you may decide"]);
  });

  it("tells the requester of a decision, and a discussion those who are part of it", async () => {
    world.moveClock(5);
    await approve(world, number, "rosa");
    world.moveClock(1);
    await commentOnPromotion(world.as("ines"), { number, body: "What about part-time workers?" });
    await drain(db);
    expect(await told(world, "maya")).toEqual([
      "own_request: you asked for it",
      "mention: you are part of the discussion",
    ]);
    expect((await told(world, "rosa")).at(-1)).toBe("mention: you are part of the discussion");
    expect(await told(world, "ines")).toEqual(["decision: you may decide"]);
  });

  it("lists them newest first with their sentence and address, and counts what is unread", async () => {
    const ctx = world.as("maya");
    expect(await countUnread(ctx)).toBe(2);
    const page = await listNotifications(ctx, "p", { unreadOnly: false, after: null });
    expect(page).toMatchObject({ total: 2, unread: 2, next: null });
    expect(page.rows[0]).toMatchObject({ kind: "mention", isRead: false, href: `/p/p/promotions/${number}` });
    expect(page.rows[0]?.event.sentence.map(({ text }) => text).join("")).toContain("commented on promotion");
    const first = page.rows[0];
    expect(await markRead(ctx, { ids: [first?.id ?? ""] })).toEqual({ marked: 1 });
    expect(await markRead(world.as("rosa"), { ids: [page.rows[1]?.id ?? ""] })).toEqual({ marked: 0 });
    expect((await listNotifications(ctx, "p", { unreadOnly: true, after: null })).rows).toHaveLength(1);
    expect(await markRead(ctx, { upTo: world.as("maya").now() })).toEqual({ marked: 1 });
    expect(await countUnread(ctx)).toBe(0);
  });

  it("does not reach another project", async () => {
    const other = await buildWorld(db);
    const page = await listNotifications({ ...world.as("maya"), projectId: other.projectId }, "q", {
      unreadOnly: false,
      after: null,
    });
    expect(page.rows).toEqual([]);
  });

  it("tells operators when it is approved and everybody who decided when it is rejected", async () => {
    await approve(world, number, "ines");
    await drain(db);
    expect(await told(world, "otto")).toContain("rollout: operators act next");
    const next = await buildWorld(db);
    const { number: second } = await request(next);
    await approve(next, second, "rosa");
    next.moveClock(1);
    const { subjectDigest } = await shown(next, second);
    await rejectPromotion(next.as("ines"), { number: second, subjectDigest, comment: "Not for part-time workers." });
    await drain(db);
    expect((await told(next, "rosa")).at(-1)).toBe("named: you decided on it");
  });
});

describe("the outbox", () => {
  it("holds an event exactly when its transaction commits, and none of another kind than a project's", async () => {
    const world = await buildWorld(db);
    await drain(db);
    const event = {
      action: "environment.created",
      objectType: "environment",
      objectId: "staging",
      payload: { name: "staging" },
    } as const;
    const failing = db.transaction(async (tx) => {
      await appendAudit(tx, world.system(), event);
      throw new Error("refused");
    });
    await expect(failing).rejects.toThrow("refused");
    await db.transaction((tx) => appendAudit(tx, world.system(), { ...event, projectId: null }));
    expect(await outboxSize()).toBe(0);
    await db.transaction((tx) => appendAudit(tx, world.system(), event));
    expect(await outboxSize()).toBe(1);
    await drain(db);
    expect(await outboxSize()).toBe(0);
  });

  it("is emptied once by two workers at the same time, and telling again changes nothing", async () => {
    const world = await buildWorld(db);
    const { number } = await request(world);
    await Promise.all([drain(db), drain(db), drain(db)]);
    expect(await told(world, "rosa")).toHaveLength(1);
    const { id } = await shown(world, number);
    const events = await db
      .select({ eventId: auditEvents.eventId })
      .from(auditEvents)
      .where(and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.objectId, id)));
    for (const { eventId } of events) await db.transaction((tx) => tell(tx, eventId, new Date()));
    expect(await told(world, "rosa")).toHaveLength(1);
  });

  it("hands an event that cannot be told of to a job, and tells of the others", async () => {
    const world = await buildWorld(db);
    await request(world);
    const broken = await db.transaction((tx) =>
      appendAudit(tx, world.system(), {
        action: "environment.created",
        objectType: "environment",
        objectId: "x",
        payload: { name: "x" },
      }),
    );
    await db.execute(sql`create function refuse_one() returns trigger language plpgsql as $$ begin
      raise exception 'a passing fault'; end $$`);
    await db.execute(sql`create trigger refuse_one before insert on notifications for each row
      when (new.kind = 'named') execute function refuse_one()`);
    await drainOutbox(db, new AbortController().signal);
    await db.execute(sql`drop trigger refuse_one on notifications`);
    expect(await outboxSize()).toBe(0);
    expect(await told(world, "rosa")).toEqual(["decision: you may decide"]);
    expect(await told(world, "otto")).toEqual([]);
    const jobs = await db.execute<{ n: number }>(sql`select count(*)::int as n from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'event.tell'`);
    expect(jobs[0]?.n).toBe(1);
    expect(broken.eventId).toBeTruthy();
  });

  it("tells nobody who has left the project or is disabled", async () => {
    const world = await buildWorld(db);
    await request(world);
    await db
      .delete(members)
      .where(and(eq(members.projectId, world.projectId), eq(members.userId, world.ids.rosa.userId)));
    await db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, world.ids.rafi.userId));
    await drain(db);
    expect(await told(world, "rosa")).toEqual([]);
    expect(await told(world, "rafi")).toEqual([]);
    expect(await told(world, "ines")).toHaveLength(1);
  });
});

describe("settings", () => {
  it("keep a kind out of the inbox, are in the log, and lose a race with CONFLICT", async () => {
    const world = await buildWorld(db);
    const rosa = world.as("rosa");
    await saveSettings(rosa, { ...off, choices: { decision: { inApp: false, mail: "off" } } });
    expect(await getMySettings(rosa)).toMatchObject({
      lockVersion: 1,
      choices: { decision: { inApp: false, mail: "off" } },
    });
    await expect(saveSettings(rosa, { ...off, choices: {} })).rejects.toMatchObject({ code: "CONFLICT" });
    await request(world);
    await drain(db);
    expect(await told(world, "rosa")).toEqual([]);
    const [event] = await db
      .select({ summary: auditEvents.summary })
      .from(auditEvents)
      .where(and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.action, "notification_settings.changed")));
    expect(event?.summary).toBe("changed how they are told");
  });

  it.each([
    [{ timeZone: "Mars/Olympus" }, /Europe\/Berlin/],
    [{ quietFrom: 22 }, /both hours/],
    [{ quietFrom: 24, quietTo: 3 }, /0 to 23/],
    [{ choices: { decision: { inApp: true, mail: "hourly" } } }, /./],
  ])("refuse %o and change nothing", async (wrong, message) => {
    const world = await buildWorld(db);
    const input = { ...off, choices: {}, ...wrong } as Parameters<typeof saveSettings>[1];
    await expect(saveSettings(world.as("rosa"), input)).rejects.toThrow(message);
    expect((await getMySettings(world.as("rosa"))).lockVersion).toBe(0);
  });

  it("of mail are turned off once by the link, and what waited is not sent", async () => {
    const world = await buildWorld(db);
    const { userId } = world.ids.rosa;
    await request(world);
    await drain(db);
    await db.update(notifications).set({ mail: "digest" }).where(eq(notifications.userId, userId));
    expect(await turnOffMail(world.system(), { userId })).toEqual({ changed: true });
    expect(await turnOffMail(world.system(), { userId })).toEqual({ changed: false });
    expect((await getMySettings(world.as("rosa"))).mail).toBe(false);
    const rows = await db
      .select({ mail: notifications.mail })
      .from(notifications)
      .where(eq(notifications.userId, userId));
    expect(rows).toEqual([{ mail: "none" }]);
  });
});
