import { sql as text } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { connect } from "./client";
import { copyIn } from "./copy-in";
import { testDb } from "./testing";

const { url, sql: quiet } = await testDb();
await quiet`create table copied (id int primary key, note text)`;
const admin = postgres(url, { max: 1, onnotice: () => {} });
const { sql, db } = connect(url, { max: 2, connection: { application_name: "copying" } });
const faults: unknown[] = [];
const note = (fault: unknown) => faults.push(fault);
process.on("uncaughtException", note).on("unhandledRejection", note);
beforeEach(() => quiet`truncate copied`);
afterAll(async () => {
  process.off("uncaughtException", note).off("unhandledRejection", note);
  await Promise.all([sql.end({ timeout: 1 }), admin.end({ timeout: 1 })]);
  expect(faults).toEqual([]);
});

const stored = () => quiet`select id, note from copied order by id`.then((rows) => rows.map((row) => ({ ...row })));

test("rows come in with the transaction, whatever is written in them", async () => {
  await db.transaction(async (tx) => {
    await copyIn(tx, "copied", ["note", "id"], ["a\\tb\\\\\\nc\t1\n", "\\N\t2\n"]);
    await tx.execute(text`insert into copied values (3, 'after')`);
  });
  expect(await stored()).toEqual([
    { id: 1, note: "a\tb\\\nc" },
    { id: 2, note: null },
    { id: 3, note: "after" },
  ]);
  await expect(
    db.transaction(async (tx) => {
      await copyIn(tx, "copied", ["id"], ["4\n"]);
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  expect(await stored()).toHaveLength(3);
});

test("many megabytes come in whole", async () => {
  const rows = Array.from({ length: 20_000 }, (_, id) => `${id}\t${"x".repeat(200)}\n`);
  await db.transaction((tx) => copyIn(tx, "copied", ["id", "note"], rows));
  expect((await quiet`select count(*)::int as n, sum(length(note))::int as length from copied`)[0]).toEqual({
    n: 20_000,
    length: 4_000_000,
  });
});

test.each([
  ["a row that is there already", "1\tagain\n", "23505"],
  ["a row that cannot be read", "word\tx\n", "22P02"],
])("%s undoes its savepoint alone", async (_, row, code) => {
  await db.transaction(async (tx) => {
    await tx.execute(text`insert into copied values (1, 'first')`);
    const many = Array.from({ length: 5000 }, (_, id) => `${id + 2}\t${"x".repeat(100)}\n`);
    const copying = tx.transaction((part) => copyIn(part, "copied", ["id", "note"], [...many, row, ...many]));
    await expect(copying).rejects.toMatchObject({ code });
    await tx.execute(text`insert into copied values (2, 'second')`);
  });
  expect(await stored()).toEqual([
    { id: 1, note: "first" },
    { id: 2, note: "second" },
  ]);
});

test("a connection that is closed under the rows ends the transaction, and the pool goes on", async () => {
  let release = () => {};
  const held = new Promise<void>((holding) => {
    void quiet.begin(async (tx) => {
      await tx`insert into copied values (1, 'held')`;
      holding();
      await new Promise<void>((done) => {
        release = done;
      });
    });
  });
  await held;
  // The copy waits for the row that the other transaction has not committed.
  const rows = Array.from({ length: 20_000 }, (_, id) => `${id + 1}\t${"x".repeat(500)}\n`);
  const copying = db.transaction((tx) => tx.transaction((part) => copyIn(part, "copied", ["id", "note"], rows)));
  const outcome = expect(copying).rejects.toMatchObject({
    code: expect.stringMatching(/CONNECTION|ECONNRESET|EPIPE|57P01/),
  });
  await vi.waitFor(
    async () => {
      const ended = await admin`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'copying' and datname = current_database() and wait_event_type = 'Lock'`;
      expect(ended).toHaveLength(1);
    },
    { timeout: 10_000 },
  );
  await outcome;
  release();
  await db.transaction((tx) => copyIn(tx, "copied", ["id", "note"], ["7\tlater\n"]));
  expect(await stored()).toContainEqual({ id: 7, note: "later" });
});
