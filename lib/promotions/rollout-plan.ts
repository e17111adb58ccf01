import { z } from "zod";
import type { RiskTier } from "@/db/enums";
import { stageKinds } from "@/db/enums";

/** A condition that is watched while a stage is observed; `enforced` ones must pass before the next stage. */
export const guardrailSchema = z.object({
  id: z.string().min(1).max(80),
  title: z.string().min(1).max(200),
  metricSource: z.string().min(1, "names where its values come from").max(200),
  comparison: z.enum(["<=", ">="]),
  limit: z.number(),
  minSamples: z.int().min(1, "an enforced guardrail needs a minimum of samples"),
  enforced: z.boolean().default(true),
});

export const stageSchema = z.object({
  kind: z.enum(stageKinds),
  /** Share of live traffic in percent: 0 for shadow and segment, 100 for full. */
  weight: z.number().min(0).max(100),
  /** Shadow only: share of requests copied to the candidate, whose answers are not used. */
  mirrorPercent: z.number().min(0).max(100).default(0),
  /** Segment only: rule by which requests reach the candidate. */
  match: z.string().trim().max(300).nullable().default(null),
  /** How long the stage is observed before the next one may start, in minutes. */
  soakMinutes: z.number().min(0).max(129_600),
  minSamples: z.int().min(0).max(1_000_000_000).default(0),
  /** Whether a person opens the next stage even when everything passed. */
  gate: z.boolean().default(false),
});

export const triggerSchema = z.object({
  condition: z.string().trim().min(3, "says what takes the rollout back").max(500),
  ownerUserId: z.string().min(1, "needs an owner, a person who answers for it"),
  mode: z.enum(["auto", "page_owner"]),
  armedFromStage: z.int().min(0).default(0),
});

export const rolloutPlanSchema = z
  .object({
    stages: z.array(stageSchema).min(1, "needs at least the full stage").max(20, "may have 20 stages"),
    guardrails: z.array(guardrailSchema).max(50).default([]),
    triggers: z.array(triggerSchema).min(1, "needs at least one rollback trigger with an owner").max(50),
    /** After this many seconds without acknowledgement the rollout pauses or goes back. */
    applyDeadlineSeconds: z.int().min(10).max(86_400).default(600),
    onApplyTimeout: z.enum(["pause", "roll_back"]).default("pause"),
    /** What a first deployment goes back to, when nothing served before. */
    fallback: z.enum(["disable", "none"]).default("disable"),
  })
  .superRefine((plan, issue) => {
    for (const problem of planProblems(plan.stages)) {
      issue.addIssue({
        code: "custom",
        path: ["stages", problem.stage],
        message: problem.message,
      });
    }
    plan.triggers.forEach((trigger, i) => {
      if (trigger.armedFromStage >= plan.stages.length) {
        issue.addIssue({
          code: "custom",
          path: ["triggers", i, "armedFromStage"],
          message: `is beyond the ${plan.stages.length} stages`,
        });
      }
    });
  });

export type Stage = z.output<typeof stageSchema>;
export type Guardrail = z.output<typeof guardrailSchema>;
export type RollbackTrigger = z.output<typeof triggerSchema>;
export type RolloutPlan = z.output<typeof rolloutPlanSchema>;
export type RolloutPlanInput = z.input<typeof rolloutPlanSchema>;

const order: Record<Stage["kind"], number> = {
  shadow: 0,
  segment: 1,
  ramp: 2,
  full: 3,
};

/** Rules of delivery section 1.3, T1: weights strictly increase, the last stage is full at 100, kinds come in order of risk. */
export function planProblems(stages: readonly Stage[]): { stage: number; message: string }[] {
  const problems: { stage: number; message: string }[] = [];
  stages.forEach((stage, i) => {
    const say = (message: string) =>
      problems.push({
        stage: i,
        message: `Stage ${i + 1} (${stage.kind}): ${message}`,
      });
    const before = stages[i - 1];
    if (before && order[stage.kind] < order[before.kind])
      say(`cannot come after ${before.kind}; the order is shadow, segment, ramp, full`);
    if ((stage.kind === "shadow" || stage.kind === "segment") && stage.weight !== 0)
      say("weight must be 0, it does not take general traffic");
    if (stage.kind === "shadow" && stage.mirrorPercent <= 0) say("mirror share must be above 0 %");
    if (stage.kind === "segment" && !stage.match) say("needs the rule that picks its requests");
    if (stage.kind === "ramp" && (stage.weight <= 0 || stage.weight >= 100)) say("weight must lie between 0 and 100 %");
    if (stage.kind === "ramp" && before?.kind === "ramp" && stage.weight <= before.weight)
      say(`weight must be above the ${before.weight} % before it`);
    if (stage.kind === "full" && stage.weight !== 100) say("weight must be 100 %");
    if (stage.kind === "full" && i !== stages.length - 1) say("must be the last stage");
  });
  if (stages.length > 0 && stages.at(-1)?.kind !== "full") {
    problems.push({
      stage: stages.length - 1,
      message: "The last stage must be full at 100 %",
    });
  }
  return problems;
}

const stage = (kind: Stage["kind"], weight: number, soakMinutes: number, more: Partial<Stage> = {}): Stage => ({
  kind,
  weight,
  soakMinutes,
  mirrorPercent: kind === "shadow" ? 100 : 0,
  match: null,
  minSamples: 0,
  gate: false,
  ...more,
});

/** A sensible plan to start from: the higher the tier, the more and the longer the stages. */
export function defaultPlan(tier: RiskTier, ownerUserId: string): RolloutPlan {
  const stages: Record<RiskTier, Stage[]> = {
    low: [stage("ramp", 25, 30), stage("full", 100, 60)],
    medium: [stage("ramp", 5, 60), stage("ramp", 25, 240), stage("full", 100, 1440)],
    high: [
      stage("shadow", 0, 1440),
      stage("ramp", 5, 480),
      stage("ramp", 25, 480),
      stage("ramp", 50, 1440, { gate: true }),
      stage("full", 100, 4320),
    ],
  };
  return {
    stages: stages[tier],
    guardrails: [],
    triggers: [
      {
        condition: "Request errors or latency beyond the service objective",
        ownerUserId,
        mode: "page_owner",
        armedFromStage: 0,
      },
    ],
    applyDeadlineSeconds: 600,
    onApplyTimeout: "pause",
    fallback: "disable",
  };
}

/** Short name of a stage: "shadow", "segment", "25 %", "100 %". */
export const stageLabel = (s: Pick<Stage, "kind" | "weight">): string =>
  s.kind === "shadow" || s.kind === "segment" ? s.kind : `${s.weight} %`;
