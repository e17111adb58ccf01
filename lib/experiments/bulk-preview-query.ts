import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { type BulkPreviewInput, bulkPreviewInput } from "./run-selection-input";
import { selectTouched } from "./select-touched";
import { countTouched } from "./touch-runs";

export type BulkPreview = {
  /** Runs that are chosen and here. */
  found: number;
  /** Of those, the ones the act changes; the others are so already, or archived. */
  changes: number;
  /** Names of the newest that change. */
  examples: string[];
};

/** What an act on many runs would touch, before it does. */
export async function previewBulk(ctx: Context, raw: BulkPreviewInput): Promise<BulkPreview> {
  authorize(ctx, "project.view");
  const { selection, act } = bulkPreviewInput.parse(raw);
  const ids = await selectTouched(ctx, selection);
  return countTouched(ctx.db, ctx.projectId, ids, act);
}
