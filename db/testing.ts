import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { connect } from "./client";

/**
 * A database of one's own for a test file, migrated and empty, on a real server. Call it once, at the top of the file:
 * `const { db, sql } = await testDb();`. It is dropped when the file ends. DATABASE_URL names it too, so that code which
 * reaches for `getDb()` finds the same database.
 */
export async function testDb() {
  const server = inject("databaseServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin`create database ${admin(name)} template template_countersign`;
  const url = server.replace(/\/[^/]*$/, `/${name}`);
  process.env.DATABASE_URL = url;
  const { sql, db } = connect(url);
  afterAll(async () => {
    const held = globalThis as { countersignPool?: { sql: postgres.Sql } };
    await Promise.all([sql.end({ timeout: 1 }), held.countersignPool?.sql.end({ timeout: 1 })]);
    await admin`drop database ${admin(name)} with (force)`;
    await admin.end({ timeout: 1 });
  });
  return { db, sql, url };
}
