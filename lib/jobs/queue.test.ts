import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDb } from "@/db/testing";
import { enqueue } from "./queue";

const { db, sql: pg } = await testDb();
const waiting = () =>
  pg<{ task: string; payload: unknown; key: string | null }[]>`
  select t.identifier as task, j.payload, j.key from graphile_worker._private_jobs j
  join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`.then((rows) => rows.map((r) => ({ ...r })));

const payload = { projectId: 1, promotionId: "a" };

test("a job exists exactly when its transaction commits", async () => {
  await expect(
    db.transaction(async (tx) => {
      await enqueue(tx, "promotion.execute", payload);
      throw new Error("the change is refused");
    }),
  ).rejects.toThrow("the change is refused");
  expect(await waiting()).toEqual([]);
  await db.transaction((tx) => enqueue(tx, "promotion.execute", payload));
  expect(await waiting()).toEqual([{ task: "promotion.execute", payload, key: null }]);
});

test("a key keeps one waiting job", async () => {
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  for (const promotionId of ["a", "b"]) {
    await db.transaction((tx) => enqueue(tx, "promotion.execute", { projectId: 1, promotionId }, { key: "one" }));
  }
  expect(await waiting()).toEqual([
    { task: "promotion.execute", payload: { projectId: 1, promotionId: "b" }, key: "one" },
  ]);
});

test("a job that is to be kept is neither replaced nor doubled", async () => {
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  for (const promotionId of ["a", "b"]) {
    const options = { key: "one", keep: true };
    await db.transaction((tx) => enqueue(tx, "promotion.execute", { projectId: 1, promotionId }, options));
  }
  expect(await waiting()).toEqual([
    { task: "promotion.execute", payload: { projectId: 1, promotionId: "a" }, key: "one" },
  ]);
});

test("a payload of the wrong shape is refused and writes nothing", async () => {
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  const wrong = { projectId: 1 } as unknown as { projectId: number; promotionId: string };
  await expect(db.transaction((tx) => enqueue(tx, "promotion.execute", wrong))).rejects.toThrow();
  expect(await waiting()).toEqual([]);
});
