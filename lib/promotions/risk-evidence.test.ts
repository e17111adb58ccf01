import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { raiseFinding } from "@/lib/governance/commands/raise-finding";
import { saveAssessment } from "@/lib/governance/commands/save-assessment";
import { signOffAssessment } from "@/lib/governance/commands/sign-off-assessment";
import { submitAssessment } from "@/lib/governance/commands/submit-assessment";
import { publishByTwo } from "@/lib/governance/drafts/testing-drafts";
import { gateSchema } from "@/lib/governance/gates/gate";
import { findApplicablePolicy } from "@/lib/governance/queries";
import { assessmentBody } from "@/lib/governance/risk/assessment";
import { completeBody } from "@/lib/governance/risk/assessment-testing";
import { evaluatePromotionJob } from "./evaluate-promotion-job";
import { buildWorld } from "./testing";
import { request, shown } from "./testing-requests";

const { db } = await testDb();
const world = await buildWorld(db);
const run = { db, signal: new AbortController().signal, attempt: 1 };
const job = (promotionId: string) => evaluatePromotionJob({ projectId: world.projectId, promotionId }, run);

const place = { model: "income-eligibility", tier: "medium", environment: "production" } as const;
const applicable = await findApplicablePolicy(world.system(), place);
const gates = [
  gateSchema.parse({ id: "findings", kind: "findings", title: "Findings", severity: "block" }),
  gateSchema.parse({ id: "risk", kind: "risk_assessment", title: "Risk", severity: "block" }),
];
if (!applicable) throw new Error("no policy applies");
const others = applicable.policy.gates.filter((gate) => !gates.some((own) => own.kind === gate.kind));
await publishByTwo(world, { ...applicable.policy, gates: [...others, ...gates] });

describe("risk evidence of a promotion", () => {
  it("holds it up until the model is assessed, and again while a finding that blocks is open", async () => {
    const { number } = await request(world);
    expect((await shown(world, number)).state).toBe("blocked");

    const body = completeBody(world.ids.otto.userId, world.ids.rafi.userId);
    const { assessmentId } = await saveAssessment(world.as("jun"), { modelId: world.modelId, seen: null, body });
    await submitAssessment(world.as("jun"), { assessmentId, revision: 1, lockVersion: 0 });
    const bodyDigest = canonicalDigest(assessmentBody.parse(body));
    await signOffAssessment(world.as("ines"), { assessmentId, revision: 1, bodyDigest });
    const promotion = await shown(world, number);
    await job(promotion.id);
    expect((await shown(world, number)).state).toBe("awaiting_approval");

    await raiseFinding(world.as("rosa"), {
      modelId: world.modelId,
      versionId: world.candidate,
      title: "Recall falls for part-time workers",
      severity: "low",
      blocks: true,
      ownerUserId: world.ids.maya.userId,
      dueOn: "2026-12-31",
    });
    await job(promotion.id);
    expect((await shown(world, number)).state).toBe("blocked");
  });

  it("leaves a promotion that is gone alone", async () => {
    await expect(job("nothing")).resolves.toBeUndefined();
  });
});
