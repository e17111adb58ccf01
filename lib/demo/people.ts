import { and, eq } from "drizzle-orm";
import { accessReviewLines, promotions, targets } from "@/db/schema";
import { attestAccess } from "@/lib/auth/commands/attest-access";
import { completeAccessReview } from "@/lib/auth/commands/complete-access-review";
import { openAccessReview } from "@/lib/auth/commands/open-access-review";
import { breakGlass } from "@/lib/deployments/commands/break-glass";
import { releaseHold } from "@/lib/deployments/commands/release-hold";
import { rollBackRollout } from "@/lib/deployments/commands/roll-back-rollout";
import { reviewEmergency } from "@/lib/promotions/commands/review-emergency";
import { waiveGate } from "@/lib/promotions/commands/waive-gate";
import type { Stage } from "./cast";
import { ask, confirm, promotionRow } from "./promote";

/** Ines lets the first eligibility model by a warning for as long as the tier allows, with Dana answering for the control. */
export async function playWaiver(stage: Stage, number: number): Promise<void> {
  await waiveGate(stage.as("ines"), {
    number,
    gateId: "four-fifths-sex",
    ownerUserId: stage.userId.dana,
    compensatingControl:
      "Every application of a woman that is ranked in the lowest third is read by a second case worker.",
    reason: "The score sheet it replaces has the same gap; a version without it is in training.",
    days: 30,
  });
}

/** The first quarter's access review: Ines and Dana attest each other and everybody else. */
export async function playAccessReview(stage: Stage): Promise<void> {
  const { clock } = stage;
  const { number } = await openAccessReview(stage.as("ines"));
  clock.forward({ hours: 1 });
  const lines = await stage.db
    .select({ userId: accessReviewLines.userId, role: accessReviewLines.role })
    .from(accessReviewLines)
    .where(eq(accessReviewLines.projectId, stage.projectId));
  for (const { userId, role } of lines) {
    const by = userId === stage.userId.ines ? "dana" : "ines";
    await attestAccess(stage.as(by), { number, userId, role, verdict: "keep" });
    clock.forward({ minutes: 5 });
  }
  await completeAccessReview(stage.as("ines"), { number });
}

/** Staging loses its version at night; Dana breaks the glass, Tomás reviews it, and the old version comes back. */
export async function playEmergency(stage: Stage): Promise<void> {
  const { clock } = stage;
  const [asked] = await stage.db
    .select({ versionId: promotions.versionId, modelId: promotions.modelId })
    .from(promotions)
    .where(and(eq(promotions.projectId, stage.projectId), eq(promotions.number, 4)));
  const [staging] = await stage.db
    .select({ id: targets.id })
    .from(targets)
    .where(and(eq(targets.projectId, stage.projectId), eq(targets.name, "benefits-staging")));
  if (!asked || !staging) throw new Error("demo: P-4 or its staging target is missing");
  clock.forward({ hours: 1 });
  const number = await ask(stage, {
    versionId: asked.versionId,
    targetId: staging.id,
    reason:
      "Version 1 no longer loads on the upgraded cluster; version 2 does. Case workers are trained there at eight.",
    stages: [{ kind: "full", weight: 100, soakMinutes: 60 }],
  });
  clock.forward({ minutes: 20 });
  const { subjectDigest } = await promotionRow(stage, number);
  const { rollout } = await breakGlass(stage.as("dana"), {
    number,
    subjectDigest,
    incident: "INC-0417",
    reason:
      "Staging answers nothing, the training of twelve case workers starts at eight, and no applicant is scored there.",
  });
  await confirm(stage, rollout);
  clock.forward({ hours: 2 });
  await reviewEmergency(stage.as("tomas"), {
    number,
    verdict: "upheld",
    comment:
      "Read the incident: training data only, nobody was scored, and the failing gates are those of P-4. Right to act.",
  });
  clock.forward({ hours: 1 });
  await rollBackRollout(stage.as("dana"), {
    number: rollout,
    reason: "The image of version 1 is rebuilt and loads again; version 2 stays rejected for production.",
  });
  await confirm(stage, rollout);
  clock.forward({ minutes: 10 });
  await releaseHold(stage.as("dana"), {
    target: "benefits-staging",
    reason: "Version 1 serves again and was checked.",
  });
}
