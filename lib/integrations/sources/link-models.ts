import "server-only";
import type { Tx } from "@/db/client";
import { runModels } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { ReadRun } from "./read-runs";

const atOnce = 1_000;

/** Notes which logged models runs read and made. One that is on record is passed over. */
export async function linkModels(tx: Tx, ctx: Context, read: readonly ReadRun[]): Promise<void> {
  const links = read.flatMap(({ run, models }) =>
    models.map((model) => ({
      ...{ projectId: ctx.projectId, runId: run.draft.run.id, createdAt: ctx.now() },
      ...model,
    })),
  );
  for (let at = 0; at < links.length; at += atOnce)
    await tx
      .insert(runModels)
      .values(links.slice(at, at + atOnce))
      .onConflictDoNothing();
}
