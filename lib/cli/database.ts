import type { Db, Sql } from "@/db/client";
import { connectOrStart } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { pendingMigrations } from "@/db/pending-migrations";
import { getEnv } from "@/lib/env";
import { CliError } from "./exit";
import { dataFolder } from "./folders";

export type Database = {
  url: string;
  isEmbedded: boolean;
  /** True when a running server was joined instead of started. */
  attached: boolean;
  /** Set when the embedded cluster had to live outside the data folder. */
  movedTo: string | null;
  /** Starts the embedded server again if it died; true when it had to. */
  revive: () => Promise<boolean>;
  close: () => Promise<void>;
};

let embeddedUrl: string | undefined;

/**
 * The database of this checkout: that of DATABASE_URL, or the embedded one, joined when it runs and started otherwise.
 * Tells the rest of the process through DATABASE_URL.
 */
export async function locateDatabase(onProgress?: (message: string) => void): Promise<Database> {
  const { DATABASE_URL: url } = getEnv();
  if (url && url !== embeddedUrl) {
    delete process.env.COUNTERSIGN_EMBEDDED;
    return { url, isEmbedded: false, attached: true, movedTo: null, revive: async () => false, close: async () => {} };
  }
  const server = await connectOrStart({ folder: dataFolder(), onProgress });
  embeddedUrl = server.url;
  process.env.DATABASE_URL = server.url;
  process.env.COUNTERSIGN_EMBEDDED = "1";
  return { ...server, isEmbedded: true };
}

export type OpenDatabase = Database & { db: Db; sql: Sql };

/** What a command works on: a migrated database with a small pool. Works beside a running server; close it at the end. */
export async function openDatabase(onProgress?: (message: string) => void): Promise<OpenDatabase> {
  const database = await locateDatabase(onProgress);
  const { connect } = await import("@/db/client");
  const { sql, db } = connect(database.url, { max: 4 });
  const close = async () => {
    await sql.end({ timeout: 5 });
    await database.close();
  };
  try {
    if (database.isEmbedded) await migrateDatabase(database.url);
    const pending = await pendingMigrations(sql);
    if (pending.length > 0)
      throw new CliError(`The database lacks ${pending.length} migration(s): run \`npm run db:migrate\` first.`);
    return { ...database, sql, db, close };
  } catch (error) {
    await close();
    throw reachable(error);
  }
}

/** Explains a database that cannot be reached by the setting that names it. */
export function reachable(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? "";
  const reasons: Record<string, string> = {
    ECONNREFUSED: "nobody answers there",
    ENOTFOUND: "that host is unknown",
    CONNECT_TIMEOUT: "that host does not answer",
    "28P01": "the password is wrong",
    "28000": "this user may not connect",
    "3D000": "that database does not exist",
  };
  const reason = reasons[code];
  return reason
    ? new CliError(
        `DATABASE_URL: found a database that cannot be used, because ${reason}; expected a running PostgreSQL 15 or newer.`,
      )
    : error;
}
