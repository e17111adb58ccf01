import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { changePassword } from "./commands/change-password";
import { endOtherSessions } from "./commands/end-other-sessions";
import { endSession } from "./commands/end-session";
import { setMemberRoles } from "./commands/set-member-roles";
import { setUserDisabled } from "./commands/set-user-disabled";
import { signInWithPassword } from "./commands/sign-in-with-password";
import { findLiveSession } from "./live-session";
import { signInContext } from "./sign-in-context";
import { auditedActions, createTestProject, signedIn, systemContext, testPassword } from "./testing";

const { db } = await testDb();
const project = await createTestProject(db, "credit");
const other = await createTestProject(db, "other");
const live = (sessionId: string) => findLiveSession(db, sessionId, "credit");

describe("a session counts", () => {
  it("with the person's roles in the project asked for, and none in another", async () => {
    const { actor } = await signedIn(db, project, "ada", ["reviewer", "viewer"], "Risk");
    expect(await live(actor.sessionId)).toMatchObject({
      roles: ["reviewer", "viewer"],
      groupName: "Risk",
      authMethod: "password",
    });
    const elsewhere = await findLiveSession(db, actor.sessionId, other.name);
    expect(elsewhere?.roles).toEqual([]);
    expect((await findLiveSession(db, actor.sessionId, "nowhere"))?.project).toBeNull();
    expect(await findLiveSession(db, "made-up", "credit")).toBeNull();
  });

  it("with the roles of this moment", async () => {
    const { actor } = await signedIn(db, project, "bo", ["reviewer"]);
    await setMemberRoles(systemContext(db, project.id), { userId: actor.userId, roles: ["viewer"], groupName: "" });
    expect((await live(actor.sessionId))?.roles).toEqual(["viewer"]);
  });

  it.each([
    ["after 30 minutes without use", sql`last_seen_at = now() - interval '30 minutes 1 second'`],
    ["after 12 hours in all", sql`expires_at = now() - interval '1 second'`],
    ["once revoked", sql`revoked_at = now()`],
    ["of an older epoch", sql`epoch = epoch - 1`],
  ])("never %s", async (_name, change) => {
    const { actor } = await signedIn(db, project, `x${Math.abs(_name.length)}`, ["viewer"]);
    expect(await live(actor.sessionId)).not.toBeNull();
    await db.execute(sql`update user_sessions set ${change} where id = ${actor.sessionId}`);
    expect(await live(actor.sessionId)).toBeNull();
  });

  it("and what a page asks by itself does not keep it alive", async () => {
    const { actor } = await signedIn(db, project, "dot", ["viewer"]);
    await db.execute(
      sql`update user_sessions set last_seen_at = now() - interval '29 minutes' where id = ${actor.sessionId}`,
    );
    expect(await findLiveSession(db, actor.sessionId, "credit", false)).not.toBeNull();
    const [row] = await db.execute<{ unused: boolean }>(
      sql`select last_seen_at < now() - interval '28 minutes' as unused from user_sessions where id = ${actor.sessionId}`,
    );
    expect(row?.unused).toBe(true);
  });

  it("and use keeps it alive", async () => {
    const { actor } = await signedIn(db, project, "cy", ["viewer"]);
    await db.execute(
      sql`update user_sessions set last_seen_at = now() - interval '29 minutes' where id = ${actor.sessionId}`,
    );
    expect(await live(actor.sessionId)).not.toBeNull();
    const [row] = await db.execute<{ fresh: boolean }>(
      sql`select last_seen_at > now() - interval '5 seconds' as fresh from user_sessions where id = ${actor.sessionId}`,
    );
    expect(row?.fresh).toBe(true);
  });
});

describe("a session ends", () => {
  it("on sign-out, in the database", async () => {
    const ctx = await signedIn(db, project, "di", ["viewer"]);
    expect(await endSession(ctx, { sessionId: ctx.actor.sessionId })).toEqual({ current: true });
    expect(await live(ctx.actor.sessionId)).toBeNull();
    expect(await auditedActions(db, ctx.actor.sessionId)).toEqual(["session.signed_in", "session.signed_out"]);
    await expect(endSession(ctx, { sessionId: ctx.actor.sessionId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("only for its owner", async () => {
    const [one, two] = [await signedIn(db, project, "ed", ["admin"]), await signedIn(db, project, "flo", ["viewer"])];
    await expect(endSession(one, { sessionId: two.actor.sessionId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await live(two.actor.sessionId)).not.toBeNull();
  });

  it("when the account is disabled, at once and for good", async () => {
    const { actor } = await signedIn(db, project, "gil", ["viewer"]);
    await setUserDisabled(systemContext(db), { userId: actor.userId, disabled: true });
    expect(await live(actor.sessionId)).toBeNull();
    await expect(
      signInWithPassword(signInContext(db), { email: actor.email, password: testPassword }),
    ).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await setUserDisabled(systemContext(db), { userId: actor.userId, disabled: false });
    expect(await live(actor.sessionId)).toBeNull();
  });

  it("elsewhere when one ends the others or changes the password", async () => {
    const ctx = await signedIn(db, project, "hal", ["viewer"]);
    const again = () => signInWithPassword(signInContext(db), { email: ctx.actor.email, password: testPassword });
    const second = await again();
    expect(await endOtherSessions(ctx)).toEqual({ ended: 1 });
    expect(await live(second.sessionId)).toBeNull();
    const third = await again();
    await expect(
      changePassword(ctx, { current: "wrong password", password: "another long password" }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await changePassword(ctx, { current: testPassword, password: "another long password" });
    expect(await live(third.sessionId)).toBeNull();
    expect(await live(ctx.actor.sessionId)).not.toBeNull();
  });
});
