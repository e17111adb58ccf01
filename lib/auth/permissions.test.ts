import { describe, expect, it } from "vitest";
import type { Db } from "@/db/client";
import { type Role, roles, tokenScopes } from "@/db/enums";
import { createContext, type TokenActor, type UserActor } from "@/lib/context";
import { authorize } from "./authorize";
import { can, type Permission, permissionNames, permissionRow } from "./permissions";

const person = (held: readonly Role[], isInstanceAdmin = false): UserActor => ({
  kind: "user",
  userId: "u",
  personId: "p",
  name: "Ada",
  email: "ada@example.org",
  roles: held,
  groupName: "",
  isInstanceAdmin,
  sessionId: "s",
  authTime: new Date(0),
  authMethod: "password",
});
const token = (scopes: TokenActor["scopes"]): TokenActor => ({
  kind: "token",
  tokenId: "t",
  name: "CI",
  scopes,
  ownerUserId: "u",
  ownerPersonId: "p",
});
const cells = permissionNames.flatMap((permission) => roles.map((role) => [permission, role] as const));
const rolesWith = (permission: Permission) => roles.filter((role) => can(person([role]), permission));
const decides = /^promotion\.(approve|reject|request_changes|clear|override)$/;
const changes = permissionNames.filter(
  (name) => !/\.(view|verify|export|poll|comment)$/.test(name) && !permissionRow(name).oneself,
);

describe("the permission matrix", () => {
  it.each(cells)("%s: a command run by a %s obeys its row", (permission, role) => {
    const ctx = createContext({ actor: person([role]), projectId: 1, db: null as unknown as Db });
    const { roles: allowed, oneself } = permissionRow(permission);
    if (allowed.includes(role) || oneself) expect(() => authorize(ctx, permission)).not.toThrow();
    else expect(() => authorize(ctx, permission)).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  });

  it("gives a person without a role nothing but what concerns themselves", () => {
    expect(permissionNames.filter((name) => can(person([]), name))).toEqual([
      "view.save",
      "notification.manage",
      "session.manage",
    ]);
    expect(can(person(["no_such_role" as Role]), "project.view")).toBe(false);
  });

  it("lets the auditor and the viewer change nothing", () => {
    expect(changes.filter((name) => can(person(["auditor"]), name))).toEqual([]);
    expect(changes.filter((name) => can(person(["viewer"]), name))).toEqual([]);
  });

  it("separates asking, deciding and carrying out", () => {
    expect(rolesWith("promotion.approve")).toEqual(["reviewer", "risk_officer"]);
    for (const name of permissionNames.filter((n) => decides.test(n))) {
      for (const role of ["data_scientist", "operator", "auditor", "admin", "viewer"] as const)
        expect([name, role, can(person([role]), name)]).toEqual([name, role, false]);
    }
    for (const role of rolesWith("promotion.approve")) {
      expect([
        role,
        can(person([role]), "promotion.request"),
        can(person([role]), "promotion.execute"),
        can(person([role]), "member.manage"),
      ]).toEqual([role, false, false, false]);
    }
  });

  it("gives no role, token, installation administrator or the system a silent way to approve", () => {
    for (const name of permissionNames.filter((n) => decides.test(n))) {
      expect(can(token(tokenScopes), name)).toBe(false);
      expect(can({ kind: "system", job: "worker" }, name)).toBe(false);
      expect(can(person([], true), name)).toBe(false);
    }
  });

  it("adds up the roles a person holds", () => {
    for (const [permission, role] of cells) {
      expect(can(person([role, "viewer"]), permission)).toBe(
        can(person([role]), permission) || can(person(["viewer"]), permission),
      );
    }
  });
});
