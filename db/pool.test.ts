import { spawnSync } from "node:child_process";
import { sql as text } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { connect } from "./client";
import { isRead } from "./lost-connection";
import { testDb } from "./testing";

const { url, sql: quiet } = await testDb();
await quiet`create table kept (note text)`;
const admin = postgres(url, { max: 2, onnotice: () => {} });
const faults: Error[] = [];
const note = (error: Error) => faults.push(error);
process.on("uncaughtException", note);
let pools: postgres.Sql[] = [];
beforeEach(async () => {
  await Promise.all(pools.map((sql) => sql.end({ timeout: 1 })));
  pools = [];
  await admin`delete from kept`;
});
afterAll(async () => {
  process.off("uncaughtException", note);
  await Promise.all([admin, ...pools].map((sql) => sql.end({ timeout: 1 })));
});

const underTest = "application_name = 'under-test' and datname = current_database()";
const endAll = `select pg_terminate_backend(pid) from pg_stat_activity where ${underTest}`;
const one = text`select 1 as one`;
const notes = async () => (await admin`select note from kept order by note`).map((row) => row.note);
const insert = (word: string) => text`insert into kept (note) values (${word})`;
const lost = expect.objectContaining({ code: expect.stringMatching(/^(CONNECTION_CLOSED|ECONNRESET|EPIPE|57P01)$/) });

async function warmPool() {
  const { sql, db } = connect(url, { max: 3, connection: { application_name: "under-test" } });
  pools.push(sql);
  await Promise.all([1, 2, 3].map(() => db.execute(text`select pg_sleep(0.05)`)));
  return db;
}

/** Waits until so many connections under test are in this state. */
const waitFor = (count: number, where: string) =>
  vi.waitFor(
    async () => {
      const [row] = await admin.unsafe(
        `select count(*)::int as n from pg_stat_activity where ${underTest} and ${where}`,
      );
      expect(row?.n).toBe(count);
    },
    { timeout: 10_000 },
  );

/** Ends every connection under test while this process does not look, so that it still takes them for open. */
function killUnseen() {
  const script = `const { default: postgres } = await import("postgres"); const sql = postgres(process.argv[1], { max: 1 });
    await sql.unsafe(process.argv[2]); await sql.end();`;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", script, url, endAll], {
    encoding: "utf8",
    timeout: 20_000,
  });
  expect(done.stderr).toBe("");
}

/** Holds the table until told, so that statements on it are under way. */
async function holdTable() {
  let release = () => {};
  const held = new Promise<void>((holding) => {
    void admin.begin(async (tx) => {
      await tx`lock table kept in access exclusive mode`;
      holding();
      await new Promise<void>((done) => {
        release = done;
      });
    });
  });
  await held;
  return () => release();
}

test("reads are answered when every connection was closed behind the back of the pool", async () => {
  const db = await warmPool();
  for (let round = 0; round < 3; round++) {
    killUnseen();
    const rows = await Promise.all(Array.from({ length: 12 }, () => db.execute(one)));
    expect(rows.map(([row]) => row)).toEqual(rows.map(() => ({ one: 1 })));
  }
});

test("a read under way is sent again, and what comes after it never hears of the loss", async () => {
  const db = await warmPool();
  const release = await holdTable();
  const reads = [1, 2, 3].map(async () => db.execute(text`select count(*)::int as n from kept`));
  await waitFor(3, "wait_event_type = 'Lock'");
  await admin.unsafe(endAll);
  await waitFor(3, "wait_event_type = 'Lock'");
  release();
  for (const [row] of await Promise.all(reads)) expect(row).toEqual({ n: 0 });
  for (let i = 0; i < 6; i++) await db.execute(insert(`after ${i}`));
  expect(await notes()).toHaveLength(6);
});

test("a write under way is not sent again; the next one goes through", async () => {
  const db = await warmPool();
  const release = await holdTable();
  const write = db.execute(insert("lost")).catch((error) => error.cause);
  await waitFor(1, "wait_event_type = 'Lock'");
  await admin.unsafe(endAll);
  expect(await write).toEqual(lost);
  release();
  await db.execute(insert("next"));
  expect(await notes()).toEqual(["next"]);
});

test("a transaction that had not begun begins once more, and its work runs once", async () => {
  const db = await warmPool();
  killUnseen();
  const work = vi.fn((tx: Pick<typeof db, "execute">) => tx.execute(insert("kept")));
  await db.transaction(work);
  expect(work).toHaveBeenCalledTimes(1);
  expect(await notes()).toEqual(["kept"]);
});

test.each(["a transaction", "a transaction within one"])(
  "%s whose connection is closed keeps nothing, writes nothing later and ends nobody",
  async (kind) => {
    const db = await warmPool();
    let goOn = () => {};
    const paused = new Promise<void>((done) => {
      goOn = done;
    });
    let later: unknown;
    type Executor = Pick<typeof db, "execute">;
    const steps = async (tx: Executor) => {
      await tx.execute(insert("first"));
      await paused;
      later = await tx.execute(insert("later")).catch((error) => error.cause);
    };
    const told = db
      .transaction((tx) => (kind === "a transaction" ? steps(tx) : tx.transaction(steps)))
      .catch((error) => error);
    await waitFor(1, "state = 'idle in transaction' and query like 'insert%'");
    await admin.unsafe(endAll);
    expect(await told).toEqual(lost);
    await Promise.all(Array.from({ length: 6 }, () => db.execute(one)));
    goOn();
    await vi.waitFor(() => expect(later).toEqual(lost));
    await db.execute(insert("other"));
    expect(await notes()).toEqual(["other"]);
    expect(faults).toEqual([]);
  },
);

test("a transaction whose statement is under way keeps nothing and ends nobody", async () => {
  const db = await warmPool();
  const release = await holdTable();
  const told = db.transaction((tx) => tx.execute(insert("lost"))).catch((error) => error.cause ?? error);
  await waitFor(1, "wait_event_type = 'Lock'");
  await admin.unsafe(endAll);
  expect(await told).toEqual(lost);
  release();
  await db.execute(insert("next"));
  expect(await notes()).toEqual(["next"]);
  expect(faults).toEqual([]);
});

test("the loss of one connection leaves work on the others alone", async () => {
  const db = await warmPool();
  const release = await holdTable();
  const waiting = Promise.all([db.execute(text`select count(*)::int as n from kept`)]);
  await waitFor(1, "wait_event_type = 'Lock'");
  const blocked = db.transaction(async (tx) => {
    await tx.execute(text`select 'mine'`);
    await tx.execute(insert("kept"));
  });
  await waitFor(2, "wait_event_type = 'Lock'");
  await admin.unsafe(`${endAll} and query like '%count(*)%'`);
  await waitFor(2, "wait_event_type = 'Lock'");
  release();
  await blocked;
  expect(await waiting).toHaveLength(1);
  expect(await notes()).toEqual(["kept"]);
});

test("an error of a statement rolls back and reaches the caller as before", async () => {
  const db = await warmPool();
  const failing = db.transaction(async (tx) => {
    await tx.execute(insert("undone"));
    await tx.execute(text`select 1 / 0`);
  });
  await expect(failing).rejects.toMatchObject({ cause: { code: "22012" } });
  expect(await notes()).toEqual([]);
});

test.each([
  ["select * from runs", true],
  ["  (select 1) union (select 2)", true],
  ["with a as (select 1) select * from a", true],
  ["with a as (delete from runs returning id) select * from a", false],
  ["insert into runs select * from runs", false],
  ["update runs set name = 'select'", false],
  ["select * from runs for update", false],
  ["select graphile_worker.add_job('x')", false],
  ["commit", false],
])("%s: safe to send twice is %s", (statement, safe) => {
  expect(isRead(statement)).toBe(safe);
});
