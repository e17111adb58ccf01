import { z } from "zod";

export const archiveRun = z.object({
  runId: z.string().regex(/^[\w.:@-]{1,128}$/, "is not the id of a run"),
  archived: z.boolean(),
});
export type ArchiveRun = z.input<typeof archiveRun>;
