import { and, eq } from "drizzle-orm";
import { promotions } from "@/db/schema";
import type { CardBody } from "@/db/schema/cards";
import { createTarget } from "@/lib/deployments/commands/create-target";
import { releaseHold } from "@/lib/deployments/commands/release-hold";
import { rollBackRollout } from "@/lib/deployments/commands/roll-back-rollout";
import { createModel } from "@/lib/models/commands/create-model";
import { editCard } from "@/lib/models/commands/edit-card";
import { registerVersion } from "@/lib/models/commands/register-version";
import { setAlias } from "@/lib/models/commands/set-alias";
import { tagVersion } from "@/lib/models/commands/tag-version";
import { commentOnPromotion } from "@/lib/promotions/commands/comment-on-promotion";
import { rejectPromotion } from "@/lib/promotions/commands/object-to-promotion";
import type { Stage } from "./cast";
import { checkCommit, checkVersion } from "./checks";
import { compareReweighed } from "./comparisons";
import { consume } from "./consumers";
import { playWaiver } from "./people";
import { advance, approve, ask, complete, confirm, execute, promotionRow } from "./promote";
import {
  assessEligibility,
  assessOutreach,
  assessPrecheck,
  findPartTimeLoss,
  findPrecheckGaps,
  reviseThePrecheck,
} from "./risk";

const ramp = (weight: number, hours: number) => ({ kind: "ramp", weight, soakMinutes: hours * 60 }) as const;
const full = (hours: number) => ({ kind: "full", weight: 100, soakMinutes: hours * 60 }) as const;
const shadow = (hours: number) => ({ kind: "shadow", weight: 0, mirrorPercent: 100, soakMinutes: hours * 60 }) as const;

type Runs = Record<string, string>;

/** Registers a run as a version and writes its card. */
async function register(
  stage: Stage,
  runs: Runs,
  modelId: string,
  run: string,
  description: string,
  card: Partial<CardBody>,
  broken: Readonly<Record<string, string>> = {},
) {
  const runId = runs[run] ?? "";
  await checkCommit(stage, runId);
  const { versionId } = await registerVersion(stage.as("marta"), { modelId, runId, description });
  await checkVersion(stage, versionId, broken);
  const body = {
    overview: description,
    intendedUse: "",
    outOfScope: "",
    limitations: "",
    ethicalConsiderations: "",
    humanOversight: "",
    ...card,
  };
  stage.clock.forward({ minutes: 25 });
  await editCard(stage.as("marta"), { versionId, seenRevision: 0, body });
  return versionId;
}

const target = async (stage: Stage, name: string, modelName: string, environment: string) =>
  (await createTarget(stage.as("dana"), { name, modelName, environment, adapter: "pull" })).targetId;

/** The eligibility model: live in staging and production, and a successor that is rejected for what it does to slices. */
export async function playEligibility(stage: Stage, runs: Runs): Promise<void> {
  const { clock } = stage;
  const { modelId } = await createModel(stage.as("marta"), {
    name: "income-eligibility",
    description: "Estimates whether a household's income is above the limit for income-tested support.",
    useCase: "Eligibility for income-tested support",
    ownerUserId: stage.userId.dana,
    riskTier: "high",
  });
  await assessEligibility(stage, modelId);
  const staging = await target(stage, "benefits-staging", "income-eligibility", "staging");
  const production = await target(stage, "benefits-eu", "income-eligibility", "production");
  const first = await register(stage, runs, modelId, "lr-v1-s2-C1", "Plain logistic regression on feature set v1.", {
    intendedUse: "Orders applications for a case worker; it never refuses anybody by itself.",
    limitations: "Finds fewer of the eligible among people who work under 35 hours and among women.",
    humanOversight: "A case worker reads every application that the model ranks low.",
  });
  await consume(stage, modelId, {
    name: "Case worker desk",
    description: "Sends every application as it comes in and shows the answer beside it.",
    ownerUserId: stage.userId.tomas,
    sides: ["inputs", "outputs"],
  });
  for (const [targetId, reason] of [
    [staging, "First version of the eligibility model, to rehearse the way to production."],
    [production, "Staging ran for two days without an alarm; replaces the paper score sheet."],
  ] as const) {
    clock.forward({ hours: 4 });
    const number = await ask(stage, { versionId: first, targetId, reason, stages: [shadow(6), ramp(25, 6), full(12)] });
    clock.forward({ hours: 2 });
    if (targetId === production) await playWaiver(stage, number);
    await approve(
      stage,
      number,
      "tomas",
      "Looked at every guarded slice; this is the baseline that later versions are held against.",
    );
    clock.forward({ hours: 3 });
    await approve(stage, number, "ines", "Harm of a missed case is in the card; case workers read the low ranks.");
    clock.forward({ hours: 2 });
    await complete(stage, await execute(stage, number), 12);
    clock.forward({ days: 1 });
  }
}

/** A successor that looks better overall and loses the people the model is there for. */
export async function playRejection(stage: Stage, runs: Runs): Promise<void> {
  const { clock } = stage;
  const [live] = await stage.db
    .select({ modelId: promotions.modelId, targetId: promotions.targetId })
    .from(promotions)
    .where(and(eq(promotions.projectId, stage.projectId), eq(promotions.number, 2)));
  if (!live) throw new Error("demo: P-2 is missing");
  const versionId = await register(
    stage,
    runs,
    live.modelId,
    "lr-v2-s2-C0.1",
    "Without sex, race and country as inputs.",
    {
      intendedUse: "As version 1.",
      limitations: "Not examined yet by slice.",
    },
    {
      test_portal_sends_every_input:
        "AssertionError: portal 3.2 still sends sex, race and native_country, which the signature does not take\nassert {'native_country', 'race', 'sex'} == set()",
    },
  );
  await tagVersion(stage.as("marta"), {
    versionId,
    key: "ombudsman",
    value: "asked in September to leave out sex and race",
  });
  await setAlias(stage.as("marta"), { modelId: live.modelId, versionId, alias: "challenger" });
  clock.forward({ hours: 1 });
  const number = await ask(stage, {
    versionId,
    targetId: live.targetId,
    reason: "Removes sex, race and native country, as the ombudsman asked in September, and is slightly more accurate.",
    stages: [shadow(24), ramp(5, 8), ramp(25, 8), full(72)],
  });
  clock.forward({ hours: 5 });
  const { threadId } = await commentOnPromotion(stage.as("ines"), {
    number,
    anchor: "slice:hours_band=<35",
    body: "Of the eligible who work part time we would find one in three, down from one in two. The new hours features split exactly there.",
  });
  clock.forward({ hours: 2 });
  await commentOnPromotion(stage.as("marta"), {
    number,
    threadId,
    body: "@Ines Okafor I can train again without the two part-time features and compare.",
  });
  clock.forward({ hours: 18 });
  const { id: promotionId, subjectDigest } = await promotionRow(stage, number);
  await rejectPromotion(stage.as("ines"), {
    number,
    subjectDigest,
    comment:
      "Recall falls by 0.08 for women and by 0.22 for people under 35 hours, both beyond doubt. Better on average is not better for them.",
  });
  clock.forward({ minutes: 20 });
  await findPartTimeLoss(stage, { modelId: live.modelId, promotionId, versionId });
}

/** A model whose second version is rolled back, and whose third waits for the risk officer. */
export async function playPrecheck(stage: Stage, runs: Runs): Promise<{ finish: () => Promise<void> }> {
  const { clock } = stage;
  const { modelId } = await createModel(stage.as("marta"), {
    name: "eligibility-precheck",
    description: "Tells applicants before they apply whether it is worth their while.",
    useCase: "Advice to applicants",
    ownerUserId: stage.userId.dana,
    riskTier: "medium",
  });
  const assessmentId = await assessPrecheck(stage, modelId);
  const targetId = await target(stage, "precheck-eu", "eligibility-precheck", "production");
  const versions = { modelId, targetId, stages: [ramp(5, 6), ramp(25, 6), full(24)] };
  const first = await register(stage, runs, modelId, "hgb-v1-lr0.1-l31", "Boosted trees on feature set v1.", {});
  await consume(stage, modelId, {
    name: "Application form",
    description: "Reads the answer only; its inputs come from the feature service.",
    ownerUserId: stage.userId.dana,
    sides: ["outputs"],
  });
  const number = await ask(stage, {
    ...versions,
    versionId: first,
    reason: "First version of the precheck; nothing is live yet.",
  });
  clock.forward({ hours: 3 });
  await approve(stage, number, "tomas", "Gates pass with room; advice only.");
  await approve(stage, number, "ines", "Advice only, and the form says so.");
  await complete(stage, await execute(stage, number), 24);
  return { finish: () => replacePrecheck(stage, runs, { ...versions, assessmentId }) };
}

async function replacePrecheck(
  stage: Stage,
  runs: Runs,
  at: { modelId: string; targetId: string; stages: Parameters<typeof ask>[1]["stages"]; assessmentId: string },
) {
  const { clock } = stage;
  const second = await register(stage, runs, at.modelId, "hgb-v1-seed11", "The best of three seeds.", {});
  const number = await ask(stage, { ...at, versionId: second, reason: "Slightly better ranking at the same cost." });
  clock.forward({ hours: 3 });
  await approve(
    stage,
    number,
    "tomas",
    "Age 65 and over loses recall against linear models; noted, not against what is live.",
  );
  await approve(stage, number, "ines", "Advice only; watch older applicants.");
  const rollout = await execute(stage, number);
  clock.forward({ hours: 7 });
  await advance(stage, rollout);
  clock.forward({ hours: 3 });
  await rollBackRollout(stage.as("dana"), {
    number: rollout,
    reason: "Time-outs doubled at 25 %: the service answers in 1.8 s instead of 0.2 s.",
  });
  await confirm(stage, rollout);
  clock.forward({ days: 1 });
  await releaseHold(stage.as("dana"), {
    target: "precheck-eu",
    reason: "The cause was the container's memory limit; it is raised and tested.",
  });
  clock.forward({ hours: 12 });
  await findPrecheckGaps(stage, at.modelId);
  await reviseThePrecheck(stage, at.modelId, at.assessmentId);
  clock.forward({ hours: 2 });
  const third = await register(
    stage,
    runs,
    at.modelId,
    "rw-sex-hgb-v2",
    "Training rows reweighed by sex, features v2.",
    {
      ethicalConsiderations: "Brings the gap in equalized odds between women and men down to 0.058.",
    },
  );
  const waiting = await ask(stage, {
    ...at,
    versionId: third,
    reason: "Halves the equalized-odds gap by sex for a hundredth of ROC AUC.",
    comparisonIds: [await compareReweighed(stage, runs)],
  });
  clock.forward({ hours: 5 });
  await approve(stage, waiting, "tomas", "The gap closes on every seed on record; ranking loses little.");
}

/** A low-risk model with a rollout under way. */
export async function playOutreach(stage: Stage, runs: Runs): Promise<void> {
  const { clock } = stage;
  const { modelId } = await createModel(stage.as("marta"), {
    name: "outreach-priority",
    description: "Orders the list of households to write to.",
    useCase: "Outreach letters",
    ownerUserId: stage.userId.marta,
    riskTier: "medium",
  });
  clock.forward({ minutes: 40 });
  await assessOutreach(stage, modelId);
  const targetId = await target(stage, "outreach-batch", "outreach-priority", "production");
  const versionId = await register(
    stage,
    runs,
    modelId,
    "cal-isotonic-hgb-v1",
    "Boosted trees, calibrated afterwards.",
    {},
  );
  const number = await ask(stage, {
    versionId,
    targetId,
    reason: "Calibrated scores let us budget the letters.",
    stages: [ramp(25, 1), full(48)],
  });
  clock.forward({ hours: 2 });
  await approve(stage, number, "tomas", "Low risk; calibration error 0.006.");
  const rollout = await execute(stage, number);
  clock.forward({ hours: 3 });
  await advance(stage, rollout);
}
