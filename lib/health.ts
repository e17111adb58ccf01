import "server-only";
import type { Sql } from "@/db/client";
import { pendingMigrations } from "@/db/pending-migrations";

export type Health = { status: "ok"; database: "ok"; migrations: "done" } | { status: "unavailable"; reason: string };

const reasons: Record<string, string> = {
  ECONNREFUSED: "The database does not accept connections.",
  ENOTFOUND: "The host of the database is unknown.",
  CONNECT_TIMEOUT: "The database does not answer.",
  CONNECTION_CLOSED: "The connection to the database was lost.",
  CONNECTION_ENDED: "This server is shutting down.",
  "57P01": "The database is shutting down.",
  "57P03": "The database is starting.",
  "53300": "The database has no free connections.",
  "28P01": "The database refuses the password.",
  "3D000": "The database does not exist.",
};

function reasonOf(error: unknown): string {
  const code = (error as { code?: string }).code ?? "";
  return reasons[code] ?? `The database cannot be used${code ? ` (${code})` : ""}.`;
}

/** Whether the database answers within `timeoutMs` and has every migration of this build. Never throws. */
export async function checkHealth(getSql: () => Sql, timeoutMs = 3_000): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Health>((done) => {
    timer = setTimeout(
      () => done({ status: "unavailable", reason: `The database did not answer within ${timeoutMs / 1000} s.` }),
      timeoutMs,
    );
  });
  const check = async (): Promise<Health> => {
    try {
      const pending = await pendingMigrations(getSql());
      if (pending.length === 0) return { status: "ok", database: "ok", migrations: "done" };
      return {
        status: "unavailable",
        reason: `${pending.length} migration(s) are missing: run \`npm run db:migrate\`.`,
      };
    } catch (error) {
      return { status: "unavailable", reason: reasonOf(error) };
    }
  };
  try {
    return await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
}
