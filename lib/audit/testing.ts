import { generateKeyPairSync } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type Context, createContext, type UserActor } from "@/lib/context";
import { appendAudit } from "./append";
import { createSigner } from "./signed-note";
import type { LogSigner } from "./signing-key";

/** A reviewer of project 7; tests of the log need no rows of people or projects. */
export const testActor: UserActor = {
  kind: "user",
  userId: "user-1",
  personId: "person-1",
  name: "Tomás Beck",
  email: "tomas@example.org",
  roles: ["reviewer"],
  groupName: "Fair Access",
  isInstanceAdmin: false,
  sessionId: "session-1",
  authTime: new Date("2026-11-23T09:00:00Z"),
  authMethod: "password",
};

export const testContext = (db: Db, actor: Partial<UserActor> = {}) =>
  createContext({ actor: { ...testActor, ...actor }, projectId: 7, db });

export const testKey = () => generateKeyPairSync("ed25519").privateKey;

/** A signer that keeps its last checkpoint in memory. */
export function testSigner(origin: string, key = testKey()): LogSigner {
  let last: string | null = null;
  return {
    ...createSigner(origin, key),
    lastSigned: () => last,
    remember: (note) => {
      last = note;
    },
  };
}

/** Writes `n` comments, each in its own transaction. */
export async function appendComments(db: Db, n: number, ctx: Context = testContext(db)): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < n; i += 1) {
    const payload = {
      number: 214,
      model: "income-eligibility",
      version: 8,
      environment: "production",
      commentId: `c${i}`,
      anchor: null,
      comment: `remark ${i}`,
    };
    const event = {
      action: "promotion.commented",
      objectType: "promotion",
      objectId: `promotion-${i % 3}`,
      payload,
    } as const;
    const { eventId } = await db.transaction((tx) => appendAudit(tx, ctx, event));
    ids.push(eventId);
  }
  return ids;
}

/**
 * Shows `check` the log after statements run with every guard off, as an owner of the database could, and takes them back.
 */
export async function withTampering(
  db: Db,
  statements: readonly string[],
  check: (tampered: Db) => Promise<void>,
): Promise<void> {
  const undo = new Error("undo");
  const work = db.transaction(async (tx) => {
    for (const table of ["audit_events", "audit_leaves", "audit_nodes", "audit_checkpoints", "audit_private"]) {
      await tx.execute(sql.raw(`alter table ${table} disable trigger all`));
    }
    for (const statement of statements) await tx.execute(sql.raw(statement));
    // A transaction inside this one is a savepoint, so code that opens its own works on the tampered rows.
    await check(tx as unknown as Db);
    throw undo;
  });
  await work.catch((error: unknown) => {
    if (error !== undo) throw error;
  });
}
