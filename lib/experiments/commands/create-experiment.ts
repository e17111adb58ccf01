import "server-only";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { experiments } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict } from "@/lib/errors";
import { nextNumber } from "@/lib/next-number";

const createExperimentInput = z.object({
  name: z.string().min(1).max(500),
  artifactLocation: z.string().min(1).max(2048).nullable().default(null),
  tags: z.record(z.string().min(1).max(250), z.string().max(5000)).default({}),
});
export type CreateExperiment = z.input<typeof createExperimentInput>;

type NewExperiment = z.output<typeof createExperimentInput> & { id: string };

async function insertExperiment(tx: Tx, ctx: Context, { id, name, artifactLocation, tags }: NewExperiment) {
  const now = ctx.now();
  const [made] = await tx
    .insert(experiments)
    .values({ projectId: ctx.projectId, id, name, artifactLocation, tags, createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .returning({ id: experiments.id });
  if (!made) return false;
  await appendAudit(tx, ctx, {
    action: "experiment.created",
    objectType: "experiment",
    objectId: id,
    payload: { name },
  });
  return true;
}

/** Makes an experiment, numbered 1, 2, 3 in its project as tracking clients expect it. A name that is taken, also by a deleted one, is a CONFLICT. */
export async function createExperiment(ctx: Context, raw: CreateExperiment): Promise<{ experimentId: string }> {
  authorize(ctx, "run.import");
  const input = createExperimentInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const id = await numberExperiment(tx, ctx, input);
    if (id === null) throw conflict(`Experiment(name=${input.name}) already exists.`);
    return { experimentId: id };
  });
}

/** The write of `createExperiment` inside a caller's transaction, which authorized `run.import`; null when the name is taken. */
export async function numberExperiment(tx: Tx, ctx: Context, raw: CreateExperiment): Promise<string | null> {
  const input = createExperimentInput.parse(raw);
  const isTaken = async () => {
    const [same] = await tx
      .select({ id: experiments.id })
      .from(experiments)
      .where(and(eq(experiments.projectId, ctx.projectId), eq(experiments.name, input.name)));
    return same !== undefined;
  };
  for (let attempt = 0; !(await isTaken()) && attempt < 20; attempt++) {
    const id = String(await nextNumber(tx, ctx.projectId, "experiment"));
    if (await insertExperiment(tx, ctx, { ...input, id })) return id;
  }
  return null;
}

/** The id of the experiment that clients log to when they name none. */
export const defaultExperimentId = "0";

/** Makes the default experiment of the project when it is not there yet. */
export async function ensureDefaultExperiment(ctx: Context): Promise<void> {
  authorize(ctx, "run.import");
  const own = and(eq(experiments.projectId, ctx.projectId), eq(experiments.id, defaultExperimentId));
  const [there] = await ctx.db.select({ id: experiments.id }).from(experiments).where(own);
  if (there) return;
  await withTransaction(ctx, async (tx) => {
    for (const name of ["Default", "Default (0)"]) {
      const fresh = { id: defaultExperimentId, name, artifactLocation: null, tags: {} };
      if (await insertExperiment(tx, ctx, fresh)) return;
      const [made] = await tx.select({ id: experiments.id }).from(experiments).where(own);
      if (made) return;
    }
  });
}
