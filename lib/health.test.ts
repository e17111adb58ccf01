import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { connect } from "@/db/client";
import { connectOrStart } from "@/db/embedded";
import { findPlace } from "@/db/embedded-folder";
import { stopServer } from "@/db/embedded-server";
import { killServer } from "@/db/embedded-testing";
import { migrateDatabase } from "@/db/migrate";
import { testDb } from "@/db/testing";
import { checkHealth } from "./health";

const { sql: ready } = await testDb();
const folder = mkdtempSync(join(tmpdir(), "countersign-health-"));
chmodSync(folder, 0o711);
const place = findPlace(folder);
afterAll(() => {
  stopServer(place);
  rmSync(folder, { recursive: true, force: true });
});

test("a migrated database that answers is healthy", async () => {
  expect(await checkHealth(() => ready)).toEqual({ status: "ok", database: "ok", migrations: "done" });
});

test("names missing migrations, then a database that is gone, and recovers by itself when it is back", async () => {
  const server = await connectOrStart({ folder });
  const { sql } = connect(server.url);
  expect(await checkHealth(() => sql)).toMatchObject({
    status: "unavailable",
    reason: expect.stringMatching(/migration/),
  });
  await migrateDatabase(server.url);
  expect(await checkHealth(() => sql)).toMatchObject({ status: "ok" });

  killServer(place);
  await expect.poll(() => checkHealth(() => sql).then((health) => health.status)).toBe("unavailable");
  for (let i = 0; i < 20; i++)
    expect(await checkHealth(() => sql)).toMatchObject({
      status: "unavailable",
      reason: expect.stringMatching(/database/),
    });

  expect(await server.revive()).toBe(true);
  await expect.poll(() => checkHealth(() => sql).then((health) => health.status), { timeout: 5_000 }).toBe("ok");
  await sql.end({ timeout: 1 });
  await server.close();
});

test("a database that accepts but does not answer is not waited for", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { sql } = connect(`postgres://nobody@127.0.0.1:${(silent.address() as AddressInfo).port}/none`);
  const reason = "The database did not answer within 0.1 s.";
  expect(await checkHealth(() => sql, 100)).toEqual({ status: "unavailable", reason });
  await sql.end({ timeout: 0 });
  silent.close();
});
