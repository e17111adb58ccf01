import { describe, expect, it } from "vitest";
import { roles } from "@/db/enums";
import { testDb } from "@/db/testing";
import { findLink } from "../password-links";
import { can } from "../permissions";
import { signInContext } from "../sign-in-context";
import { auditedActions, createTestProject, signedIn, systemContext } from "../testing";
import { addMember } from "./add-member";
import { createUser } from "./create-user";
import { issuePasswordLink } from "./issue-password-link";
import { removeMember } from "./remove-member";
import { setMemberRoles } from "./set-member-roles";
import { setPasswordByLink } from "./set-password-by-link";

const { db } = await testDb();
const project = await createTestProject(db, "credit");
const admin = await signedIn(db, project, "root", ["admin"]);
const tokenOf = (link: string) => new URL(link, "http://console.test").searchParams.get("token") ?? "";

describe("addMember", () => {
  it("makes an account for an unknown e-mail, whose owner sets the password once", async () => {
    const input = { email: "new@example.org", roles: ["reviewer" as const], groupName: "Validation" };
    await expect(addMember(admin, input)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      extra: { fieldErrors: { name: expect.anything() } },
    });
    const { link } = await addMember(admin, { ...input, name: "Newcomer <b>\u202e" });
    const token = tokenOf(link ?? "");
    const found = await findLink(db, token);
    const { userId } = await setPasswordByLink(signInContext(db), { token, password: "a password of mine" });
    expect(found?.userId).toBe(userId);
    await expect(setPasswordByLink(signInContext(db), { token, password: "a password of mine" })).rejects.toMatchObject(
      { code: "PRECONDITION_FAILED" },
    );
    expect(await auditedActions(db, userId)).toEqual(["user.created", "member.added", "user.password_set"]);
    await expect(addMember(admin, input)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("adds an existing account without a link, and never by a project administrator's own password", async () => {
    const { userId } = await createUser(systemContext(db), { name: "Known", email: "Known@example.org" });
    const { link } = await addMember(admin, { email: "known@EXAMPLE.org", roles: ["viewer"], groupName: "" });
    expect(link).toBeNull();
    expect((await issuePasswordLink(admin, { userId })).link).toMatch(/^\/setup\?token=/);
    await expect(
      createUser(admin, { name: "X", email: "x@example.org", password: "a password of mine" }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createUser(admin, { name: "X", email: "x@example.org", isInstanceAdmin: true })).rejects.toMatchObject(
      { code: "FORBIDDEN" },
    );
  });
});

describe("issuePasswordLink", () => {
  it("lets no project administrator take over an account in use", async () => {
    const approver = await signedIn(db, project, "ines", ["risk_officer"]);
    await expect(issuePasswordLink(admin, { userId: approver.actor.userId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const { link } = await issuePasswordLink(systemContext(db), { userId: approver.actor.userId });
    const later = await issuePasswordLink(systemContext(db), { userId: approver.actor.userId });
    expect(await findLink(db, tokenOf(link))).toBeNull();
    expect(await findLink(db, tokenOf(later.link))).not.toBeNull();
  });
});

describe("setMemberRoles", () => {
  it("records the change and refuses one made on old roles", async () => {
    const { actor } = await signedIn(db, project, "ada", ["viewer"]);
    const change = { userId: actor.userId, roles: ["reviewer" as const], groupName: "", seen: ["viewer" as const] };
    await setMemberRoles(admin, change);
    await expect(setMemberRoles(admin, change)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await auditedActions(db, actor.userId)).filter((a) => a === "member.roles_changed")).toHaveLength(1);
  });

  it("keeps one administrator, also when two leave at once", async () => {
    const lonely = await createTestProject(db, "lonely");
    const one = await signedIn(db, lonely, "one", ["admin"]);
    await expect(removeMember(one, { userId: one.actor.userId })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    const two = await signedIn(db, lonely, "two", ["admin"]);
    const outcomes = await Promise.allSettled([one, two].map((ctx) => removeMember(ctx, { userId: ctx.actor.userId })));
    expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it.each(roles)("as %s follows the matrix", async (role) => {
    const ctx = await signedIn(db, project, `by-${role}`, [role]);
    const { actor } = await signedIn(db, project, `of-${role}`, ["viewer"]);
    const act = setMemberRoles(ctx, { userId: actor.userId, roles: ["auditor"], groupName: "" });
    if (can(ctx.actor, "member.manage")) await expect(act).resolves.toBeUndefined();
    else await expect(act).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("refuses unknown people, no roles and unknown roles", async () => {
    const base = { userId: "nobody", roles: ["viewer" as const], groupName: "" };
    await expect(setMemberRoles(admin, base)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(setMemberRoles(admin, { ...base, roles: [] })).rejects.toThrow("at least one role");
    await expect(setMemberRoles(admin, { ...base, roles: ["owner" as never] })).rejects.toThrow();
  });
});
