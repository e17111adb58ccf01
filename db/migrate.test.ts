import { expect, test } from "vitest";
import { migrateDatabase } from "./migrate";
import { pendingMigrations } from "./pending-migrations";
import { testDb } from "./testing";

const { sql, url } = await testDb();

test("a test database has every migration and the job queue", async () => {
  expect(await pendingMigrations(sql)).toEqual([]);
  const [queue] =
    await sql`select to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, integer, text, integer, text[], text)') as found`;
  expect(queue?.found).not.toBeNull();
});

test("migrating twice, and twice at once, changes nothing", async () => {
  expect(await Promise.all([migrateDatabase(url), migrateDatabase(url)])).toEqual([[], []]);
});

test("a database that has lost its last migration says which", async () => {
  await sql`delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`;
  expect(await pendingMigrations(sql)).toHaveLength(1);
});
