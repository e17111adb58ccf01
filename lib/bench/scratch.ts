import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Db, type Sql } from "@/db/client";
import { connectOrStart } from "@/db/embedded";
import type { Role } from "@/db/enums";
import { migrateDatabase } from "@/db/migrate";
import { type Context, createContext } from "@/lib/context";

export type Scratch = { db: Db; sql: Sql; url: string; close: () => Promise<void> };

/** A database of its own on a temporary folder, migrated and empty; it is gone when closed. */
export async function openScratch(): Promise<Scratch> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  chmodSync(folder, 0o711);
  const server = await connectOrStart({ folder });
  await migrateDatabase(server.url);
  const { sql, db } = connect(server.url, { max: 4 });
  const close = async () => {
    await sql.end({ timeout: 5 });
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, sql, url: server.url, close };
}

/** A person with one role in a project, for measuring reads; nobody signs in as them. */
export function reader(db: Db, projectId: number, role: Role = "data_scientist"): Context {
  const actor = {
    kind: "user",
    userId: "bench",
    personId: "bench",
    name: "Bench",
    email: "bench@example.org",
    roles: [role],
    groupName: "",
    isInstanceAdmin: false,
    sessionId: "bench",
    authTime: new Date(),
    authMethod: "password",
  } as const;
  return createContext({ actor, projectId, db });
}

/**
 * Shared buffers touched by all user tables and their indexes so far; what a piece of work adds is its cost in buffers.
 * Needs the one connection that does the work: a backend publishes its counts when it is told to.
 */
export async function blocksTouched(sql: Sql): Promise<number> {
  await sql`SELECT pg_stat_force_next_flush()`;
  const [row] = await sql<{ blocks: string }[]>`
    SELECT sum(coalesce(heap_blks_read, 0) + coalesce(heap_blks_hit, 0) + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)
      + coalesce(toast_blks_read, 0) + coalesce(toast_blks_hit, 0))::text AS blocks FROM pg_statio_user_tables`;
  return Number(row?.blocks ?? 0);
}
