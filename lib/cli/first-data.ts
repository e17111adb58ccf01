import { existsSync, rmSync, writeFileSync } from "node:fs";
import postgres from "postgres";
import type { Db, Sql } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { inData } from "./folders";

const marker = () => inData("demo-loading");

/** Whether nobody has put anything into this database yet. */
export async function isNewDatabase(sql: Sql): Promise<boolean> {
  const [row] = await sql<
    { used: boolean }[]
  >`select exists (select 1 from users) or exists (select 1 from projects) as used`;
  return row?.used === false;
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

/** Loads the demo, so that an interruption is noticed by the next start. */
export async function loadFirstData(db: Db, note: (detail: string) => void): Promise<void> {
  const { loadDemo } = await import("@/lib/demo/load");
  writeFileSync(marker(), "");
  await loadDemo(db, { onProgress: note });
  rmSync(marker(), { force: true });
}
