import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditEvents, policyDecisions, policyDrafts, policyVersions } from "@/db/schema";
import { testDb } from "@/db/testing";
import { draftOf, publishByTwo, saveOver, shownDigest } from "@/lib/governance/drafts/testing-drafts";
import { policyToYaml } from "@/lib/governance/editor/policy-yaml";
import { policyPresets } from "@/lib/governance/presets";
import { findApplicablePolicy, listPolicies, listPolicyVersions } from "@/lib/governance/queries";
import { evaluatePromotionJob } from "@/lib/promotions/evaluate-promotion-job";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { proposePolicy } from "./propose-policy";
import { publishPolicy } from "./publish-policy";
import { rejectPolicy } from "./reject-policy";
import { savePolicyDraft } from "./save-policy-draft";
import { startPolicyDraft } from "./start-policy-draft";
import { withdrawPolicyDraft } from "./withdraw-policy-draft";

const { db, sql } = await testDb();
let world: World;
beforeEach(async () => {
  world = await buildWorld(db);
});

const { medium } = policyPresets;
const stricter = { ...medium, approval: { ...medium.approval, quorum: 3 } };
const place = { model: "income-eligibility", tier: "medium", environment: "production" } as const;
const publish = async (number: number, who: Parameters<World["as"]>[0] = "ines") =>
  publishPolicy(world.as(who), { number, subjectDigest: await shownDigest(world, number), comment: "Checked." });
const eventsOf = async (objectId: string) =>
  (await db.select().from(auditEvents).where(eq(auditEvents.objectId, objectId))).map((event) => event.action);
const stored = async (number: number) => {
  const where = and(eq(policyDrafts.projectId, world.projectId), eq(policyDrafts.number, number));
  const [row] = await db.select().from(policyDrafts).where(where);
  if (!row) throw new Error(`D-${number} is not there`);
  return row;
};

describe("publishPolicy", () => {
  it("publishes what one person proposed and another approved, as the next version", async () => {
    const number = await draftOf(world, stricter);
    expect(await publish(number)).toMatchObject({ version: 2, openPromotions: 0 });
    const live = await findApplicablePolicy(world.as("vera"), place);
    expect(live).toMatchObject({ version: 2, publishedBy: "Rosa Beck", approvedBy: "Ines Okafor", draft: number });
    expect(live?.policy.approval.quorum).toBe(3);
    const draft = await stored(number);
    expect(draft).toMatchObject({ state: "published", publishedVersionId: live?.policyVersionId });
    expect(await eventsOf(draft.id)).toEqual(["policy.draft_started", "policy.proposed"]);
    expect(await eventsOf(live?.policyId ?? "")).toEqual(["policy.published", "policy.published"]);
    const [decision] = await db.select().from(policyDecisions).where(eq(policyDecisions.draftId, draft.id));
    expect(decision?.signature).toMatchObject({ printedName: "Ines Okafor", subjectDigest: draft.subjectDigest });
  });

  it("publishes a policy that was not there before", async () => {
    await publishByTwo(world, { ...medium, name: "Scoring", models: ["income-eligibility"] });
    expect((await findApplicablePolicy(world.as("vera"), place))?.policy.name).toBe("Scoring");
    expect((await findApplicablePolicy(world.as("vera"), { ...place, model: "x" }))?.policy.name).toBe("Medium risk");
  });

  it("is refused to whoever wrote in the draft, by any account, whatever their role", async () => {
    const number = await draftOf(world, stricter);
    await expect(publish(number, "rosaTwo")).rejects.toMatchObject({ code: "FORBIDDEN", message: /second person/ });
    await saveOver(world, number, policyToYaml({ ...stricter, description: "Mine." }), "ines");
    const { lockVersion } = await stored(number);
    await proposePolicy(world.as("rosa"), { number, lockVersion, reason: "With the words of Ines." });
    await expect(publish(number, "ines")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await publish(number, "nadia")).toMatchObject({ version: 2 });
    expect(await eventsOf((await stored(number)).id)).toContain("policy.decision_refused");
  });

  it("is refused to other roles", async () => {
    const number = await draftOf(world, stricter);
    for (const who of ["rafi", "maya", "otto", "vera"] as const)
      await expect(publish(number, who)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      publishPolicy(world.system() as never, { number, subjectDigest: "", comment: "" }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("publishes nothing but the digest that was shown", async () => {
    const number = await draftOf(world, stricter);
    const before = await shownDigest(world, number);
    await saveOver(world, number, policyToYaml({ ...stricter, description: "Other." }));
    const input = { number, subjectDigest: before, comment: "" };
    await expect(publishPolicy(world.as("ines"), input)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    const { lockVersion } = await stored(number);
    await proposePolicy(world.as("rosa"), { number, lockVersion, reason: "With a description." });
    await expect(publishPolicy(world.as("ines"), input)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await listPolicyVersions(world.as("vera"), "Medium risk")).toHaveLength(1);
  });

  it("publishes no proposal that another version overtook, until it is proposed again", async () => {
    const late = await draftOf(world, { ...medium, description: "Late." });
    await publishByTwo(world, stricter);
    await expect(publish(late)).rejects.toMatchObject({ message: /Version 2 was published since/ });
    await saveOver(world, late, policyToYaml({ ...stricter, description: "Late, on version 2." }));
    const { lockVersion } = await stored(late);
    await proposePolicy(world.as("rosa"), { number: late, lockVersion, reason: "Against version 2." });
    expect(await publish(late)).toMatchObject({ version: 3 });
  });

  it("lets one of two publishers at the same moment win", async () => {
    const number = await draftOf(world, stricter);
    const both = await Promise.allSettled([publish(number, "ines"), publish(number, "nadia")]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await listPolicyVersions(world.as("vera"), "Medium risk")).map((entry) => entry.version)).toEqual([2, 1]);
  });

  it("lets one of two policies that would tie win, also at the same moment", async () => {
    const named = (name: string) => ({ ...medium, name, environments: ["production"] });
    const numbers = [await draftOf(world, named("A")), await draftOf(world, named("B"))];
    const both = await Promise.allSettled(numbers.map((number) => publish(number)));
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((result) => result.status === "rejected")).toMatchObject({
      reason: { message: /Also bound by [AB] v1 \(medium risk, every model, production\)/ },
    });
  });

  it("evaluates open promotions again under the new version, and voids what was approved before", async () => {
    const { number: promotion } = await request(world);
    expect(await shown(world, promotion)).toMatchObject({ state: "awaiting_approval" });
    const impossible = medium.gates.map((gate) => (gate.kind === "metric_threshold" ? { ...gate, limit: 0.99 } : gate));
    const { openPromotions, policyVersionId } = await publishByTwo(world, { ...medium, gates: impossible });
    expect(openPromotions).toBe(1);
    const [job] = await sql`select payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'promotion.evaluate'
      and (j.payload ->> 'projectId')::int = ${world.projectId}`;
    await evaluatePromotionJob(job?.payload, { db } as never);
    expect(await shown(world, promotion)).toMatchObject({ state: "blocked", policyVersionId });
  });
});

describe("a draft", () => {
  it("keeps a text that is not right yet, and is not proposed with it", async () => {
    const rosa = world.as("rosa");
    const { number } = await startPolicyDraft(rosa, { from: "policy", policy: "Medium risk" });
    expect(await saveOver(world, number, "name: [half\n")).toMatchObject({ problems: expect.any(Number) });
    const propose = { number, lockVersion: 1, reason: "Half done, but still." };
    await expect(proposePolicy(rosa, propose)).rejects.toMatchObject({ message: /problems? in the text/ });
  });

  it("is refused when it is too long, and nothing is changed", async () => {
    const number = await draftOf(world, stricter, { propose: false });
    await expect(saveOver(world, number, "x".repeat(1_048_576))).rejects.toThrow(/may have 100,000 characters/);
    expect((await stored(number)).lockVersion).toBe(0);
  });

  it("is saved by one of two who opened the same text", async () => {
    const number = await draftOf(world, stricter, { propose: false });
    await savePolicyDraft(world.as("rosa"), { number, lockVersion: 0, source: "a: 1" });
    const late = savePolicyDraft(world.as("rafi"), { number, lockVersion: 0, source: "b: 1" });
    await expect(late).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await stored(number)).source).toBe("a: 1");
  });

  it("takes its proposal back when it is changed, and not when it is saved as it was", async () => {
    const number = await draftOf(world, stricter);
    const { source } = await stored(number);
    expect(await saveOver(world, number, source)).toMatchObject({ voidedProposal: false });
    expect((await stored(number)).state).toBe("proposed");
    expect(await saveOver(world, number, `${source}# more\n`)).toMatchObject({ voidedProposal: true });
    expect(await stored(number)).toMatchObject({ state: "draft", subjectDigest: null, proposedBy: null });
  });

  it("is not proposed by somebody else, nor when it changes nothing or takes another policy's name", async () => {
    const { number } = await startPolicyDraft(world.as("rosa"), { from: "policy", policy: "Medium risk" });
    const input = { number, lockVersion: 0, reason: "Because it is needed." };
    await expect(proposePolicy(world.as("rafi"), input)).rejects.toMatchObject({ message: /somebody who wrote in it/ });
    await expect(proposePolicy(world.as("rosa"), input)).rejects.toMatchObject({ message: /nothing to publish/ });
    await saveOver(world, number, policyToYaml({ ...medium, name: "Low risk" }));
    await expect(proposePolicy(world.as("rosa"), { ...input, lockVersion: 1 })).rejects.toMatchObject({
      message: /keeps the name of its policy/,
    });
  });

  it("is rejected with a reason, stays on record, and its text can be taken up again", async () => {
    const number = await draftOf(world, stricter);
    const subjectDigest = await shownDigest(world, number);
    await expect(rejectPolicy(world.as("ines"), { number, subjectDigest, reason: "no" })).rejects.toThrow(
      /10 characters/,
    );
    await rejectPolicy(world.as("ines"), { number, subjectDigest, reason: "Three approvals delay every change." });
    expect(await stored(number)).toMatchObject({ state: "rejected", closedReason: /delay/ });
    await expect(saveOver(world, number, "a: 1")).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    const again = await startPolicyDraft(world.as("rosa"), { from: "draft", number });
    expect((await stored(again.number)).source).toBe((await stored(number)).source);
  });

  it("is withdrawn by its author alone", async () => {
    const number = await draftOf(world, stricter);
    const input = { number, reason: "Not now." };
    await expect(withdrawPolicyDraft(world.as("ines"), input)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await withdrawPolicyDraft(world.as("rosa"), input);
    await expect(publish(number)).rejects.toThrow();
    expect((await stored(number)).state).toBe("withdrawn");
  });

  it("of another project is not found", async () => {
    const number = await draftOf(world, stricter);
    const other = await buildWorld(db);
    const input = { number, lockVersion: 0, source: "a: 1" };
    await expect(savePolicyDraft(other.as("rosa"), input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(startPolicyDraft(other.as("rosa"), { from: "draft", number })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("is started by those who may write policies", async () => {
    const from = { from: "preset", tier: "low", name: "Leaflets" } as const;
    for (const who of ["maya", "otto", "vera"] as const)
      await expect(startPolicyDraft(world.as(who), from)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await startPolicyDraft(world.as("rosa"), from)).toEqual({ number: 1 });
  });
});

describe("the database itself refuses", () => {
  const insert = (values: Partial<typeof policyVersions.$inferInsert> & { policyId: string }) =>
    db.insert(policyVersions).values({
      projectId: world.projectId,
      id: "v",
      version: 2,
      digest: "sha256:0",
      body: {},
      publishedAt: new Date(0),
      ...values,
    });
  const policyId = async () =>
    (await listPolicies(world.as("vera"))).find((p) => p.policy.name === "Medium risk")?.policyId ?? "";

  it("a version of one person alone, and one of nobody beyond the first", async () => {
    const own = { policyId: await policyId() };
    const refused = { cause: { code: "CS008" } };
    const ines = world.ids.ines.userId;
    await expect(insert({ ...own, publishedBy: ines })).rejects.toMatchObject(refused);
    await expect(insert({ ...own, publishedBy: ines, approvedBy: ines })).rejects.toMatchObject(refused);
    await expect(insert(own)).rejects.toMatchObject(refused);
    const draftId = (await stored(await draftOf(world, stricter))).id;
    const signed = { ...own, draftId, publishedBy: world.ids.rosa.userId, approvedBy: ines };
    await expect(insert(signed)).rejects.toMatchObject(refused);
  });

  it("an approval by an author, by any account, and of another digest", async () => {
    const draft = await stored(await draftOf(world, stricter));
    const decide = (who: "rosa" | "rosaTwo" | "ines", personId: string, digest = draft.subjectDigest ?? "") =>
      db.insert(policyDecisions).values({
        projectId: world.projectId,
        id: `d-${who}`,
        draftId: draft.id,
        kind: "approve",
        personId,
        userId: world.ids[who].userId,
        comment: "",
        subjectDigest: digest,
        signature: {},
        decidedAt: new Date(0),
      });
    const { rosa, ines } = world.ids;
    await expect(decide("rosaTwo", rosa.personId)).rejects.toMatchObject({ cause: { code: "CS001" } });
    await expect(decide("rosaTwo", ines.personId)).rejects.toMatchObject({ cause: { code: "CS001" } });
    await expect(decide("ines", ines.personId, "sha256:0")).rejects.toMatchObject({ cause: { code: "CS004" } });
  });

  it("a change of what is published, proposed or over", async () => {
    const draft = await stored(await draftOf(world, stricter));
    await expect(sql`update policy_drafts set source = '' where id = ${draft.id}`).rejects.toMatchObject({
      code: "CS002",
    });
    await expect(sql`delete from policy_draft_editors where draft_id = ${draft.id}`).rejects.toMatchObject({
      code: "CS003",
    });
    await publish(draft.number);
    await expect(sql`update policy_drafts set state = 'draft' where id = ${draft.id}`).rejects.toMatchObject({
      code: "CS002",
    });
    await expect(db.update(policyVersions).set({ body: {} })).rejects.toMatchObject({ cause: { code: "CS003" } });
    await expect(sql`delete from policy_decisions`).rejects.toMatchObject({ code: "CS003" });
  });
});
