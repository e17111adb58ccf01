import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditEvents, policyDrafts, policyRetirements } from "@/db/schema";
import { testDb } from "@/db/testing";
import { draftOf, publishByTwo, shownDigest } from "@/lib/governance/drafts/testing-drafts";
import { policyToYaml } from "@/lib/governance/editor/policy-yaml";
import { policyPresets } from "@/lib/governance/presets";
import { findApplicablePolicy, listPolicies, listPolicyVersions } from "@/lib/governance/queries";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import { loadDraftPage } from "../drafts/draft-page-query";
import { proposeRetirement } from "./propose-retirement";
import { publishPolicy } from "./publish-policy";
import { rejectPolicy } from "./reject-policy";
import { retirePolicy } from "./retire-policy";
import { savePolicyDraft } from "./save-policy-draft";
import { startPolicyDraft } from "./start-policy-draft";
import { withdrawPolicyDraft } from "./withdraw-policy-draft";

const { db, sql } = await testDb();
let world: World;
beforeEach(async () => {
  world = await buildWorld(db);
});

const { medium } = policyPresets;
const lending = { ...medium, name: "Lending", models: ["income-eligibility"] };
const place = { model: "income-eligibility", tier: "medium", environment: "production" } as const;
const reason = "Replaced by the policy for all of medium risk.";
const propose = (policy: string, who: Parameters<World["as"]>[0] = "rosa", version = 1) =>
  proposeRetirement(world.as(who), { policy, version, reason });
const retire = async (number: number, who: Parameters<World["as"]>[0] = "ines") =>
  retirePolicy(world.as(who), { number, subjectDigest: await shownDigest(world, number), comment: "" });
const eventsOf = async (objectId: string) =>
  (await db.select().from(auditEvents).where(eq(auditEvents.objectId, objectId))).map((event) => event.action);
const draftIn = async (number: number) => {
  const where = and(eq(policyDrafts.projectId, world.projectId), eq(policyDrafts.number, number));
  const [row] = await db.select().from(policyDrafts).where(where);
  if (!row) throw new Error(`D-${number} is not there`);
  return row;
};

describe("retiring a policy", () => {
  it("ends it by two people, and the next most specific one decides from then on", async () => {
    await publishByTwo(world, lending);
    await request(world);
    const { number } = await propose("Lending");
    const page = await loadDraftPage(world.as("ines"), number);
    expect(page.after).toContainEqual({ place, next: { name: "Medium risk", version: 1 } });
    expect(page.affected).toMatchObject([{ number: 1, becomes: "leaves" }]);
    const { policyId, openPromotions } = await retire(number);
    expect(openPromotions).toBe(1);
    expect((await findApplicablePolicy(world.as("vera"), place))?.policy.name).toBe("Medium risk");
    expect((await listPolicies(world.as("vera"))).map((entry) => entry.policy.name)).not.toContain("Lending");
    const [last] = await listPolicyVersions(world.as("vera"), "Lending");
    expect(last?.retirement).toMatchObject({
      proposedBy: "Rosa Beck",
      approvedBy: "Ines Okafor",
      draft: number,
      reason,
    });
    const draft = await draftIn(number);
    expect(await eventsOf(draft.id)).toEqual(["policy.retirement_proposed"]);
    expect(await eventsOf(policyId)).toEqual(["policy.published", "policy.retired"]);
    const jobs = await sql`select 1 from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'promotion.evaluate'
      and (j.payload ->> 'projectId')::int = ${world.projectId}`;
    expect(jobs).toHaveLength(1);
  });

  it("is refused to whoever proposed it, by any account, and to other roles", async () => {
    const { number } = await propose("Low risk");
    await expect(retire(number, "rosaTwo")).rejects.toMatchObject({ code: "FORBIDDEN", message: /second person/ });
    for (const who of ["rafi", "maya", "otto", "vera"] as const)
      await expect(retire(number, who)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(propose("Low risk", "maya")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await eventsOf((await draftIn(number)).id)).toContain("policy.decision_refused");
    expect(await listPolicies(world.as("vera"))).toHaveLength(3);
  });

  it("is refused where a model of high risk would be left without any policy, when proposing and when approving", async () => {
    world = await buildWorld(db, { tier: "high" });
    await expect(propose("High risk")).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: /No policy would be left for income-eligibility in staging and income-eligibility in production/,
    });
    await publishByTwo(world, { ...policyPresets.high, name: "Named", models: ["income-eligibility"] });
    const { number } = await propose("High risk");
    const other = await propose("Named");
    const shown = { number, subjectDigest: await shownDigest(world, number), comment: "" };
    await expect(retirePolicy(world.as("ines", 10), shown)).rejects.toMatchObject({ message: /Confirm who you are/ });
    await expect(retirePolicy(world.as("ines"), { ...shown, signer: "somebody" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await retire(number);
    await expect(retire(other.number)).rejects.toMatchObject({ message: /No policy would be left/ });
    expect((await loadDraftPage(world.as("ines"), other.number)).refusals.approve[0]).toMatch(
      /No policy would be left/,
    );
  });

  it("leaves a model of lower risk without one only where that is said first", async () => {
    const { number } = await propose("Medium risk");
    const { after, affected } = await loadDraftPage(world.as("ines"), number);
    expect(after.map((one) => one.next)).toEqual([null, null]);
    expect(affected).toEqual([]);
    await retire(number);
    expect(await findApplicablePolicy(world.as("vera"), place)).toBeNull();
  });

  it("is refused for what is not there, was retired, changed since or is proposed already", async () => {
    await expect(propose("Nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(propose("Low risk", "rosa", 7)).rejects.toMatchObject({ code: "CONFLICT" });
    const { number } = await propose("Low risk");
    await expect(propose("Low risk", "rafi")).rejects.toMatchObject({
      message: `D-${number} proposes to retire it already.`,
    });
    await retire(number);
    await expect(propose("Low risk")).rejects.toMatchObject({ message: /retired already/ });
    const elsewhere = await buildWorld(db);
    await expect(
      retirePolicy(elsewhere.as("ines"), { number, subjectDigest: `sha256:${"0".repeat(64)}`, comment: "" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is void once another version was published", async () => {
    const { number } = await propose("Medium risk");
    await publishByTwo(world, { ...medium, description: "Other words." });
    await expect(retire(number)).rejects.toMatchObject({ message: /Version 2 was published since/ });
  });

  it("lets one of two people at the same moment win", async () => {
    const { number } = await propose("Low risk");
    const both = await Promise.allSettled([retire(number, "ines"), retire(number, "nadia")]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("can be rejected or withdrawn, is never edited, and neither act does the other's work", async () => {
    const { number, subjectDigest } = await propose("Low risk");
    await expect(savePolicyDraft(world.as("rosa"), { number, lockVersion: 1, source: "x" })).rejects.toMatchObject({
      message: /has no text/,
    });
    await expect(publishPolicy(world.as("ines"), { number, subjectDigest, comment: "" })).rejects.toMatchObject({
      message: /proposes to retire Low risk/,
    });
    await rejectPolicy(world.as("ines"), { number, subjectDigest, reason: "It is still needed." });
    const again = await propose("Low risk");
    await withdrawPolicyDraft(world.as("rosa"), { number: again.number, reason: "Not now." });
    const version = await draftOf(world, { ...medium, description: "Other." });
    await expect(retire(version)).rejects.toMatchObject({ message: /proposes a version/ });
    expect(await listPolicies(world.as("vera"))).toHaveLength(3);
  });

  it("is undone by a new version of the same text, again by two people", async () => {
    await retire((await propose("Medium risk")).number);
    const rosa = world.as("rosa");
    const { number } = await startPolicyDraft(rosa, { from: "policy", policy: "Medium risk" });
    const page = await loadDraftPage(rosa, number);
    expect(page.refusals.propose).toEqual([]);
    const back = await publishByTwo(world, medium);
    expect(back.version).toBe(2);
    expect((await findApplicablePolicy(world.as("vera"), place))?.version).toBe(2);
  });

  it("keeps its name: a new policy cannot take it over unseen", async () => {
    await retire((await propose("Medium risk")).number);
    const { number } = await startPolicyDraft(world.as("rosa"), { from: "source", source: policyToYaml(lending) });
    await savePolicyDraft(world.as("rosa"), { number, lockVersion: 0, source: policyToYaml(medium) });
    expect((await loadDraftPage(world.as("rosa"), number)).facts.objections).toEqual([
      '"Medium risk" is the name of a retired policy; bring that one back, or choose another name.',
    ]);
  });

  it("is held by the database too", async () => {
    const { number } = await propose("Low risk");
    const draft = await draftIn(number);
    const row = {
      projectId: world.projectId,
      policyVersionId: draft.baseVersionId ?? "",
      policyId: draft.policyId ?? "",
      proposedBy: draft.createdBy,
      approvedBy: world.ids.ines.userId,
      draftId: draft.id,
      reason,
      retiredAt: world.system().now(),
    };
    const state = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error) => error.cause?.code ?? error.code,
      );
    expect(await state(db.insert(policyRetirements).values(row))).toBe("CS005");
    expect(await state(db.update(policyDrafts).set({ kind: "version" }).where(eq(policyDrafts.id, draft.id)))).toBe(
      "CS002",
    );
    await retire(number);
    expect(await state(db.delete(policyRetirements).where(eq(policyRetirements.draftId, draft.id)))).toMatch(/^CS/);
  });
});
