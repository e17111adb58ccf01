import { z } from "zod";
import { loggedModelNameProblem } from "./logged-model";

const stored = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes("\0"), "contains null or broken characters; remove them");
const texts = (value: number) =>
  z.record(stored.min(1, "must not be empty").max(250, "must have at most 250 characters"), stored.max(value));

export const createLoggedModelInput = z.object({
  experimentId: z.string().min(1),
  name: stored
    .max(500, "must have at most 500 characters")
    .superRefine((name, check) => {
      const problem = loggedModelNameProblem(name);
      if (problem) check.addIssue(problem);
    })
    .optional(),
  modelType: stored.max(500, "must have at most 500 characters").default(""),
  sourceRunId: z.string().min(1).nullable().default(null),
  params: texts(6_000).default({}),
  tags: texts(8_000).default({}),
});
export type CreateLoggedModelInput = z.input<typeof createLoggedModelInput>;

export const loggedParams = texts(6_000);
export const loggedTags = texts(8_000);
