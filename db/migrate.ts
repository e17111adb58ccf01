import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { runMigrations as migrateJobs } from "graphile-worker";
import postgres from "postgres";

const folder = join(process.cwd(), "drizzle");
/** Advisory lock: several replicas may start at once, one migrates, the others wait. */
const lockKey = 7_235_501;

type Journal = { entries: { tag: string; when: number }[] };

function journal(): Journal["entries"] {
  const file = join(folder, "meta", "_journal.json");
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, "utf8")) as Journal).entries;
}

/** Names of the migrations that this database still lacks. */
export async function pendingMigrations(sql: postgres.Sql): Promise<string[]> {
  const [table] = await sql<{ found: boolean }[]>`select to_regclass('drizzle.__drizzle_migrations') is not null as found`;
  const done = table?.found ? await sql<{ last: string | null }[]>`select max(created_at)::text as last from drizzle.__drizzle_migrations` : [];
  const last = Number(done[0]?.last ?? 0);
  return journal()
    .filter((entry) => entry.when > last)
    .map((entry) => entry.tag);
}

/** Brings the database of `url` to the schema of this checkout, job queue included. Returns the migrations applied. */
export async function migrateDatabase(url: string): Promise<string[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${lockKey})`;
    const pending = await pendingMigrations(sql);
    if (pending.length > 0) await applyMigrations(drizzle(sql), { migrationsFolder: folder });
    await migrateJobs({ connectionString: url, logger: undefined });
    return pending;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

