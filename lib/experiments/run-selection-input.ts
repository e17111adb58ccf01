import { z } from "zod";

/** Runs that one act can reach. */
export const mostTouched = 10_000;

const runId = z.string().regex(/^[\w.:@-]{1,128}$/, "is not the id of a run");

/** Which runs an act is for: those named, or all that match the filter of a table. */
export const runSelection = z.discriminatedUnion("by", [
  z.object({ by: z.literal("ids"), ids: z.array(runId).min(1, "Select a run first").max(mostTouched) }),
  z.object({ by: z.literal("filter"), q: z.string().max(2000), experimentId: z.string().max(64).nullable() }),
]);
export type RunSelectionInput = z.input<typeof runSelection>;

/** A name is free for people unless clients or we give it a meaning. */
const tagKey = z
  .string()
  .trim()
  .min(1, "Name the tag")
  .max(250, "may have at most 250 characters")
  .refine((key) => !key.includes("\0"), "holds a character that cannot be stored")
  .refine((key) => !/^(mlflow|countersign)\./i.test(key), "starts with mlflow. or countersign., which clients set");

/** Null takes the tag away. */
const tagValue = z
  .string()
  .max(5000, "may have at most 5,000 characters")
  .refine((value) => !value.includes("\0"), "holds a character that cannot be stored")
  .nullable();

/** How many runs the preview said would change: another number now is refused, so that nobody touches what they have not seen. */
const expected = z.int().nonnegative();

export const tagRunsInput = z.object({ selection: runSelection, key: tagKey, value: tagValue, expected });
export type TagRuns = z.input<typeof tagRunsInput>;
export const archiveRunsInput = z.object({ selection: runSelection, archived: z.boolean(), expected });
export type ArchiveRuns = z.input<typeof archiveRunsInput>;

export const bulkPreviewInput = z.object({
  selection: runSelection,
  act: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("tag"), key: tagKey, value: tagValue }),
    z.object({ kind: z.literal("archive"), archived: z.boolean() }),
  ]),
});
export type BulkPreviewInput = z.input<typeof bulkPreviewInput>;
