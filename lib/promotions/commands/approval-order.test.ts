import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { members } from "@/db/schema";
import { testDb } from "@/db/testing";
import { policySchema } from "@/lib/governance/policy";
import { buildWorld, type CastName } from "../testing";
import { bindPolicy } from "../testing-policy";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";
import { evaluatePromotion } from "./evaluate-promotion";

const { db } = await testDb();

describe("an approval", () => {
  it("follows the order of roles where the policy has one, and an approval that lost its place is given again", async () => {
    const world = await buildWorld(db);
    const approval = { quorum: 2, requiredRoles: ["reviewer", "risk_officer"], order: "as_listed" };
    await bindPolicy(world, "Medium risk", (policy) =>
      policySchema.parse({ ...policy, approval: { ...policy.approval, ...approval } }),
    );
    const { number } = await request(world);
    const subjectDigest = (await shown(world, number)).subjectDigest;
    const approve = (who: CastName) => {
      world.moveClock(1);
      return approvePromotion(world.as(who), { number, subjectDigest });
    };
    await expect(approve("ines")).rejects.toMatchObject({
      message: "Not yet: the policy has a reviewer approve before a risk officer does.",
    });
    await approve("rosa");
    // Rosa is a risk officer from now on: her approval as a reviewer counts no more, and neither would the one after it.
    await approve("ines");
    await db.update(members).set({ role: "risk_officer" }).where(eq(members.userId, world.ids.rosa.userId));
    await evaluatePromotion(world.system(), { number });
    expect(await shown(world, number)).toMatchObject({ state: "awaiting_approval" });
    expect(await approve("rafi")).toMatchObject({ approvals: 1 });
    expect(await approve("ines")).toMatchObject({ state: "approved", approvals: 2 });
  });

  it("may be given anew by somebody whose role changed", async () => {
    const world = await buildWorld(db);
    const { number } = await request(world);
    const first = (await shown(world, number)).subjectDigest;
    await approvePromotion(world.as("rosa"), { number, subjectDigest: first });
    await db.update(members).set({ role: "risk_officer" }).where(eq(members.userId, world.ids.rosa.userId));
    const subjectDigest = (await shown(world, number)).subjectDigest;
    const now = world.as("rosa", 1, ["risk_officer"]);
    expect(await approvePromotion(now, { number, subjectDigest })).toMatchObject({ approvals: 1 });
  });
});
