import { createHmac } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, describe, expect, it, vi } from "vitest";
import { auditEvents, webhookDeliveries, webhooks } from "@/db/schema";
import { testDb } from "@/db/testing";
import { signedIn } from "@/lib/auth/testing";
import { deliverWebhookJob } from "@/lib/integrations/webhooks/deliver-job";
import { startReceiver } from "@/lib/integrations/webhooks/testing-receiver";
import { drain } from "@/lib/notifications/testing";
import { mv, registryScene, rm } from "../registry/testing";
import { wireClient } from "../testing";

const { db } = await testDb();
vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");
vi.stubEnv("WEBHOOK_ALLOW_LOOPBACK", "1");
const receiver = await startReceiver();
afterAll(receiver.close);
const { project, call, newModel, newVersion } = await registryScene(db);
const ada = await signedIn(db, project, "ada", ["admin"]);
const admin = await wireClient(ada, ["webhooks"]);
const hooks = "/mlflow/webhooks";
const created = { entity: "MODEL_VERSION", action: "CREATED" };
let n = 0;

async function make(more: object = {}) {
  const { status, body } = await admin("POST", hooks, {
    name: `wh-${++n}`,
    url: receiver.url,
    events: [created],
    ...more,
  });
  expect([status, body.message]).toEqual([200, undefined]);
  return body.webhook as { webhook_id: string };
}
const refusal = async (method: string, path: string, input: object, by = admin) => {
  const { status, body } = await by(method, path, input);
  return [status, body.error_code, body.message];
};

/** Lets the log be told of, and makes every attempt that is due. */
async function deliverAll() {
  receiver.received.length = 0;
  await drain(db);
  const due = await db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.projectId, project.id), eq(webhookDeliveries.state, "pending")));
  for (const { id } of due) await deliverWebhookJob({ projectId: project.id, deliveryId: id }, { db }, {});
  return receiver.received;
}

/** As upstream's documentation has receivers check it. */
function isSigned({ headers, body }: (typeof receiver.received)[number], secret: string): boolean {
  const signed = `${headers["x-mlflow-delivery-id"]}.${headers["x-mlflow-timestamp"]}.${body}`;
  return headers["x-mlflow-signature"] === `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`;
}

describe("webhooks of MLflow's clients", () => {
  it("are made, listed, changed and removed, their secret never told", async () => {
    const { webhook_id } = await make({ secret: "s3cret", description: "d" });
    const listed = await admin("GET", hooks);
    expect(JSON.stringify(listed.body)).not.toContain("s3cret");
    expect(listed.body.webhooks).toMatchObject([
      { webhook_id, url: receiver.url, events: [created], status: "ACTIVE", description: "d" },
    ]);
    const patch = {
      events: [{ entity: "MODEL_VERSION_ALIAS", action: "CREATED" }],
      status: "DISABLED",
      description: "",
    };
    expect((await admin("PATCH", `${hooks}/${webhook_id}`, patch)).body.webhook).toMatchObject({
      events: patch.events,
      status: "DISABLED",
    });
    expect(await admin("DELETE", `${hooks}/${webhook_id}`)).toEqual({ status: 200, body: {} });
    expect((await refusal("GET", `${hooks}/${webhook_id}`, {})).slice(0, 2)).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    expect((await admin("GET", hooks)).body).toEqual({});
    const events = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.objectId, webhook_id))
      .orderBy(auditEvents.id);
    expect(events.map(({ action }) => action)).toEqual(["webhook.created", "webhook.changed", "webhook.removed"]);
    const [row] = await db.select().from(webhooks).where(eq(webhooks.id, webhook_id));
    expect(row?.secret).toBe("");
  });

  it.each([
    [{ name: "-a" }, "must start and end with a letter or digit"],
    [{ name: "a".repeat(64) }, "at most 63 characters"],
    [{ url: "http://169.254.169.254/latest" }, "The address must start with https://"],
    [{ url: "https://10.0.0.1/x" }, "internal address"],
    [{ url: "file:///etc/passwd" }, "address"],
    [{ events: [] }, "parameter 'events'"],
    [{ events: [{ entity: "MODEL_VERSION", action: "SET" }] }, "Invalid action 'SET' for entity 'MODEL_VERSION'"],
    [{ events: [{ entity: "RUN", action: "CREATED" }] }, "parameter 'events[0].entity'"],
  ])("are refused with %j", async (more, message) => {
    const [status, code, text] = await refusal("POST", hooks, {
      name: "x",
      url: receiver.url,
      events: [created],
      ...more,
    });
    expect([status, code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(text).toContain(message);
  });

  it("are an administrator's, with a scope of its own", async () => {
    expect((await refusal("GET", hooks, {}, call)).slice(0, 2)).toEqual([403, "PERMISSION_DENIED"]);
  });

  it("are told of versions, tags and aliases, signed as their receivers check it", async () => {
    const pairs = [
      "MODEL_VERSION.CREATED",
      "REGISTERED_MODEL.CREATED",
      "MODEL_VERSION_TAG.SET",
      "MODEL_VERSION_TAG.DELETED",
    ];
    const aliases = ["MODEL_VERSION_ALIAS.CREATED", "MODEL_VERSION_ALIAS.DELETED"];
    const events = [...pairs, ...aliases].map((pair) => ({ entity: pair.split(".")[0], action: pair.split(".")[1] }));
    const { webhook_id } = await make({ secret: "s3cret", events });
    await newModel("told");
    const { run_id } = await newVersion("told");
    await call("POST", `${mv}/set-tag`, { name: "told", version: "1", key: "k", value: "v" });
    await call("POST", `${rm}/alias`, { name: "told", alias: "challenger", version: "1" });
    await call("DELETE", `${rm}/alias`, { name: "told", alias: "challenger" });
    await call("PATCH", `${mv}/update`, { name: "told", version: "1", description: "not told" });
    const received = await deliverAll();
    const bodies = received.map(({ body }) => JSON.parse(body) as { entity: string; action: string; data: object });
    const of = (entity: string, action: string) =>
      bodies.find((body) => body.entity === entity && body.action === action)?.data;
    expect(bodies).toHaveLength(5);
    expect(of("registered_model", "created")).toEqual({ name: "told", tags: {}, description: null });
    expect(of("model_version", "created")).toMatchObject({
      name: "told",
      version: "1",
      source: `runs:/${run_id}/model`,
      run_id,
    });
    expect(of("model_version_tag", "set")).toEqual({ name: "told", version: "1", key: "k", value: "v" });
    expect(of("model_version_alias", "created")).toEqual({ name: "told", alias: "challenger", version: "1" });
    expect(of("model_version_alias", "deleted")).toEqual({ name: "told", alias: "challenger" });
    expect(received.every((message) => isSigned(message, "s3cret"))).toBe(true);
    await call("DELETE", `${mv}/delete-tag`, { name: "told", version: "1", key: "k" });
    receiver.answer = 500;
    expect((await deliverAll()).map(({ body }) => JSON.parse(body).data)).toEqual([
      { name: "told", version: "1", key: "k" },
    ]);
    receiver.answer = 204;
    await admin("DELETE", `${hooks}/${webhook_id}`);
  });

  it("are called once for a test, without a signature when they have no secret", async () => {
    const { webhook_id } = await make();
    receiver.received.length = 0;
    const test = (input: object = {}) => admin("POST", `${hooks}/${webhook_id}/test`, input);
    expect((await test()).body).toEqual({ result: { success: true, response_status: 204 } });
    expect(receiver.received[0]?.headers["x-mlflow-signature"]).toBeUndefined();
    expect(JSON.parse(receiver.received[0]?.body ?? "{}")).toMatchObject({
      entity: "model_version",
      action: "created",
    });
    receiver.answer = 503;
    expect((await test({ event: { entity: "PROMPT", action: "CREATED" } })).body.result).toMatchObject({
      success: false,
      response_status: 503,
    });
    receiver.answer = 204;
    await admin("DELETE", `${hooks}/${webhook_id}`);
  });
});
