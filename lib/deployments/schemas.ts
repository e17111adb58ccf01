import { z } from "zod";
import { targetAdapters } from "@/db/enums";
import { prose } from "@/lib/governance/prose";

const number = z.coerce.number({ error: "The rollout's number is missing" }).int().positive();
const reason = prose("The reason", 5, 4000);
const seen = {
  number,
  stageIndex: z.coerce.number().int().min(0),
  lockVersion: z.coerce.number().int().min(0),
};
const name = z
  .string({ error: "The name is missing" })
  .trim()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,79}$/,
    "Use lower-case letters, digits, dot, dash and underscore, at most 80, beginning with a letter or digit",
  );

export const createTargetInput = z.object({
  name,
  modelName: z.string().min(1, "Choose the model that is served there"),
  environment: z.string().min(1, "Choose the environment"),
  adapter: z.enum(targetAdapters).default("pull"),
});

/** Stage and lock version are those on the screen, so that two clicks cannot advance twice. */
export const advanceRolloutInput = z.object(seen);
export const pauseRolloutInput = z.object({ number, reason });
export const resumeRolloutInput = z.object({ ...seen, reason });
/** Rolling back needs no version of what was seen: it always wins. */
export const rollBackInput = z.object({ number, reason });
export const rollBackToVersionInput = z.object({
  target: z.string().min(1),
  version: z.coerce.number().int().positive(),
  reason,
});
export const releaseHoldInput = z.object({ target: z.string().min(1), reason });

/** What a target reports: the generation it applied, and optionally what it measured. */
export const acknowledgeInput = z.object({
  target: z.string().min(1),
  generation: z.coerce.number({ error: "The generation that was applied is missing" }).int().min(0),
  weight: z.coerce.number().min(0).max(100).optional(),
  samples: z.coerce.number().int().min(0).optional(),
});

export type RollBackInput = z.input<typeof rollBackInput>;
export type AdvanceRolloutInput = z.input<typeof advanceRolloutInput>;
export type PauseRolloutInput = z.input<typeof pauseRolloutInput>;
export type ResumeRolloutInput = z.input<typeof resumeRolloutInput>;
export type ReleaseHoldInput = z.input<typeof releaseHoldInput>;
export type RollBackToVersionInput = z.input<typeof rollBackToVersionInput>;
export type AcknowledgeInput = z.input<typeof acknowledgeInput>;
export type CreateTargetInput = z.input<typeof createTargetInput>;
