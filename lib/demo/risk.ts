import { eq } from "drizzle-orm";
import { riskAssessmentRevisions } from "@/db/schema";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { moveFinding } from "@/lib/governance/commands/move-finding";
import { raiseFinding } from "@/lib/governance/commands/raise-finding";
import { saveAssessment } from "@/lib/governance/commands/save-assessment";
import { signOffAssessment } from "@/lib/governance/commands/sign-off-assessment";
import { submitAssessment } from "@/lib/governance/commands/submit-assessment";
import type { AssessmentBodyInput } from "@/lib/governance/risk/assessment";
import type { Stage } from "./cast";

const day = (stage: Stage, days: number) =>
  new Date(stage.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

type Assessed = { modelId: string; body: AssessmentBodyInput; reviewDays: number; sign?: boolean };

/** Writes, submits and, unless told otherwise, signs off a model's assessment; returns its id. */
async function assess(stage: Stage, { modelId, body, reviewDays, sign = true }: Assessed): Promise<string> {
  const people = { ownerUserId: stage.userId.dana, validatorUserId: stage.userId.tomas };
  const { assessmentId, revision, lockVersion } = await saveAssessment(stage.as("marta"), {
    modelId,
    seen: null,
    body: { ...people, ...body, reviewDue: day(stage, reviewDays) },
  });
  stage.clock.forward({ minutes: 50 });
  await submitAssessment(stage.as("marta"), { assessmentId, revision, lockVersion });
  if (sign) {
    stage.clock.forward({ minutes: 90 });
    await signOff(stage, assessmentId, revision);
  }
  return assessmentId;
}

async function signOff(stage: Stage, assessmentId: string, revision: number): Promise<void> {
  const [row] = await stage.db
    .select({ body: riskAssessmentRevisions.body })
    .from(riskAssessmentRevisions)
    .where(eq(riskAssessmentRevisions.assessmentId, assessmentId));
  await signOffAssessment(stage.as("ines"), { assessmentId, revision, bodyDigest: canonicalDigest(row?.body) });
}

export const assessEligibility = (stage: Stage, modelId: string) =>
  assess(stage, {
    modelId,
    reviewDays: 180,
    body: {
      intendedPurpose:
        "Orders applications for income-tested support, so that case workers read those first who are likely to be eligible.",
      users: "Case workers of the benefits office. Nobody outside the office sees a score.",
      affectedGroups:
        "Everyone who applies, about 40,000 households a year; people who work part time and women are most exposed to a low rank.",
      decisionRole: "advice",
      exposure: "high",
      purpose: "support",
      complexity: "simple",
      dataSensitivity: "special_category",
      legalClass: "high_risk_use",
      legalReason: "Helps to evaluate eligibility for essential public benefits, a use that Annex III lists.",
      inherent: { likelihood: 4, impact: 4 },
      controls:
        "A case worker reads every application ranked low.\nGates guard recall by sex, age, hours and race.\nRollouts begin in shadow.",
      residual: { likelihood: 2, impact: 4 },
      monitoring:
        "Recall by slice each month once the decisions are known; alarm below 0.45 in any guarded slice.\nService: p95 below 250 ms.",
      stopPlan:
        "The operator rolls back to the former version in one step; without one, applications are read in the order they came.",
      humanOversight: "A case worker decides every application, sees why it was ranked so, and may reorder the list.",
      reviewTriggers: ["data_drift", "incident", "material_change"],
    },
  });

const precheck: AssessmentBodyInput = {
  intendedPurpose: "Tells people before they apply whether an application is worth their while.",
  users: "Anyone who opens the precheck form.",
  affectedGroups: "Possible applicants. A wrong no can keep somebody from applying.",
  decisionRole: "advice",
  exposure: "moderate",
  purpose: "support",
  complexity: "moderate",
  dataSensitivity: "personal",
  legalClass: "transparency",
  legalReason: "People meet it directly and are told that a model answers; it takes no part in the decision.",
  inherent: { likelihood: 3, impact: 3 },
  controls: "The form says that it is a guess and links to the application in every case.",
  residual: { likelihood: 2, impact: 3 },
  monitoring: "Share of wrong answers among those who applied anyway, each quarter.\nService: p95 below 500 ms.",
  stopPlan: "The form hides the answer and shows the link alone.",
  humanOversight: "The service desk reads what people report as wrong and answers within two days.",
  reviewTriggers: ["incident", "complaint"],
};

export const assessPrecheck = (stage: Stage, modelId: string) =>
  assess(stage, { modelId, body: precheck, reviewDays: 21 });

/** After the rollback the assessment is written again; nobody has signed the new revision yet. */
export async function reviseThePrecheck(stage: Stage, modelId: string, assessmentId: string): Promise<void> {
  const [signed] = await stage.db
    .select({ revision: riskAssessmentRevisions.revision, lockVersion: riskAssessmentRevisions.lockVersion })
    .from(riskAssessmentRevisions)
    .where(eq(riskAssessmentRevisions.assessmentId, assessmentId));
  const { revision, lockVersion } = await saveAssessment(stage.as("marta"), {
    modelId,
    seen: signed ?? null,
    body: {
      ...precheck,
      ownerUserId: stage.userId.dana,
      validatorUserId: stage.userId.tomas,
      inherent: { likelihood: 4, impact: 3 },
      controls: `${precheck.controls}\nThe container's memory is watched; a rollout stops at time-outs above 1 %.`,
      monitoring: `${precheck.monitoring}\nTime-outs below 1 % on every stage of a rollout.`,
      reviewDue: day(stage, 120),
    },
  });
  stage.clock.forward({ hours: 1 });
  await submitAssessment(stage.as("marta"), { assessmentId, revision, lockVersion });
}

export const assessOutreach = (stage: Stage, modelId: string) =>
  assess(stage, {
    modelId,
    reviewDays: 360,
    body: {
      intendedPurpose: "Orders the list of households that get a letter.",
      users: "The outreach team.",
      affectedGroups: "Households on the list; every one of them gets a letter within the month.",
      decisionRole: "automatic",
      exposure: "low",
      purpose: "support",
      complexity: "moderate",
      dataSensitivity: "personal",
      legalClass: "minimal",
      legalReason: "Orders letters. Nobody is granted or refused anything by it.",
      inherent: { likelihood: 2, impact: 1 },
      residual: { likelihood: 2, impact: 1 },
      monitoring: "Calibration error each quarter, alarm above 0.02.",
      stopPlan: "Letters go out in alphabetical order.",
      humanOversight: "The team may move any household up the list.",
      ownerUserId: stage.userId.marta,
      reviewTriggers: ["material_change"],
    },
  });

type Promotion = { modelId: string; promotionId: string; versionId: string };

/** What the risk officer found on the rejected version: it holds up every later promotion of it. */
export async function findPartTimeLoss(stage: Stage, { modelId, promotionId, versionId }: Promotion): Promise<void> {
  await raiseFinding(stage.as("ines"), {
    modelId,
    versionId,
    promotionId,
    slice: "hours_band=<35",
    title: "Finds one in three of the eligible who work part time",
    description:
      "Recall among people who work under 35 hours falls from about one in two to one in three. The two part-time features split exactly there.",
    severity: "high",
    blocks: true,
    ownerUserId: stage.userId.marta,
    dueOn: day(stage, 14),
    plan: "Train without the two features and compare by hours and sex before asking again.",
  });
}

/** Findings on the precheck: one accepted until a date, one mitigated and waiting for somebody to verify it. */
export async function findPrecheckGaps(stage: Stage, modelId: string): Promise<void> {
  const older = await raiseFinding(stage.as("tomas"), {
    modelId,
    title: "Older applicants are told no more often than they should be",
    description: "Age 65 and over loses recall against the linear models on every seed on record.",
    severity: "medium",
    ownerUserId: stage.userId.dana,
    dueOn: day(stage, 60),
    plan: "Collect a year of answers from people over 65, then train again.",
  });
  stage.clock.forward({ hours: 2 });
  await moveFinding(stage.as("ines"), {
    number: older.number,
    lockVersion: 0,
    transition: "accept",
    until: day(stage, 75),
    note: "Advice only, and the form links to the application in every case; borne until the year of answers is in.",
  });
  const memory = await raiseFinding(stage.as("tomas"), {
    modelId,
    title: "Time-outs double at a quarter of the traffic",
    severity: "medium",
    ownerUserId: stage.userId.dana,
    dueOn: day(stage, 45),
    plan: "Raise the container's memory limit and test at full load.",
  });
  stage.clock.forward({ hours: 3 });
  await moveFinding(stage.as("dana"), {
    number: memory.number,
    lockVersion: 0,
    transition: "mitigate",
    note: "Limit raised to 2 GiB; the load test at full traffic answers in 0.2 s.",
  });
}
