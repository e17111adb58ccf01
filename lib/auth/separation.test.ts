import { describe, expect, it } from "vitest";
import { roles } from "@/db/enums";
import { explainAccess } from "./explain-access";
import { permissionNames, permissionRow, rolesAllow } from "./permissions";
import { separationNotes } from "./separation";

describe("separationNotes", () => {
  it("finds nothing in any single role", () => {
    for (const role of roles) expect([role, separationNotes([role])]).toEqual([role, []]);
  });

  it("names both sides of a decision in one hand", () => {
    expect(separationNotes(["data_scientist", "reviewer"]).join()).toContain("request and approve");
    expect(separationNotes(["reviewer", "operator"]).join()).toContain("carry it out");
    expect(separationNotes(["reviewer", "admin"]).join()).toContain("give the role");
    expect(separationNotes(["data_scientist", "admin"])).toEqual([]);
  });
});

describe("explainAccess", () => {
  const person = { name: "Tomás Beck", roles: ["reviewer" as const], isInstanceAdmin: false, disabled: false };

  it("agrees with the matrix for every permission", () => {
    for (const name of permissionNames) {
      expect([name, explainAccess(person, name).allowed]).toEqual([
        name,
        rolesAllow(person.roles, name) || permissionRow(name).oneself === true,
      ]);
      expect(explainAccess({ ...person, disabled: true }, name).allowed).toBe(false);
    }
  });

  it("says which role gives it, or what is missing", () => {
    expect(explainAccess(person, "promotion.approve").sentence).toBe(
      "Tomás Beck may approve a promotion, by the role reviewer.",
    );
    expect(explainAccess(person, "rollout.roll_back").sentence).toBe(
      "Tomás Beck may not roll back: this needs operator or risk officer, and Tomás Beck holds only reviewer.",
    );
  });
});
