import type postgres from "postgres";
import journal from "../drizzle/meta/_journal.json";

/** Names of the migrations of this build that the database still lacks. */
export async function pendingMigrations(sql: postgres.Sql): Promise<string[]> {
  const [table] = await sql.unsafe<{ found: boolean }[]>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as found",
  );
  const done = table?.found
    ? await sql.unsafe<{ last: string | null }[]>(
        "select max(created_at)::text as last from drizzle.__drizzle_migrations",
      )
    : [];
  const last = Number(done[0]?.last ?? 0);
  return journal.entries.filter((entry) => entry.when > last).map((entry) => entry.tag);
}
