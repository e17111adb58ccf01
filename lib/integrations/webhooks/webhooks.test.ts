import { and, desc, eq, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { auditEvents, eventOutbox, webhookAttempts, webhookDeliveries, webhooks } from "@/db/schema";
import { testDb } from "@/db/testing";
import type { UserContext } from "@/lib/context";
import { drain } from "@/lib/notifications/testing";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import { changeWebhook } from "./commands/change-webhook";
import { createWebhook } from "./commands/create-webhook";
import { redeliver } from "./commands/redeliver";
import { removeWebhook } from "./commands/remove-webhook";
import { setWebhookEnabled } from "./commands/set-webhook-enabled";
import { testWebhook } from "./commands/test-webhook";
import { type DeliverOptions, deliverWebhookJob } from "./deliver-job";
import { longestMessage } from "./message";
import { mostAttempts } from "./retry-plan";
import { sweepDeliveries } from "./sweep-deliveries";
import { startReceiver } from "./testing-receiver";
import { getDeliveries, listWebhooks } from "./webhook-query";

const { db } = await testDb();
vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");
vi.stubEnv("NEXTAUTH_URL", "https://console.example.org");
vi.stubEnv("WEBHOOK_ALLOW_LOOPBACK", "1");

const receiver = await startReceiver();
const { received, url } = receiver;
afterAll(receiver.close);

let world: World;
let admin: UserContext;
beforeEach(async () => {
  world = await buildWorld(db);
  admin = world.as("vera", 1, ["admin"]);
  await db.delete(eventOutbox);
  received.length = 0;
  receiver.answer = 204;
});

const make = (more: Partial<Parameters<typeof createWebhook>[1]> = {}) =>
  createWebhook(admin, { name: "chat", url, events: ["promotion"], ...more });
const deliveries = () =>
  db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.projectId, world.projectId))
    .orderBy(desc(webhookDeliveries.type));
const deliver = (deliveryId: string, options: DeliverOptions = {}) =>
  deliverWebhookJob({ projectId: world.projectId, deliveryId }, { db }, { random: () => 0.5, ...options });
const jobs = async () =>
  (
    await db.execute<{ n: number }>(sql`select count(*)::int as n from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'webhook.deliver' and (j.payload ->> 'projectId')::int = ${world.projectId}`)
  )[0]?.n;
const actions = async () =>
  (
    await db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.objectType, "webhook")))
      .orderBy(auditEvents.id)
  ).map(({ action }) => action);
const stored = async (id: string) => (await db.select().from(webhooks).where(eq(webhooks.id, id)))[0];

describe("a webhook", () => {
  it("is made by an administrator, shows its secret once and keeps it sealed", async () => {
    const { webhookId, secret } = await make();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const row = await stored(webhookId);
    expect(row?.secret).not.toContain(secret.slice(6));
    expect(JSON.stringify(await listWebhooks(admin))).not.toContain(secret.slice(6));
    expect(await actions()).toEqual(["webhook.created"]);
  });

  it.each([
    [{ url: "https://169.254.169.254/latest/meta-data" }, /^url: The address leads to an internal address/],
    [{ url: "http://hooks.example.com" }, /^url: The address must start with https/],
    [{ url: "https://[::ffff:10.0.0.1]/" }, /internal address/],
    [{ events: [] }, /at least one group/],
    [{ events: ["session"] }, /Choose among/],
    [{ name: "a\r\nb" }, /line breaks/],
  ])("is refused with %o and nothing is stored", async (wrong, message) => {
    await expect(make(wrong)).rejects.toThrow(message);
    expect(await listWebhooks(admin)).toEqual([]);
    expect(await actions()).toEqual([]);
  });

  it("is made, changed, tested, switched and removed by nobody else", async () => {
    const { webhookId } = await make();
    for (const who of ["maya", "ines", "otto", "rosa"] as const) {
      const ctx = world.as(who);
      const refused = { code: "FORBIDDEN" };
      await expect(createWebhook(ctx, { name: "x", url, events: ["promotion"] })).rejects.toMatchObject(refused);
      await expect(testWebhook(ctx, { webhookId })).rejects.toMatchObject(refused);
      await expect(setWebhookEnabled(ctx, { webhookId, isEnabled: false })).rejects.toMatchObject(refused);
      await expect(removeWebhook(ctx, { webhookId })).rejects.toMatchObject(refused);
      await expect(redeliver(ctx, { deliveryId: "x" })).rejects.toMatchObject(refused);
    }
  });

  it("of another project is not found", async () => {
    const { webhookId } = await make();
    const other = await buildWorld(db);
    const stranger = other.as("vera", 1, ["admin"]);
    const missing = { code: "NOT_FOUND" };
    await expect(testWebhook(stranger, { webhookId })).rejects.toMatchObject(missing);
    await expect(removeWebhook(stranger, { webhookId })).rejects.toMatchObject(missing);
    await expect(getDeliveries(stranger, webhookId, null)).rejects.toMatchObject(missing);
  });

  it("is changed by one of two who saw the same, has a name of its own, and is gone once removed", async () => {
    const { webhookId } = await make();
    await expect(make()).rejects.toMatchObject({ code: "CONFLICT" });
    const change = { webhookId, lockVersion: 0, url, events: ["promotion", "rollout"] };
    await changeWebhook(admin, { ...change, name: "team chat" });
    await expect(changeWebhook(admin, { ...change, name: "mine" })).rejects.toMatchObject({ code: "CONFLICT" });
    await removeWebhook(admin, { webhookId });
    expect(await listWebhooks(admin)).toEqual([]);
    expect((await stored(webhookId))?.secret).toBe("");
    expect(await actions()).toEqual(["webhook.created", "webhook.changed", "webhook.removed"]);
    await make({ name: "team chat" });
  });
});

describe("a message", () => {
  it("is written once per event, delivered with a signature that verifies, and says nothing personal", async () => {
    const { secret } = await make();
    await make({ name: "rollouts only", events: ["rollout"] });
    await request(world);
    await Promise.all([drain(db), drain(db)]);
    const made = await deliveries();
    expect(made.map(({ type }) => type)).toEqual(["promotion.requested", "promotion.evaluated"]);
    expect(await jobs()).toBe(2);
    for (const { id } of made) await deliver(id);
    expect(received).toHaveLength(2);
    const [first] = received;
    const headers = first?.headers as Record<string, string>;
    expect(headers["webhook-id"]).toBe(`msg_${made[0]?.id}`);
    const message = new Webhook(secret).verify(first?.body ?? "", headers) as Record<string, unknown>;
    expect(message).toMatchObject({
      type: "promotion.requested",
      data: {
        summary: "requested promotion P-1, income-eligibility 2 to production",
        actor: { kind: "user", ref: `person:${world.ids.maya.personId}` },
        url: expect.stringMatching(/^https:\/\/console\.example\.org\/p\/p-[^/]+\/promotions\/1$/),
        details: expect.objectContaining({ number: 1, model: "income-eligibility" }),
      },
    });
    for (const personal of ["Maya", "example.test", "Better recall"]) expect(first?.body).not.toContain(personal);
    expect(Buffer.byteLength(first?.body ?? "")).toBeLessThan(longestMessage);
    expect(() => new Webhook(secret).verify(`${first?.body} `, headers)).toThrow();
    expect((await deliveries()).every(({ state, attempts }) => state === "delivered" && attempts === 1)).toBe(true);
  });

  it("is tried again with the same webhook-id, a growing pause and nothing of the answer kept", async () => {
    await make();
    await request(world);
    await drain(db);
    const [delivery] = await deliveries();
    const id = delivery?.id ?? "";
    receiver.answer = 503;
    await deliver(id);
    const [failed] = await deliveries();
    expect(failed).toMatchObject({ state: "pending", attempts: 1 });
    await deliver(id);
    expect(received).toHaveLength(1);
    receiver.answer = 200;
    await deliver(id, { now: () => new Date(Date.now() + 60_000) });
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([`msg_${id}`, `msg_${id}`]);
    const attempts = await db.select().from(webhookAttempts).where(eq(webhookAttempts.deliveryId, id));
    expect(attempts.map(({ statusCode, failure }) => [statusCode, failure])).toEqual([
      [503, "Answered 503."],
      [200, null],
    ]);
    expect(JSON.stringify(attempts)).not.toContain("not to be kept");
    await expect(
      db.update(webhookAttempts).set({ statusCode: 200 }).where(eq(webhookAttempts.deliveryId, id)),
    ).rejects.toThrow();
  });

  it("is attempted by one of several workers at a time", async () => {
    await make();
    await request(world);
    await drain(db);
    const [delivery] = await deliveries();
    await Promise.all(Array.from({ length: 5 }, () => deliver(delivery?.id ?? "")));
    expect(received).toHaveLength(1);
  });

  it("that answers 410 switches its webhook off, and administrators hear of it", async () => {
    const { webhookId } = await make();
    await testWebhook(admin, { webhookId });
    const [delivery] = await deliveries();
    receiver.answer = 410;
    await deliver(delivery?.id ?? "");
    expect(await stored(webhookId)).toMatchObject({ isEnabled: false, disabledBecause: "it answered 410 Gone" });
    expect(await actions()).toEqual(["webhook.created", "webhook.tested", "webhook.disabled"]);
    expect((await deliveries())[0]?.state).toBe("failed");
    await request(world);
    await drain(db);
    expect(await deliveries()).toHaveLength(1);
    await expect(testWebhook(admin, { webhookId })).rejects.toThrow(/Enable it/);
    await setWebhookEnabled(admin, { webhookId, isEnabled: true });
    expect(await stored(webhookId)).toMatchObject({ isEnabled: true, disabledBecause: null });
  });

  it("that fails for three days is given up and switches its webhook off", async () => {
    const { webhookId } = await make();
    await testWebhook(admin, { webhookId });
    const [delivery] = await deliveries();
    receiver.answer = 500;
    let at = Date.now();
    for (let i = 0; i < mostAttempts; i++) {
      await deliver(delivery?.id ?? "", { now: () => new Date(at) });
      at = ((await deliveries())[0]?.nextAt?.getTime() ?? at) + 1;
    }
    expect(received).toHaveLength(mostAttempts);
    expect((await deliveries())[0]).toMatchObject({ state: "failed", attempts: mostAttempts, nextAt: null });
    expect(await stored(webhookId)).toMatchObject({
      isEnabled: false,
      disabledBecause: expect.stringMatching(/three days/),
    });
  });

  it("is not sent where its address has turned internal since", async () => {
    const { webhookId } = await make();
    await testWebhook(admin, { webhookId });
    await db.update(webhooks).set({ url: "https://rebound.example.com/" }).where(eq(webhooks.id, webhookId));
    const [delivery] = await deliveries();
    await deliver(delivery?.id ?? "", {
      resolve: async () => ["10.0.0.7"],
      policy: { ports: [443], allowLoopback: false },
    });
    const page = await getDeliveries(admin, webhookId, null);
    expect(page.rows[0]?.attempts[0]).toMatchObject({
      statusCode: null,
      failure: "Not called: the address leads to an internal address (private).",
    });
  });

  it("says so when its secret can no longer be read", async () => {
    const { webhookId } = await make();
    await testWebhook(admin, { webhookId });
    await db
      .update(webhooks)
      .set({ secret: Buffer.alloc(80).toString("base64") })
      .where(eq(webhooks.id, webhookId));
    await deliver((await deliveries())[0]?.id ?? "");
    expect((await getDeliveries(admin, webhookId, null)).rows[0]?.attempts[0]?.failure).toMatch(
      /NEXTAUTH_SECRET has changed/,
    );
    expect(received).toEqual([]);
  });

  it("is delivered again on request with the same webhook-id, but not while it is under way", async () => {
    const { webhookId } = await make();
    await testWebhook(admin, { webhookId });
    const id = (await deliveries())[0]?.id ?? "";
    await expect(redeliver(admin, { deliveryId: id })).rejects.toMatchObject({ code: "CONFLICT" });
    await deliver(id);
    await redeliver(admin, { deliveryId: id });
    await deliver(id);
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([`msg_${id}`, `msg_${id}`]);
    expect((await deliveries())[0]).toMatchObject({ state: "delivered", attempts: 2 });
    expect(await actions()).toEqual(["webhook.created", "webhook.tested", "webhook.redelivered"]);
  });

  it("that a killed worker left in the middle is asked for again", async () => {
    const { webhookId } = await make();
    await testWebhook(admin, { webhookId });
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    const id = (await deliveries())[0]?.id ?? "";
    const long = new Date(Date.now() - 600_000);
    await db.update(webhookDeliveries).set({ createdAt: long, claimedUntil: long }).where(eq(webhookDeliveries.id, id));
    await sweepDeliveries(db);
    await sweepDeliveries(db);
    expect(await jobs()).toBe(1);
    await deliver(id);
    await sweepDeliveries(db);
    expect((await deliveries())[0]?.state).toBe("delivered");
  });

  it("of a test is limited to ten a minute", async () => {
    const { webhookId } = await make();
    for (let i = 0; i < 10; i++) await testWebhook(admin, { webhookId });
    await expect(testWebhook(admin, { webhookId })).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });
});
