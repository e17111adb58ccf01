import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { testDb } from "@/db/testing";
import { policyPresets } from "@/lib/governance/presets";
import { findApplicablePolicy, listPolicies, listPolicyVersions } from "@/lib/governance/queries";
import { buildWorld } from "@/lib/promotions/testing";
import { publishPolicyVersion } from "./publish-policy-version";

const { db, sql } = await testDb();
const world = await buildWorld(db);
const stricter = { ...policyPresets.medium, approval: { ...policyPresets.medium.approval, quorum: 3 } };

describe("publishPolicyVersion", () => {
  it("gives every new project its presets", async () => {
    const policies = await listPolicies(world.as("vera"));
    expect(policies.map((p) => [p.policy.name, p.version])).toEqual([
      ["High risk", 1],
      ["Low risk", 1],
      ["Medium risk", 1],
    ]);
  });

  it("publishes the next version, tells the log, and the newest decides", async () => {
    const { version, policyId } = await publishPolicyVersion(world.as("ines"), stricter);
    expect(version).toBe(2);
    const applicable = await findApplicablePolicy(world.as("vera"), "medium", "production");
    expect(applicable).toMatchObject({ version: 2, policy: { approval: { quorum: 3 } } });
    const events = await db.select().from(auditEvents).where(eq(auditEvents.objectId, policyId));
    expect(events.map((e) => e.action)).toEqual(["policy.published", "policy.published"]);
  });

  it("publishes nothing when nothing changed", async () => {
    expect(await publishPolicyVersion(world.as("ines"), stricter)).toMatchObject({ version: 2, unchanged: true });
  });

  it("prefers a policy that names the environment", async () => {
    const staging = { ...policyPresets.medium, name: "Medium risk, staging", environments: ["staging"] };
    await publishPolicyVersion(world.as("ines"), staging);
    expect((await findApplicablePolicy(world.as("vera"), "medium", "staging"))?.policy.name).toBe(
      "Medium risk, staging",
    );
    expect((await findApplicablePolicy(world.as("vera"), "medium", "production"))?.policy.name).toBe("Medium risk");
  });

  it("lets two publishers take turns", async () => {
    const quorum = (n: number) => ({ ...policyPresets.low, approval: { ...policyPresets.low.approval, quorum: n } });
    const both = await Promise.all([2, 3].map((n) => publishPolicyVersion(world.as("ines"), quorum(n))));
    expect(both.map((p) => p.version).sort()).toEqual([2, 3]);
    expect((await listPolicyVersions(world.as("vera"), "Low risk")).map((p) => p.version)).toEqual([3, 2, 1]);
  });

  it("refuses other roles and bad policies", async () => {
    await expect(publishPolicyVersion(world.as("maya"), stricter)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(publishPolicyVersion(world.as("ines"), { ...stricter, gates: [] })).rejects.toThrow();
  });

  it("keeps a published version as it was, whoever asks", async () => {
    await expect(sql`update policy_versions set body = '{}'`).rejects.toMatchObject({ code: "CS003" });
  });
});
