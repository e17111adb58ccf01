import { z } from "zod";
import { gateOutcomes, gateSeverities } from "@/db/enums";

const stored = z.object({
  results: z.array(
    z.object({
      gateId: z.string(),
      title: z.string(),
      severity: z.enum(gateSeverities),
      outcome: z.enum(gateOutcomes),
      sentence: z.string(),
    }),
  ),
});

export type StoredResult = z.output<typeof stored>["results"][number];

/** Gate results of a stored evaluation; none when it was never evaluated. */
export const readResults = (document: unknown): StoredResult[] => stored.safeParse(document).data?.results ?? [];
