import { and, desc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditEvents, policyDrafts, riskAssessmentRevisions } from "@/db/schema";
import { testDb } from "@/db/testing";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { breakGlass } from "@/lib/deployments/commands/break-glass";
import { publishPolicy } from "@/lib/governance/commands/publish-policy";
import { saveAssessment } from "@/lib/governance/commands/save-assessment";
import { signOffAssessment } from "@/lib/governance/commands/sign-off-assessment";
import { submitAssessment } from "@/lib/governance/commands/submit-assessment";
import { draftOf, shownDigest } from "@/lib/governance/drafts/testing-drafts";
import { policyPresets } from "@/lib/governance/presets";
import { completeBody } from "@/lib/governance/risk/assessment-testing";
import { buildWorld, type World } from "../testing";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";

const { db } = await testDb();
const { high, medium } = policyPresets;
const tooOld = { code: "PRECONDITION_FAILED", extra: { details: { reason: "reauthenticate" } } };
const notTheirs = { code: "CONFLICT", message: expect.stringContaining("this page was opened by somebody else") };
let world: World;
beforeEach(async () => {
  world = await buildWorld(db);
});

const lastRefusal = async (action: string) =>
  (
    await db
      .select({ summary: auditEvents.summary })
      .from(auditEvents)
      .where(and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.action, action)))
      .orderBy(desc(auditEvents.id))
      .limit(1)
  )[0]?.summary;

/** A submitted assessment of the model, ready to be signed. */
async function toSign(tier: "medium" | "high" = "medium") {
  world = await buildWorld(db, { tier });
  const body = completeBody(world.ids.otto.userId, world.ids.rafi.userId);
  const saved = await saveAssessment(world.as("jun"), { modelId: world.modelId, versionId: null, seen: null, body });
  const { assessmentId, revision, lockVersion } = saved;
  await submitAssessment(world.as("jun"), { assessmentId, revision, lockVersion });
  const [row] = await db
    .select()
    .from(riskAssessmentRevisions)
    .where(eq(riskAssessmentRevisions.assessmentId, assessmentId));
  return { assessmentId, revision, bodyDigest: canonicalDigest(row?.body) };
}

async function toPublish(policy: typeof high) {
  const number = await draftOf(world, policy);
  return { number, subjectDigest: await shownDigest(world, number), comment: "Checked." };
}

describe("a sign-in that is too old", () => {
  it("signs no assessment of high risk, and one of medium risk", async () => {
    const input = await toSign("high");
    await expect(signOffAssessment(world.as("ines", 6), input)).rejects.toMatchObject(tooOld);
    expect(await lastRefusal("assessment.sign_off_refused")).toBeTruthy();
    expect(await signOffAssessment(world.as("ines", 5), input)).toMatchObject({ revision: 1 });
    const medium = await toSign();
    expect(await signOffAssessment(world.as("ines", 600), medium)).toMatchObject({ tier: "medium" });
  });

  it("publishes no policy that decides on high risk, or that did until now", async () => {
    const stricter = await toPublish({ ...high, approval: { ...high.approval, quorum: 3 } });
    await expect(publishPolicy(world.as("ines", 6), stricter)).rejects.toMatchObject(tooOld);
    expect(await lastRefusal("policy.decision_refused")).toContain("was refused to approve draft");
    const published = and(eq(policyDrafts.projectId, world.projectId), eq(policyDrafts.state, "published"));
    expect(await db.$count(policyDrafts, published)).toBe(0);
    expect(await publishPolicy(world.as("ines", 4), stricter)).toMatchObject({ version: 2 });
    const moved = await toPublish({ ...high, tiers: ["medium"], environments: ["lab"] });
    await expect(publishPolicy(world.as("ines", 6), moved)).rejects.toMatchObject(tooOld);
    const other = await toPublish({ ...medium, approval: { ...medium.approval, quorum: 3 } });
    expect(await publishPolicy(world.as("ines", 600), other)).toMatchObject({ version: 2 });
  });
});

describe("a page that was drawn for one account, sent while another is signed in", () => {
  it("approves nothing", async () => {
    const { number } = await request(world);
    const { subjectDigest } = await shown(world, number);
    const input = { number, subjectDigest, signer: world.ids.rafi.userId };
    await expect(approvePromotion(world.as("rosa"), input)).rejects.toMatchObject(notTheirs);
    expect(await lastRefusal("promotion.decision_refused")).toBeTruthy();
    expect(await approvePromotion(world.as("rafi"), input)).toMatchObject({ approvals: 1 });
  });

  it("breaks no glass", async () => {
    const { number } = await request(world);
    const { subjectDigest } = await shown(world, number);
    const why = { incident: "INC-4711", reason: "Benefits are paid out wrongly until this is in place." };
    const input = { number, subjectDigest, ...why, signer: world.ids.rosa.userId };
    await expect(breakGlass(world.as("ines"), input)).rejects.toMatchObject(notTheirs);
    expect(await breakGlass(world.as("ines"), { ...input, signer: world.ids.ines.userId })).toMatchObject({
      promotion: number,
    });
  });

  it("signs no assessment and publishes no policy", async () => {
    const input = { ...(await toSign()), signer: world.ids.nadia.userId };
    await expect(signOffAssessment(world.as("ines"), input)).rejects.toMatchObject(notTheirs);
    expect(await signOffAssessment(world.as("nadia"), input)).toMatchObject({ revision: 1 });
    const policy = { ...(await toPublish({ ...medium, description: "Said anew." })), signer: world.ids.nadia.userId };
    await expect(publishPolicy(world.as("ines"), policy)).rejects.toMatchObject(notTheirs);
  });
});
