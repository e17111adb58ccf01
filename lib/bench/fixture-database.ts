import { chmodSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { connect } from "@/db/client";
import { connectOrStart } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { fixtureProject, loadFixture } from "./load-fixture";
import { fixtureKind } from "./run-fixture";
import type { Scratch } from "./scratch";

export type FixtureDatabase = Scratch & {
  /** Project of the fixture that is measured: a tenth of the runs, or all with BENCH_PROJECTS=1. */
  projectId: number;
};

/** Sizes to measure: BENCH_RUNS as "10000,100000", or all three. A million takes about ten minutes to fill, once. */
export const fixtureSizes = (): number[] => (process.env.BENCH_RUNS ?? "10000,100000,1000000").split(",").map(Number);

/** Where filled databases are kept between benches; delete the folder to fill anew. */
const folder = () => process.env.COUNTERSIGN_BENCH_DIR ?? join(tmpdir(), "countersign-bench-fixtures");

const settings = {
  shared_buffers: "2GB",
  max_wal_size: "8GB",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  random_page_cost: "1.1",
};

/**
 * A database filled with `count` runs, kept in one server that all benches share: the first to ask fills it, in about ten minutes
 * for a million runs. Benches that write go to databases of their own.
 */
export async function openFixture(count: number, report: (line: string) => void): Promise<FixtureDatabase> {
  const place = folder();
  mkdirSync(place, { recursive: true });
  chmodSync(place, 0o711);
  const server = await connectOrStart({ folder: place, settings });
  const name = `runs_${fixtureKind(count)}`;
  const url = server.url.replace(/\/[^/]*$/, `/${name}`);
  await fill(server.url, url, name, count, report);
  await migrateDatabase(url);
  const { sql, db } = connect(url, { max: 4 });
  const [project] = await sql<{ id: number }[]>`select id from projects where name = ${fixtureProject(0)}`;
  const close = async () => {
    await sql.end({ timeout: 5 });
    await server.close();
  };
  return { db, sql, url, close, projectId: project?.id ?? 0 };
}

/** Fills under another name and renames when complete, under a lock: a bench that was stopped leaves no half database in use. */
async function fill(
  adminUrl: string,
  url: string,
  name: string,
  count: number,
  report: (line: string) => void,
): Promise<void> {
  const { sql: admin } = connect(adminUrl, { max: 1 });
  try {
    await admin`select pg_advisory_lock(hashtext(${name}))`;
    const found = await admin`select 1 from pg_database where datname = ${name}`;
    if (found.length > 0) return;
    const half = `${name}_half`;
    await admin`drop database if exists ${admin(half)} with (force)`;
    await admin`create database ${admin(half)}`;
    const halfUrl = url.replace(/\/[^/]*$/, `/${half}`);
    await migrateDatabase(halfUrl);
    // Not by our pool: that has no COPY.
    const sql = postgres(halfUrl, { max: 1, onnotice: () => {} });
    const began = performance.now();
    await loadFixture(sql, count, report);
    await sql.end({ timeout: 5 });
    report(`filled in ${Math.round((performance.now() - began) / 1000)} s`);
    await admin`alter database ${admin(half)} rename to ${admin(name)}`;
  } finally {
    await admin.end({ timeout: 5 });
  }
}
