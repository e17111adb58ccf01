import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { evaluationRows, predictions } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import type { SliceColumn } from "./paired-rows";
import { unpackColumns, unpackLabels, unpackScores } from "./prediction-set";

/** Scores of one run in the order of its evaluation rows; equal `rowsDigest` means two runs can be paired. */
export type RunPredictions = { rowsDigest: string; threshold: number; scores: Float32Array };
export type EvaluationRows = { digest: string; n: number; labels: Uint8Array; columns: SliceColumn[] };

/** Row-level predictions of the runs that have any, by run id. */
export async function loadPredictions(
  ctx: Context,
  runIds: readonly string[],
  db: Reader = ctx.db,
): Promise<Map<string, RunPredictions>> {
  authorize(ctx, "project.view");
  if (runIds.length === 0) return new Map();
  const found = await db
    .select()
    .from(predictions)
    .where(and(eq(predictions.projectId, ctx.projectId), inArray(predictions.runId, [...runIds])));
  return new Map(
    found.map((p) => [p.runId, { rowsDigest: p.rowsDigest, threshold: p.threshold, scores: unpackScores(p.scores) }]),
  );
}

/** Labels and slice columns of evaluation rows; null when the digest is unknown in this project. */
export async function loadEvaluationRows(
  ctx: Context,
  digest: string,
  db: Reader = ctx.db,
): Promise<EvaluationRows | null> {
  authorize(ctx, "project.view");
  const [found] = await db
    .select()
    .from(evaluationRows)
    .where(and(eq(evaluationRows.projectId, ctx.projectId), eq(evaluationRows.digest, digest)));
  if (!found) return null;
  return {
    digest,
    n: found.n,
    labels: unpackLabels(found.labels),
    columns: unpackColumns(found.columns, found.codes, found.n),
  };
}
