"use server";

import { defineAction } from "@/lib/action";
import { acknowledgeTarget } from "./commands/acknowledge-target";
import { advanceRollout } from "./commands/advance-rollout";
import { breakGlass } from "./commands/break-glass";
import { createTarget } from "./commands/create-target";
import { executePromotion } from "./commands/execute-promotion";
import { pauseRollout } from "./commands/pause-rollout";
import { releaseHold } from "./commands/release-hold";
import { resumeRollout } from "./commands/resume-rollout";
import { rollBackRollout } from "./commands/roll-back-rollout";
import { rollBackToVersion } from "./commands/roll-back-to-version";
import type {
  AcknowledgeInput,
  AdvanceRolloutInput,
  CreateTargetInput,
  PauseRolloutInput,
  ReleaseHoldInput,
  ResumeRolloutInput,
  RollBackInput,
  RollBackToVersionInput,
} from "./schemas";

export const createTargetAction = defineAction((ctx, input: CreateTargetInput) => createTarget(ctx, input));
export const executePromotionAction = defineAction((ctx, input: { number: number }) => executePromotion(ctx, input));
export const acknowledgeTargetAction = defineAction((ctx, input: AcknowledgeInput) => acknowledgeTarget(ctx, input));
export const advanceRolloutAction = defineAction((ctx, input: AdvanceRolloutInput) => advanceRollout(ctx, input));
export const pauseRolloutAction = defineAction((ctx, input: PauseRolloutInput) => pauseRollout(ctx, input));
export const resumeRolloutAction = defineAction((ctx, input: ResumeRolloutInput) => resumeRollout(ctx, input));
export const rollBackRolloutAction = defineAction((ctx, input: RollBackInput) => rollBackRollout(ctx, input));
export const rollBackToVersionAction = defineAction((ctx, input: RollBackToVersionInput) =>
  rollBackToVersion(ctx, input),
);
export const releaseHoldAction = defineAction((ctx, input: ReleaseHoldInput) => releaseHold(ctx, input));
export const breakGlassAction = defineAction(breakGlass);
