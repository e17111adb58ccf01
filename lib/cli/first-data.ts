import { existsSync, rmSync, writeFileSync } from "node:fs";
import postgres from "postgres";
import type { Db } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { inData } from "./folders";

const marker = () => inData("demo-loading");

/** What is in a database: accounts, and anything at all. */
export async function readContents(url: string): Promise<{ hasUsers: boolean; isNew: boolean }> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<{ users: boolean; projects: boolean }[]>`
      select exists (select 1 from users) as users, exists (select 1 from projects) as projects`;
    return { hasUsers: row?.users === true, isNew: row?.users === false && row.projects === false };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Empties a database whose demo was interrupted half-way; nothing else can be in it, for it was never served. */
export async function discardHalfDemo(url: string): Promise<boolean> {
  if (!existsSync(marker())) return false;
  const admin = postgres(url.replace(/\/[^/]*$/, "/postgres"), { max: 1, onnotice: () => {} });
  try {
    await admin`drop database if exists countersign with (force)`;
    await admin`create database countersign`;
  } finally {
    await admin.end({ timeout: 5 });
  }
  await migrateDatabase(url);
  rmSync(marker(), { force: true });
  return true;
}

async function withDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const { connect } = await import("@/db/client");
  const { sql, db } = connect(url, { max: 4 });
  try {
    return await work(db);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Loads the demo, so that an interruption is noticed by the next start. */
export async function loadFirstData(url: string, note: (detail: string) => void): Promise<void> {
  const { loadDemo } = await import("@/lib/demo/load");
  writeFileSync(marker(), "");
  await withDb(url, (db) => loadDemo(db, { onProgress: note }));
  rmSync(marker(), { force: true });
}

/** The one-time link with which the first administrator makes their account. */
export async function setupLink(url: string): Promise<string | null> {
  const { createSetupLink } = await import("@/lib/auth/setup-link");
  return withDb(url, async (db) => (await createSetupLink(db))?.url ?? null);
}
