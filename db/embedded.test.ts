import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, expect, test } from "vitest";
import { connectOrStart, type Embedded } from "./embedded";
import { findPlace } from "./embedded-folder";
import { processFacts } from "./embedded-processes";
import { findPostmaster, stopServer } from "./embedded-server";
import { killServer } from "./embedded-testing";

const folder = mkdtempSync(join(tmpdir(), "countersign-embedded-"));
chmodSync(folder, 0o711);
const place = findPlace(folder);
let server: Embedded | undefined;
let child: ChildProcess | undefined;

async function start(): Promise<Embedded> {
  server = await connectOrStart({ folder });
  return server;
}
async function query<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
const rows = (url: string) =>
  query(url, (sql) => sql`select count(*)::int as n from kept`.then((r) => r[0]?.n as number));
const serverPid = () => findPostmaster(place)?.pid ?? 0;

/** Another process that starts or joins the server of this folder and stays until killed. */
async function startElsewhere(): Promise<string> {
  const script = `const { connectOrStart } = await import(${JSON.stringify(new URL("./embedded.ts", import.meta.url).href)});
    const s = await connectOrStart({ folder: ${JSON.stringify(folder)} });
    console.log("joined " + s.attached);
    process.on("SIGTERM", async () => { await s.close(); process.exit(0); });
    setInterval(() => {}, 1000);`;
  child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((done) => child?.stdout?.once("data", (data) => done(String(data).trim())));
}
const ended = (process: ChildProcess) =>
  new Promise((done) => (process.exitCode !== null || process.signalCode ? done(null) : process.once("exit", done)));
async function end(signal: NodeJS.Signals): Promise<void> {
  if (!child) return;
  child.kill(signal);
  await ended(child);
  child = undefined;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
  await end("SIGKILL");
});
afterAll(() => {
  stopServer(place);
  rmSync(folder, { recursive: true, force: true });
});

test("a new folder gets a server on loopback with a password, and keeps its rows", async () => {
  const first = await start();
  expect(first).toMatchObject({ isNew: true, attached: false });
  await query(first.url, (sql) => sql.unsafe("create table kept (id int primary key); insert into kept values (1)"));
  expect(await query(first.url, (sql) => sql`show listen_addresses`.then((r) => r[0]?.listen_addresses))).toBe(
    "127.0.0.1",
  );
  await expect(query(first.url.replace(/:[^:@]+@/, ":wrong@"), (sql) => sql`select 1`)).rejects.toMatchObject({
    code: "28P01",
  });
  expect(statSync(place.data).mode & 0o777).toBe(0o700);
  expect(statSync(join(place.data, "countersign.json")).mode & 0o777).toBe(0o600);
  await first.close();
  expect(serverPid()).toBe(0);
  const second = await start();
  expect(second).toMatchObject({ isNew: false, attached: false });
  expect(await rows(second.url)).toBe(1);
});

test("the last one out stops the server, whoever started it", async () => {
  expect(await startElsewhere()).toBe("joined false");
  const mine = await start();
  expect(mine.attached).toBe(true);
  const pid = serverPid();
  await end("SIGTERM");
  expect(await rows(mine.url)).toBe(1);
  await mine.close();
  expect(processFacts(pid)).toBeNull();
});

test("the orphaned server of a killed process is joined", async () => {
  await startElsewhere();
  const pid = serverPid();
  await end("SIGKILL");
  expect(processFacts(pid)).not.toBeNull();
  const mine = await start();
  expect(mine.attached).toBe(true);
  expect(serverPid()).toBe(pid);
  await mine.close();
  expect(processFacts(pid)).toBeNull();
});

test("starts at the same moment share one server", async () => {
  const [mine, other] = await Promise.all([start(), startElsewhere()]);
  expect([mine.attached, other === "joined true"].filter(Boolean)).toHaveLength(1);
});

test("a killed server loses no acknowledged row", async () => {
  const before = await start();
  const sql = postgres(before.url, { max: 4, fetch_types: false, onnotice: () => {} });
  const acknowledged: number[] = [];
  for (let id = 100; id < 500; id++) {
    sql`insert into kept values (${id})`.then(
      () => acknowledged.push(id),
      () => {},
    );
  }
  while (acknowledged.length < 50) await new Promise((done) => setTimeout(done, 1));
  killServer(place);
  await sql.end({ timeout: 1 });
  // Queued rows may settle late, or reach the next server: only what was acknowledged until now is promised by this one.
  const promised = [...acknowledged];
  const after = await start();
  expect(after.attached).toBe(false);
  await before.close();
  const found = await query(after.url, (pg) => pg<{ id: number }[]>`select id from kept where id >= 100`);
  const ids = new Set(found.map((row) => row.id));
  expect(promised.length).toBeGreaterThanOrEqual(50);
  expect(promised.filter((id) => !ids.has(id))).toEqual([]);
});

test.each([
  ["a dead process", () => 2 ** 22 + 12_345],
  ["a process that is not PostgreSQL", () => process.pid],
])("a pid file that names %s does not stop the start", async (_, pid) => {
  writeFileSync(join(place.data, "postmaster.pid"), `${pid()}\n${place.data}\n0\n5432\n\n\n`);
  const mine = await start();
  expect(mine.attached).toBe(false);
  expect(await rows(mine.url)).toBeGreaterThan(0);
});

test.runIf(process.platform === "linux")("a zombie does not count as alive", async () => {
  // The child ends only once its parent is a process that never asks for it; a shell would.
  const parent = spawn("sh", ["-c", "cat <&3 & echo $!; exec sleep 30 3<&-"], {
    stdio: ["ignore", "pipe", "ignore", "pipe"],
  });
  const pid = Number(await new Promise((done) => parent.stdout?.once("data", done)));
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, "utf8"), { timeout: 20_000 }).toBe("sleep\n");
  parent.stdio[3]?.destroy();
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, "utf8"), { timeout: 20_000 }).toContain(") Z ");
  expect(processFacts(pid)).toBeNull();
  parent.kill("SIGKILL");
});

test("what an interrupted first start left behind does not stop the next", async () => {
  const other = mkdtempSync(join(tmpdir(), "countersign-embedded-"));
  chmodSync(other, 0o711);
  mkdirSync(join(other, "postgres.new"));
  writeFileSync(join(other, "postgres.new", "PG_VERSION"), "18");
  writeFileSync(join(other, "lock"), `${2 ** 22 + 1}:0`);
  const mine = await connectOrStart({ folder: other });
  expect(mine.isNew).toBe(true);
  await mine.close();
  expect(existsSync(join(other, "postgres.new"))).toBe(false);
  rmSync(other, { recursive: true, force: true });
});
