import { z } from "zod";
import { maxAttached, requestPromotionInput } from "../schemas";

/** Whoever answers for a step, by e-mail; the model's owner when left out. */
const owner = z.email("must be the e-mail address of a member").optional();

/** The plan of the request form, with people by e-mail. Stages and figures are judged by the command's own schema. */
const rolloutPlan = z.looseObject({
  triggers: z.array(z.looseObject({ owner }), { error: "lists what takes the rollout back" }),
});
const rollbackPlan = z.looseObject({ owner });

/** A promotion as a pipeline asks for it: by names and numbers, with the plans of the last request when it sends none. */
export const pipelineRequest = z.object({
  model: z.string({ error: "name the model" }).min(1, "name the model").max(256),
  version: z.coerce.number({ error: "give the version's number" }).pipe(z.int("must be a whole number").positive()),
  target: z.string({ error: "name the target it goes to" }).min(1, "name the target it goes to").max(200),
  reason: requestPromotionInput.shape.reason,
  rolloutPlan: rolloutPlan.optional(),
  rollbackPlan: rollbackPlan.optional(),
  /** Saved comparisons by name or id. */
  comparisons: z
    .array(z.string().min(1, "name the comparison").max(200), { error: "lists saved comparisons by name or id" })
    .max(maxAttached, `at most ${maxAttached} comparisons can be attached`)
    .optional()
    .meta({ description: "Saved comparisons, by name or id, to attach as evidence; part of what approvers sign" }),
});
export type PipelineRequest = z.output<typeof pipelineRequest>;
