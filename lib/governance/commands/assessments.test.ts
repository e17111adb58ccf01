import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { models, riskAssessmentRevisions, riskRevisions } from "@/db/schema";
import { testDb } from "@/db/testing";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { auditedActions } from "@/lib/auth/testing";
import { judgePromotion } from "@/lib/promotions/judge-promotion";
import { findPromotion } from "@/lib/promotions/load-promotion";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import type { AssessmentBodyInput } from "../risk/assessment";
import { completeBody } from "../risk/assessment-testing";
import { readRiskEvidence } from "../risk-evidence-query";
import { requestReview } from "./request-review";
import { saveAssessment } from "./save-assessment";
import { sendBackAssessment } from "./send-back-assessment";
import { signOffAssessment } from "./sign-off-assessment";
import { submitAssessment } from "./submit-assessment";

const { db, sql } = await testDb();

const bodyOf = (world: World, more: AssessmentBodyInput = {}): AssessmentBodyInput => ({
  ...completeBody(world.ids.otto.userId, world.ids.rafi.userId),
  ...more,
});
const newest = async (world: World, assessmentId: string) => {
  const rows = await db
    .select()
    .from(riskAssessmentRevisions)
    .where(
      and(
        eq(riskAssessmentRevisions.projectId, world.projectId),
        eq(riskAssessmentRevisions.assessmentId, assessmentId),
      ),
    )
    .orderBy(riskAssessmentRevisions.revision);
  const row = rows.at(-1);
  if (!row) throw new Error("no revision");
  return row;
};
type Draft = { more?: AssessmentBodyInput; who?: CastName; versionId?: string | null };
const draft = async (world: World, { more = {}, who = "jun", versionId = null }: Draft = {}) =>
  saveAssessment(world.as(who), { modelId: world.modelId, versionId, seen: null, body: bodyOf(world, more) });
const submitted = async (world: World, options: Draft = {}) => {
  const { assessmentId, revision, lockVersion } = await draft(world, options);
  await submitAssessment(world.as(options.who ?? "jun"), { assessmentId, revision, lockVersion });
  return assessmentId;
};
const sign = async (world: World, who: CastName, assessmentId: string) => {
  const { revision, body } = await newest(world, assessmentId);
  return signOffAssessment(world.as(who), { assessmentId, revision, bodyDigest: canonicalDigest(body) });
};

describe("risk assessments", () => {
  it("go from draft over submission to a sign-off that sets the model's tier", async () => {
    const world = await buildWorld(db, { tier: "low" });
    const assessmentId = await submitted(world);
    await sign(world, "ines", assessmentId);
    const [model] = await db.select().from(models).where(eq(models.id, world.modelId));
    expect(model).toMatchObject({ riskTier: "medium", riskRevision: 2 });
    const revisions = await db.select().from(riskRevisions).where(eq(riskRevisions.modelId, world.modelId));
    expect(revisions.at(-1)).toMatchObject({ tier: "medium", editedBy: world.ids.jun.userId });
    expect(await newest(world, assessmentId)).toMatchObject({
      state: "signed_off",
      signature: { printedName: "Ines Okafor", role: "risk_officer", meaning: "approval" },
    });
    expect(await auditedActions(db, assessmentId)).toEqual([
      "assessment.saved",
      "assessment.submitted",
      "assessment.signed_off",
    ]);
  });

  it("make approvals that rest on the earlier tier and revision stale", async () => {
    const world = await buildWorld(db);
    const { number } = await request(world);
    await sign(world, "ines", await submitted(world));
    const loaded = await findPromotion(world.as("vera"), number);
    if (!loaded) throw new Error("no promotion");
    const judged = await judgePromotion(world.system(), db, loaded);
    expect(judged.facts.subjectFresh).toBe(false);
    expect(judged.conflicts.find((c) => c.name.startsWith("Jun"))?.reasons.join()).toContain("risk assessment");
    expect(judged.conflicts.some((c) => c.name.startsWith("Ines"))).toBe(false);
  });

  it("are signed by nobody who wrote, owns, registered or ran, second accounts included", async () => {
    const world = await buildWorld(db);
    const assessmentId = await submitted(world, { who: "rosa" });
    await expect(sign(world, "rosa", assessmentId)).rejects.toThrow("wrote in this revision");
    await expect(sign(world, "jun", assessmentId)).rejects.toThrow("logged the run of version 1");
    await expect(sign(world, "mayaTwo", assessmentId)).rejects.toThrow("registered version 1");
    await expect(sign(world, "otto", assessmentId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(sign(world, "vera", assessmentId)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await auditedActions(db, assessmentId)).toContain("assessment.sign_off_refused");
    expect((await newest(world, assessmentId)).state).toBe("submitted");
  });

  it("are held to the same rules by the database", async () => {
    const world = await buildWorld(db);
    const assessmentId = await submitted(world);
    const force = (who: CastName) => sql`update risk_assessment_revisions
      set state = 'signed_off', signed_by = ${world.ids[who].userId}, signature = '{}' where assessment_id = ${assessmentId}`;
    for (const who of ["jun", "otto", "mayaTwo"] as const)
      await expect(force(who)).rejects.toMatchObject({ code: "CS009" });
    await expect(
      sql`update risk_assessment_revisions set body = '{}' where assessment_id = ${assessmentId}`,
    ).rejects.toMatchObject({ code: "CS004" });
    await sign(world, "ines", assessmentId);
    for (const change of [sql`body = '{}'`, sql`tier = 'low'`, sql`state = 'draft'`, sql`review_due = null`])
      await expect(
        sql`update risk_assessment_revisions set ${change} where assessment_id = ${assessmentId}`,
      ).rejects.toMatchObject({ code: "CS004" });
    await expect(sql`delete from risk_assessment_authors`).rejects.toMatchObject({ code: "CS003" });
  });

  it("lower a tier only when a risk officer signs, in the command and in the database", async () => {
    const world = await buildWorld(db, { tier: "high" });
    const assessmentId = await submitted(world);
    await expect(sign(world, "rosa", assessmentId)).rejects.toThrow("A risk officer has to sign it off.");
    const force = (who: CastName, role: string, more = sql``) => sql`update risk_assessment_revisions
      set state = 'signed_off', signed_by = ${world.ids[who].userId}, signature = ${JSON.stringify({ role })} ${more}
      where assessment_id = ${assessmentId}`;
    await expect(force("rosa", "reviewer")).rejects.toMatchObject({ code: "CS009" });
    await expect(force("rosa", "risk_officer")).rejects.toMatchObject({ code: "CS009" });
    await expect(force("ines", "risk_officer", sql`, tier = 'high'`)).rejects.toMatchObject({ code: "CS004" });
    const lower = (tier: string) => sql`update models set risk_tier = ${tier} where id = ${world.modelId}`;
    await expect(lower("medium")).rejects.toMatchObject({ code: "CS010" });
    const left = { ...world.as("rosa"), actor: { ...world.as("rosa").actor, roles: ["risk_officer"] as const } };
    const { body } = await newest(world, assessmentId);
    await expect(
      signOffAssessment(left, { assessmentId, revision: 1, bodyDigest: canonicalDigest(body) }),
    ).rejects.toMatchObject({ code: "FORBIDDEN", message: expect.stringContaining("Reload the page") });
    await sign(world, "ines", assessmentId);
    const [model] = await db.select().from(models).where(eq(models.id, world.modelId));
    expect(model?.riskTier).toBe("medium");
    await expect(lower("low")).rejects.toMatchObject({ code: "CS010" });
  });

  it("of a version never put back a tier that the model's sign-off is changing at the same moment", async () => {
    const world = await buildWorld(db);
    const ofVersion = await submitted(world, { versionId: world.candidate });
    const high = { exposure: "high", purpose: "decision" } as const;
    const ofModel = await submitted(world, { more: high });
    await Promise.all([sign(world, "ines", ofModel), sign(world, "rosa", ofVersion)]);
    const [model] = await db.select().from(models).where(eq(models.id, world.modelId));
    expect(model).toMatchObject({ riskTier: "high", riskRevision: 3 });
    const tiers = await db.select().from(riskRevisions).where(eq(riskRevisions.modelId, world.modelId));
    expect(tiers.find((row) => row.revision === 3)?.tier).toBe("high");
  });

  it("name what is missing, and a validator who is not independent", async () => {
    const world = await buildWorld(db);
    const { assessmentId, revision, lockVersion } = await draft(world, { more: { stopPlan: "", reviewDue: null } });
    const submit = (lock: number) => submitAssessment(world.as("jun"), { assessmentId, revision, lockVersion: lock });
    await expect(submit(lockVersion)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      extra: { fieldErrors: { stopPlan: [expect.any(String)], reviewDue: [expect.any(String)] } },
    });
    const save = (lock: number, validator: CastName) =>
      saveAssessment(world.as("jun"), {
        modelId: world.modelId,
        seen: { revision, lockVersion: lock },
        body: bodyOf(world, { validatorUserId: world.ids[validator].userId }),
      });
    const own = await save(lockVersion, "jun");
    await expect(submit(own.lockVersion)).rejects.toThrow("wrote in this revision");
    const owner = await save(own.lockVersion, "otto");
    await expect(submit(owner.lockVersion)).rejects.toThrow("owns the risk");
  });

  it("take another tier than the rule's from a risk officer only, with a reason", async () => {
    const world = await buildWorld(db);
    const tierOverride = { tier: "high" as const, reason: "The ombudsman is examining this use at present." };
    await expect(draft(world, { more: { tierOverride } })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const assessmentId = await submitted(world, { who: "ines", more: { tierOverride } });
    await expect(sign(world, "ines", assessmentId)).rejects.toThrow("wrote in this revision");
    expect(await sign(world, "rosa", assessmentId)).toMatchObject({ tier: "high" });
  });

  it("are sent back with a reason, and change only as a draft", async () => {
    const world = await buildWorld(db);
    const assessmentId = await submitted(world);
    const { revision, lockVersion } = await newest(world, assessmentId);
    const change = { modelId: world.modelId, body: bodyOf(world, { users: "Somebody else" }) };
    await expect(saveAssessment(world.as("jun"), { ...change, seen: { revision, lockVersion } })).rejects.toMatchObject(
      { code: "PRECONDITION_FAILED" },
    );
    const back = { assessmentId, revision, lockVersion, reason: "The affected groups are too coarse." };
    await expect(sendBackAssessment(world.as("maya"), back)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await sendBackAssessment(world.as("rosa"), back);
    await expect(sendBackAssessment(world.as("rosa"), back)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    const row = await newest(world, assessmentId);
    expect(row).toMatchObject({ state: "draft", sentBackReason: back.reason });
    const saved = await saveAssessment(world.as("jun"), {
      ...change,
      seen: { revision, lockVersion: row.lockVersion },
    });
    expect(saved).toMatchObject({ revision, changed: ["users"] });
  });

  it("start a new revision once signed, which supersedes the former and answers its triggers", async () => {
    const world = await buildWorld(db);
    const assessmentId = await submitted(world);
    const trigger = { assessmentId, trigger: "incident", reason: "Time-outs on production." } as const;
    await expect(requestReview(world.as("otto"), trigger)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await sign(world, "ines", assessmentId);
    await requestReview(world.as("otto"), trigger);
    const about = { modelId: world.modelId, versionId: world.candidate, modelTier: "medium" } as const;
    expect(await readRiskEvidence(world.system(), db, about)).toMatchObject({ status: "signed_off", openTriggers: 1 });
    const first = await newest(world, assessmentId);
    const saved = await saveAssessment(world.as("jun"), {
      modelId: world.modelId,
      seen: { revision: 1, lockVersion: first.lockVersion },
      body: bodyOf(world, { monitoring: "Recall by slice each week." }),
    });
    expect(saved).toMatchObject({ revision: 2, changed: ["monitoring"] });
    await submitAssessment(world.as("jun"), { assessmentId, revision: 2, lockVersion: saved.lockVersion });
    expect(await readRiskEvidence(world.system(), db, about)).toMatchObject({ status: "signed_off", revision: 1 });
    await sign(world, "rosa", assessmentId);
    const states = await db
      .select({ state: riskAssessmentRevisions.state })
      .from(riskAssessmentRevisions)
      .where(eq(riskAssessmentRevisions.assessmentId, assessmentId))
      .orderBy(riskAssessmentRevisions.revision);
    expect(states.map((row) => row.state)).toEqual(["superseded", "signed_off"]);
    expect(await readRiskEvidence(world.system(), db, about, () => true)).toMatchObject({
      revision: 2,
      openTriggers: 0,
      validatorIsIndependent: true,
    });
  });

  it("of a version stand for it, and do not outrank the model's tier", async () => {
    const world = await buildWorld(db);
    await sign(world, "ines", await submitted(world));
    const high = { exposure: "high", purpose: "decision" } as const;
    const { assessmentId, revision, lockVersion } = await draft(world, { versionId: world.candidate, more: high });
    await expect(submitAssessment(world.as("jun"), { assessmentId, revision, lockVersion })).rejects.toThrow(
      "Assess the model first",
    );
    const about = { modelId: world.modelId, modelTier: "medium" } as const;
    const of = (versionId: string) => readRiskEvidence(world.system(), db, { ...about, versionId });
    expect(await of(world.candidate)).toMatchObject({ status: "draft" });
    expect(await of(world.live)).toMatchObject({ status: "signed_off" });
  });

  it("let one of two writers win, and one of two signers", async () => {
    const world = await buildWorld(db);
    const first = await Promise.allSettled([draft(world), draft(world, { who: "maya", more: { users: "Others" } })]);
    expect(first.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const other = await buildWorld(db);
    const assessmentId = await submitted(other);
    const both = await Promise.allSettled([sign(other, "ines", assessmentId), sign(other, "rosa", assessmentId)]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("of another project are not found", async () => {
    const world = await buildWorld(db);
    const other = await buildWorld(db);
    const assessmentId = await submitted(world);
    const { body } = await newest(world, assessmentId);
    const input = { assessmentId, revision: 1, bodyDigest: canonicalDigest(body) };
    await expect(signOffAssessment(other.as("ines"), input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      saveAssessment(other.as("jun"), { modelId: world.modelId, seen: null, body: bodyOf(other) }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(draft(world, { versionId: other.candidate })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
