import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { loggedModels, runEvaluations } from "@/db/schema";
import { type ArtifactRef, readArtifact } from "@/lib/artifacts/artifact-queries";
import { type Context, withTransaction } from "@/lib/context";
import { type MlmodelReading, mostBytes, parseMlmodel, parseRequirements } from "./parse-mlmodel";

const decode = (bytes: Buffer): string => new TextDecoder("utf-8", { fatal: false }).decode(bytes);

/**
 * Takes over what an uploaded file says of a model: signature, flavors and size from MLmodel, packages from requirements.txt.
 * Other files are passed over. A file that cannot be read is noted as a problem.
 */
export async function noteModelFile(ctx: Context, ref: ArtifactRef): Promise<void> {
  const name = ref.path.split("/").at(-1);
  if (name === "MLmodel") {
    const bytes = await readArtifact(ctx, ref, mostBytes);
    const reading = parseMlmodel(bytes ? decode(bytes) : "x".repeat(mostBytes + 1));
    await withTransaction(ctx, (tx) =>
      ref.owner === "model" ? ofModel(tx, ctx, ref, reading) : ofRun(tx, ctx, ref.ownerId, reading),
    );
  }
  if (name === "requirements.txt" && ref.owner === "model" && ref.path === name) {
    const bytes = await readArtifact(ctx, ref, mostBytes);
    if (!bytes) return;
    await ctx.db
      .update(loggedModels)
      .set({ requirements: parseRequirements(decode(bytes)) })
      .where(and(eq(loggedModels.projectId, ctx.projectId), eq(loggedModels.id, ref.ownerId)));
  }
}

async function ofModel(tx: Tx, ctx: Context, ref: ArtifactRef, reading: MlmodelReading): Promise<void> {
  if (ref.path !== "MLmodel") return;
  const [model] = await tx
    .update(loggedModels)
    .set(reading)
    .where(
      and(eq(loggedModels.projectId, ctx.projectId), eq(loggedModels.id, ref.ownerId), isNull(loggedModels.deletedAt)),
    )
    .returning({ sourceRunId: loggedModels.sourceRunId });
  if (model?.sourceRunId && reading.signature) await ofRun(tx, ctx, model.sourceRunId, reading, "keep");
}

/** A run shows the signature of a model that it logged; of several models each version judges its own. */
async function ofRun(
  tx: Tx,
  ctx: Context,
  runId: string,
  { signature, signatureProblem }: MlmodelReading,
  when: "keep" | "replace" = "replace",
): Promise<void> {
  const row = { projectId: ctx.projectId, runId, signature, signatureProblem };
  await tx
    .insert(runEvaluations)
    .values(row)
    .onConflictDoUpdate({
      target: [runEvaluations.projectId, runEvaluations.runId],
      set: { signature, signatureProblem },
      ...(when === "keep" ? { setWhere: isNull(runEvaluations.signature) } : {}),
    });
}
