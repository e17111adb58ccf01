import "server-only";
import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { openPool } from "./pool";
import * as schema from "./schema";

export type Sql = postgres.Sql;
/** The pool of the driver or one transaction of it: prepared statements for hot paths. */
export type RawSql = Sql | postgres.TransactionSql;

/** Seconds until a lost connection is tried again: soon, so that a page works as soon as the database is back. */
const retryAfter = (attempts: number) => Math.min(0.05 * 2 ** attempts, 1);

/** Opens a pool; the caller ends it. Web and worker processes share one through `getDb`. */
export function connect(url: string, options: postgres.Options<Record<string, never>> = {}) {
  const sql = openPool(url, { max: 8, connect_timeout: 10, backoff: retryAfter, onnotice: () => {}, ...options });
  return { sql, db: drizzle(sql, { schema, casing: "snake_case" }) };
}

export type Db = ReturnType<typeof connect>["db"];
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
/** Either the pool or a transaction: for reads that serve both. */
export type Reader = Db | Tx;

const held = globalThis as { countersignPool?: ReturnType<typeof connect> };

function pool() {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start the product with `npm start`, which sets it.");
  held.countersignPool ??= connect(url);
  return held.countersignPool;
}

/** The process-wide Drizzle client. */
export const getDb = (): Db => pool().db;

/** The process-wide postgres.js client, for hot queries as raw `sql` templates (prepared, named statements). */
export const getSql = (): Sql => pool().sql;
