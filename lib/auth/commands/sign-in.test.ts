import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { userSessions, users } from "@/db/schema/auth";
import { testDb } from "@/db/testing";
import { allowedFailures } from "../lockout";
import { signInContext } from "../sign-in-context";
import { auditedActions, createTestProject, signedIn, systemContext, testPassword } from "../testing";
import { createUser } from "./create-user";
import { reauthenticate } from "./reauthenticate";
import { signInAsPersona } from "./sign-in-as-persona";
import { signInRefused, signInWithPassword } from "./sign-in-with-password";

const { db, url } = await testDb();
const project = await createTestProject(db, "credit");
const { actor: ada } = await signedIn(db, project, "ada", ["reviewer"]);
const signIn = (email: string, password: string) => signInWithPassword(signInContext(db), { email, password });
const refused = { code: "UNAUTHENTICATED", message: signInRefused };

afterEach(() => vi.unstubAllEnvs());

describe("signInWithPassword", () => {
  it("starts a session whatever the case of the e-mail, and records it", async () => {
    const { sessionId, userId } = await signIn(`  ${ada.email.toUpperCase()} `, testPassword);
    expect(userId).toBe(ada.userId);
    expect(await auditedActions(db, sessionId)).toEqual(["session.signed_in"]);
  });

  it("answers alike for a wrong password, an unknown e-mail and an account without a password", async () => {
    await createUser(systemContext(db), { name: "No Password", email: "none@example.org" });
    for (const email of [ada.email, "unknown@example.org", "none@example.org"]) {
      await expect(signIn(email, "wrong password")).rejects.toMatchObject(refused);
    }
  });

  it("locks after five failures, refuses the right password while locked, and forgets on success", async () => {
    const { actor } = await signedIn(db, project, "lock", ["viewer"]);
    for (let i = 0; i < allowedFailures; i++)
      await expect(signIn(actor.email, `wrong ${i}`)).rejects.toMatchObject(refused);
    await expect(signIn(actor.email, testPassword)).rejects.toMatchObject(refused);
    expect(await auditedActions(db, actor.userId)).toContain("session.account_locked");
    await db.execute(sql`update users set locked_until = now() - interval '1 second' where id = ${actor.userId}`);
    await signIn(actor.email, testPassword);
    const [row] = await db.select().from(users).where(eq(users.id, actor.userId));
    expect(row).toMatchObject({ failedSignIns: 0, lockedUntil: null });
  });

  it("cannot be flooded into the log: attempts while locked leave no event", async () => {
    const { actor } = await signedIn(db, project, "flood", ["viewer"]);
    for (let i = 0; i < 8; i++) await expect(signIn(actor.email, "wrong")).rejects.toMatchObject(refused);
    const failures = await db.select().from(auditEvents).where(eq(auditEvents.objectId, actor.userId));
    expect(failures.filter((e) => e.action === "session.sign_in_failed")).toHaveLength(allowedFailures);
  });
});

describe("signInAsPersona", () => {
  const asPersona = (userId: string) => signInAsPersona(signInContext(db), { userId });

  it("works for the demo's people on the embedded database only", async () => {
    const { userId } = await createUser(systemContext(db), {
      name: "Demo",
      email: "demo@example.org",
      isPersona: true,
    });
    await expect(asPersona(userId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    vi.stubEnv("COUNTERSIGN_EMBEDDED", "1");
    vi.stubEnv("DATABASE_URL", url);
    expect((await asPersona(userId)).userId).toBe(userId);
    await expect(asPersona(ada.userId)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    vi.stubEnv("HOST", "0.0.0.0");
    await expect(asPersona(userId)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("reauthenticate", () => {
  it("moves the authentication time of this session only", async () => {
    const ctx = await signedIn(db, project, "step", ["risk_officer"]);
    await db.execute(
      sql`update user_sessions set auth_time = now() - interval '2 hours' where user_id = ${ctx.actor.userId}`,
    );
    await expect(reauthenticate(ctx, { password: "wrong password" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(reauthenticate(ctx, {})).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const { authTime } = await reauthenticate(ctx, { password: testPassword });
    const [row] = await db.select().from(userSessions).where(eq(userSessions.id, ctx.actor.sessionId));
    expect(row?.authTime).toEqual(authTime);
    expect(await auditedActions(db, ctx.actor.sessionId)).toContain("session.reauthenticated");
  });

  it("is refused to a persona outside the demo", async () => {
    const ctx = await signedIn(db, project, "gone", ["risk_officer"]);
    const persona = { ...ctx, actor: { ...ctx.actor, authMethod: "persona" as const } };
    await expect(reauthenticate(persona, {})).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  });
});
