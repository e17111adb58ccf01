import "server-only";
import { sql } from "drizzle-orm";
import type { Db, RawSql, Reader, Tx } from "@/db/client";
import type { AuthMethod, Role, TokenScope } from "@/db/enums";
import { newIdAt } from "./ids";

export type UserActor = {
  kind: "user";
  userId: string;
  personId: string;
  name: string;
  email: string;
  /** Roles and group in the project of the context. */
  roles: readonly Role[];
  groupName: string;
  isInstanceAdmin: boolean;
  sessionId: string;
  authTime: Date;
  authMethod: AuthMethod;
};
export type TokenActor = {
  kind: "token";
  tokenId: string;
  name: string;
  scopes: readonly TokenScope[];
  ownerUserId: string | null;
  ownerPersonId: string | null;
};
export type SystemActor = { kind: "system"; job: string };
export type Actor = UserActor | TokenActor | SystemActor;

/** Everything a command or query needs from outside: who, where, when. Time and ids come only from here. */
export type Context = {
  actor: Actor;
  projectId: number;
  db: Db;
  now: () => Date;
  /** "fixed" when `now` was given, as by the demo and tests; deadlines otherwise compare with the database's clock. */
  clock: "database" | "fixed";
  newId: () => string;
  requestId: string;
};

export type UserContext = Context & { actor: UserActor };

/** Builds a context; `now` and `newId` default to the real clock and follow a fixed one when given. */
export function createContext(parts: Pick<Context, "actor" | "projectId" | "db"> & Partial<Context>): Context {
  const now = parts.now ?? (() => new Date());
  const clock = parts.clock ?? (parts.now ? "fixed" : "database");
  return { requestId: newIdAt(new Date()), ...parts, now, clock, newId: parts.newId ?? (() => newIdAt(now())) };
}

/** The moment that deadlines are judged by: the database's clock, so that no process's skew can shorten a wait. */
export async function deadlineNow(tx: Reader, ctx: Context): Promise<Date> {
  if (ctx.clock === "fixed") return ctx.now();
  const [row] = await tx.execute<{ now: string }>(sql`select now()::text as now`);
  return new Date(row?.now ?? ctx.now());
}

const transient = new Set(["40001", "40P01"]);
/** SQLSTATE of a database error, wherever in the chain of causes it sits. */
export const sqlState = (error: unknown): string | undefined => {
  if (typeof error !== "object" || error === null) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? sqlState(error.cause) : undefined;
};

/** Runs `work` in one transaction; a serialization failure or deadlock is tried again, at most three times. */
export async function withTransaction<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.db.transaction(work);
    } catch (error) {
      if (attempt === 3 || !transient.has(sqlState(error) ?? "")) throw error;
    }
  }
}

/** As withTransaction, on the driver itself: its templates are prepared once and cost a fifth. For hot paths. */
export async function withRawTransaction<T>(ctx: Context, work: (sql: RawSql) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await ctx.db.$client.begin((sql) => work(sql))) as T;
    } catch (error) {
      if (attempt === 3 || !transient.has(sqlState(error) ?? "")) throw error;
    }
  }
}

/** Name to print for an actor. */
export function actorName(actor: Actor): string {
  if (actor.kind === "system") return actor.job;
  return actor.name;
}
