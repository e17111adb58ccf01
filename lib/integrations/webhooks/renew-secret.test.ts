import { and, eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { auditEvents, webhookDeliveries, webhooks } from "@/db/schema";
import { testDb } from "@/db/testing";
import type { UserContext } from "@/lib/context";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { createWebhook } from "./commands/create-webhook";
import { renewWebhookSecret } from "./commands/renew-webhook-secret";
import { testWebhook } from "./commands/test-webhook";
import { deliverWebhookJob } from "./deliver-job";
import { sweepDeliveries } from "./sweep-deliveries";
import { startReceiver } from "./testing-receiver";

const { db } = await testDb();
vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");
vi.stubEnv("NEXTAUTH_URL", "https://console.example.org");
vi.stubEnv("WEBHOOK_ALLOW_LOOPBACK", "1");
const { received, url, close } = await startReceiver();
afterAll(close);

let world: World;
let admin: UserContext;
beforeEach(async () => {
  world = await buildWorld(db);
  admin = world.as("vera", 1, ["admin"]);
});

const make = () => createWebhook(admin, { name: "chat", url, events: ["promotion"] });
const stored = async (id: string) => (await db.select().from(webhooks).where(eq(webhooks.id, id)))[0];
const actions = async () =>
  (
    await db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.objectType, "webhook")))
      .orderBy(auditEvents.id)
  ).map(({ action }) => action);

describe("a webhook", () => {
  it("is given a new secret, and the former one holds as long as stated", async () => {
    const { webhookId, secret: former } = await make();
    const { secret, formerUntil } = await renewWebhookSecret(admin, { webhookId, lockVersion: 0, overlapHours: 24 });
    expect(secret).not.toBe(former);
    expect(formerUntil).toEqual(new Date(admin.now().getTime() + 24 * 3_600_000));
    const row = await stored(webhookId);
    for (const one of [secret, former]) expect(JSON.stringify(row)).not.toContain(one.slice(6));
    const send = async (hours: number) => {
      await testWebhook(admin, { webhookId });
      const [delivery] = await db
        .select()
        .from(webhookDeliveries)
        .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.state, "pending")));
      // A receiver refuses what is minutes old.
      vi.useFakeTimers({ toFake: ["Date"] }).setSystemTime(new Date(admin.now().getTime() + hours * 3_600_000));
      const job = { projectId: world.projectId, deliveryId: delivery?.id ?? "" };
      await deliverWebhookJob(job, { db }, { now: () => new Date() });
      const last = received.at(-1);
      return { body: last?.body ?? "", headers: last?.headers as Record<string, string> };
    };
    const during = await send(1);
    for (const one of [secret, former]) new Webhook(one).verify(during.body, during.headers);
    const after = await send(25);
    new Webhook(secret).verify(after.body, after.headers);
    expect(() => new Webhook(former).verify(after.body, after.headers)).toThrow();
    vi.useRealTimers();
    expect(await actions()).toContain("webhook.secret_renewed");
  });

  it("loses a secret at once when no overlap is asked for, and a still older one with the next", async () => {
    const { webhookId } = await make();
    const first = (await stored(webhookId))?.secret;
    const renew = (lockVersion: number, overlapHours: number) =>
      renewWebhookSecret(admin, { webhookId, lockVersion, overlapHours });
    await renew(0, 1);
    expect((await stored(webhookId))?.formerSecret).toBe(first);
    const second = (await stored(webhookId))?.secret;
    await renew(1, 1);
    expect((await stored(webhookId))?.formerSecret).toBe(second);
    await renew(2, 0);
    expect(await stored(webhookId)).toMatchObject({ formerSecret: null, formerSecretUntil: null });
    await expect(renew(0, 1)).rejects.toMatchObject({ code: "CONFLICT" });
    for (const hours of [-1, 1.5, 169, Number.NaN]) await expect(renew(3, hours)).rejects.toThrow(/hours/);
    await expect(
      renewWebhookSecret(world.as("otto"), { webhookId, lockVersion: 3, overlapHours: 1 }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = (await buildWorld(db)).as("vera", 1, ["admin"]);
    await expect(renewWebhookSecret(stranger, { webhookId, lockVersion: 3, overlapHours: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await db
      .update(webhooks)
      .set({ formerSecret: "x", formerSecretUntil: new Date(Date.now() - 1) })
      .where(eq(webhooks.id, webhookId));
    await sweepDeliveries(db);
    expect((await stored(webhookId))?.formerSecret).toBeNull();
    expect(await actions()).toEqual(["webhook.created", ...Array(3).fill("webhook.secret_renewed")]);
  });
});
