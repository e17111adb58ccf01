import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/auth";
import { withTransaction } from "@/lib/context";
import { writeSessionCookie } from "./cookies";
import { startSession } from "./start-session";
import { systemContext } from "./testing";

/** Starts a session of this person, whose cookie goes with every request from now on. */
export async function signInAs(db: Db, userId: string): Promise<void> {
  const ctx = systemContext(db);
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  if (!user) throw new Error("nobody has this id");
  const { sessionId } = await withTransaction(ctx, (tx) => startSession(tx, ctx, user, { method: "password" }));
  await writeSessionCookie(userId, sessionId);
}
