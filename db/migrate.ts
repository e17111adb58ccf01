import { join } from "node:path";
import postgres from "postgres";
import { pendingMigrations } from "./pending-migrations";

const folder = join(process.cwd(), "drizzle");
/** Advisory lock: several replicas may start at once, one migrates, the others wait. */
const lockKey = 7_235_501;

/**
 * Brings the database of `url` to the schema of this checkout, job queue included. Returns the migrations applied. Loads
 * the tools for it only when there is something to do: most starts have nothing.
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${lockKey})`;
    const pending = await pendingMigrations(sql);
    const [queue] = await sql<
      { found: boolean }[]
    >`select to_regclass('graphile_worker.migrations') is not null as found`;
    if (pending.length > 0) {
      const [{ drizzle }, { migrate }] = await Promise.all([
        import("drizzle-orm/postgres-js"),
        import("drizzle-orm/postgres-js/migrator"),
      ]);
      await migrate(drizzle(sql), { migrationsFolder: folder });
    }
    // A newer queue schema is brought in by the worker itself, too.
    if (pending.length > 0 || !queue?.found) {
      const { runMigrations } = await import("graphile-worker");
      await runMigrations({ connectionString: url, logger: undefined });
    }
    return pending;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
