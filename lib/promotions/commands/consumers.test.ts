import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEvents, modelConsumers } from "@/db/schema";
import { testDb } from "@/db/testing";
import { collectEvidence } from "../collect-evidence";
import { listConsumers } from "../consumers-query";
import { buildWorld, start } from "../testing";
import { request, requestInput, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";
import { evaluatePromotion } from "./evaluate-promotion";
import { registerConsumer } from "./register-consumer";
import { retireConsumer } from "./retire-consumer";

const { db } = await testDb();
const desk = {
  name: "Case worker desk",
  schema: JSON.stringify({ inputs: [{ name: "age", type: "double" }], outputs: [{ type: "double" }] }),
};
const world = () => buildWorld(db);
type World = Awaited<ReturnType<typeof world>>;
const eventsOf = async (w: World, action: string) =>
  (
    await db
      .select({ summary: auditEvents.summary })
      .from(auditEvents)
      .where(and(eq(auditEvents.objectId, w.modelId), eq(auditEvents.action, action)))
  ).map(({ summary }) => summary);

test("a consumer is registered with its pinned schema, on record, and part of the evidence", async () => {
  const w = await world();
  const { consumerId } = await registerConsumer(w.as("jun"), {
    ...desk,
    modelId: w.modelId,
    ownerUserId: w.ids.otto.userId,
  });
  expect(await listConsumers(w.system(), w.modelId)).toMatchObject([
    { id: consumerId, name: desk.name, ownerName: "Otto Berg" },
  ]);
  expect(await eventsOf(w, "consumer.registered")).toEqual([
    "registered Case worker desk as a consumer of model income-eligibility",
  ]);
  const asked = { ...requestInput(w), id: "not-asked-yet", environment: "production" };
  const evidence = await collectEvidence(w.system(), db, asked, start, []);
  expect(evidence.consumers).toMatchObject([
    { id: consumerId, sends: [{ name: "age", type: "double", required: null }] },
  ]);
  expect(evidence.contract?.candidate?.inputs).toMatchObject([{ name: "age" }]);
});

test("a name that is registered is refused, and is free again once it is retired", async () => {
  const w = await world();
  const input = { ...desk, modelId: w.modelId };
  const { consumerId } = await registerConsumer(w.as("jun"), input);
  await expect(registerConsumer(w.as("jun"), input)).rejects.toMatchObject({ code: "CONFLICT" });
  await retireConsumer(w.as("ines"), { consumerId, reason: "The desk moved to the new service" });
  expect(await listConsumers(w.system(), w.modelId)).toEqual([]);
  expect(await eventsOf(w, "consumer.retired")).toEqual([
    "retired Case worker desk as a consumer of model income-eligibility",
  ]);
  await registerConsumer(w.as("jun"), input);
  await expect(retireConsumer(w.as("ines"), { consumerId, reason: "again" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
});

test("two who register one name at once make one consumer", async () => {
  const w = await world();
  const input = { ...desk, modelId: w.modelId };
  const both = await Promise.allSettled([registerConsumer(w.as("jun"), input), registerConsumer(w.as("otto"), input)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await listConsumers(w.system(), w.modelId)).toHaveLength(1);
});

test("another schema replaces the first, which stays on record; a loser of the race changes nothing", async () => {
  const w = await world();
  const { consumerId } = await registerConsumer(w.as("otto"), { ...desk, modelId: w.modelId });
  const schema = JSON.stringify({ outputs: [{ name: "score", type: "double" }] });
  const second = { ...desk, modelId: w.modelId, schema, replaces: consumerId };
  await registerConsumer(w.as("otto"), second);
  await expect(registerConsumer(w.as("otto"), second)).rejects.toMatchObject({ code: "CONFLICT" });
  const all = await db.select().from(modelConsumers).where(eq(modelConsumers.modelId, w.modelId));
  expect(all.filter((row) => row.retiredAt === null)).toMatchObject([{ schema: { outputs: [{ name: "score" }] } }]);
  expect(all).toHaveLength(2);
});

test("those who ask for promotions register, and neither retire nor replace", async () => {
  const w = await world();
  const { consumerId } = await registerConsumer(w.as("maya"), { ...desk, modelId: w.modelId });
  const denied = { code: "FORBIDDEN" };
  await expect(retireConsumer(w.as("maya"), { consumerId, reason: "in my way" })).rejects.toMatchObject(denied);
  await expect(
    registerConsumer(w.as("maya"), { ...desk, modelId: w.modelId, replaces: consumerId }),
  ).rejects.toMatchObject(denied);
  await expect(registerConsumer(w.as("vera"), { ...desk, modelId: w.modelId })).rejects.toMatchObject(denied);
});

test("whoever replaces a schema after a promotion was requested may not approve it, nor carry an approval through", async () => {
  const w = await world();
  const { consumerId } = await registerConsumer(w.as("jun"), { ...desk, modelId: w.modelId });
  w.moveClock(1);
  const { number } = await request(w);
  const before = await shown(w, number);
  await approvePromotion(w.as("rosa"), { number, subjectDigest: before.subjectDigest });
  w.moveClock(1);
  const looser = { ...desk, modelId: w.modelId, schema: JSON.stringify({ outputs: [{ type: "double" }] }) };
  await registerConsumer(w.as("rosa", 1, ["reviewer", "operator"]), { ...looser, replaces: consumerId });
  await evaluatePromotion(w.system(), { number });
  const { subjectDigest } = await shown(w, number);
  await expect(approvePromotion(w.as("rosa"), { number, subjectDigest })).rejects.toThrow(
    /changed what the consumer "Case worker desk" holds it to, after it was requested/,
  );
  expect(await approvePromotion(w.as("ines"), { number, subjectDigest })).toMatchObject({ approvals: 1 });
  expect(await approvePromotion(w.as("rafi"), { number, subjectDigest })).toMatchObject({ state: "approved" });
});

test("a schema that was retired before the request keeps nobody from deciding", async () => {
  const w = await world();
  const { consumerId } = await registerConsumer(w.as("jun"), { ...desk, modelId: w.modelId });
  const officer = w.as("ines");
  await retireConsumer(officer, { consumerId, reason: "The desk moved on" });
  w.moveClock(1);
  const { number } = await request(w);
  const { subjectDigest } = await shown(w, number);
  expect(await approvePromotion(w.as("ines"), { number, subjectDigest })).toMatchObject({ approvals: 1 });
});

test("what belongs to another project is not found", async () => {
  const [w, other] = [await world(), await world()];
  const { consumerId } = await registerConsumer(w.as("otto"), { ...desk, modelId: w.modelId });
  const missing = { code: "NOT_FOUND" };
  await expect(registerConsumer(other.as("otto"), { ...desk, modelId: w.modelId })).rejects.toMatchObject(missing);
  await expect(retireConsumer(other.as("otto"), { consumerId, reason: "not mine" })).rejects.toMatchObject(missing);
});

test.each([
  ["", "must not be empty"],
  ["{", "The schema is not JSON"],
  ['{"inputs": [{"name": "age"}]}', "The schema.inputs.0 has no type"],
  ['{"inputs": [{"name": "a", "type": "long"}, {"name": "a", "type": "long"}]}', "name each field once"],
])("the schema %s is refused with what is wrong, and nothing is stored", async (schema, message) => {
  const w = await world();
  await expect(registerConsumer(w.as("otto"), { ...desk, modelId: w.modelId, schema })).rejects.toThrow(message);
  expect(await listConsumers(w.system(), w.modelId)).toEqual([]);
});

test("the database keeps a registration as it is", async () => {
  const w = await world();
  const { consumerId } = await registerConsumer(w.as("otto"), { ...desk, modelId: w.modelId });
  const here = eq(modelConsumers.id, consumerId);
  await expect(
    db
      .update(modelConsumers)
      .set({ schema: { inputs: [], outputs: [] } })
      .where(here),
  ).rejects.toMatchObject({
    cause: { message: expect.stringContaining("does not change") },
  });
  await expect(db.delete(modelConsumers).where(here)).rejects.toMatchObject({
    cause: { message: expect.stringContaining("append-only") },
  });
  expect(await db.$count(modelConsumers, sql`${here}`)).toBe(1);
});
