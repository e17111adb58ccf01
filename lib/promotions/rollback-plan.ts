import { z } from "zod";

/** How the way back is meant: what a person does, who answers for it, how long it may take. */
export const rollbackPlanSchema = z.object({
  summary: z
    .string({ error: "says what is done to go back" })
    .trim()
    .min(10, "says what is done to go back, in at least 10 characters")
    .max(4000, "may have 4,000 characters"),
  ownerUserId: z.string().min(1, "needs an owner, a person who carries it out"),
  minutes: z
    .number({ error: "says in how many minutes the old version serves again" })
    .positive("must be above 0")
    .max(43_200, "may be at most 30 days (43,200 minutes)"),
});

export type RollbackPlan = z.output<typeof rollbackPlanSchema>;
