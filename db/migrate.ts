import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { runMigrations as migrateJobs } from "graphile-worker";
import postgres from "postgres";
import { pendingMigrations } from "./pending-migrations";

const folder = join(process.cwd(), "drizzle");
/** Advisory lock: several replicas may start at once, one migrates, the others wait. */
const lockKey = 7_235_501;

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
