import "server-only";
import { and, eq } from "drizzle-orm";
import { evaluationRows, experiments, predictions, runEvaluations, runs } from "@/db/schema";
import type { Confusion } from "@/db/schema/experiments";
import { appendAudit } from "@/lib/audit/append";
import { contentDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { conflict, invalidInput, notFound, preconditionFailed } from "@/lib/errors";
import { confusionOf, type PackedPredictions, packPredictions, unpackScores } from "../prediction-set";
import { readPredictions } from "../read-predictions";
import { RecordError } from "../record-text";

export type PredictionsReport = {
  run: string;
  outcome: "imported" | "unchanged";
  rows: number;
  sliceColumns: string[];
  /** True when another run's predictions over the same rows were here already, so the two can be paired. */
  sharedRows: boolean;
  threshold: number;
  /** Where the predictions do not agree with what the run recorded. */
  warnings: string[];
};

type Found = {
  name: string;
  experiment: string;
  status: string;
  threshold: number | null;
  evalRows: number | null;
  confusion: Confusion | null;
  warnings: string[] | null;
};

const count = (n: number) => n.toLocaleString("en-US");

function disagreements(run: Found, packed: PackedPredictions, threshold: number): string[] {
  const found: string[] = [];
  if (run.evalRows !== null && run.evalRows !== packed.rows.n) {
    found.push(`The predictions have ${count(packed.rows.n)} rows, the run was evaluated on ${count(run.evalRows)}.`);
  }
  if (run.confusion) {
    const cells = confusionOf(packed.rows.labels, unpackScores(packed.scores), threshold);
    const off = (["tp", "fp", "fn", "tn"] as const).filter((key) => cells[key] !== run.confusion?.[key]);
    if (off.length > 0) {
      const said = off
        .map((key) => `${key} ${count(cells[key])} instead of ${count(run.confusion?.[key] ?? 0)}`)
        .join(", ");
      found.push(
        `At threshold ${threshold} the predictions give another confusion matrix than the run recorded: ${said}.`,
      );
    }
  }
  return found;
}

async function pack(stream: AsyncIterable<Uint8Array>): Promise<PackedPredictions> {
  try {
    return packPredictions(await readPredictions(stream));
  } catch (error) {
    if (error instanceof RecordError) throw invalidInput(error.field, error.message);
    throw error;
  }
}

/**
 * Stores the row-level predictions of a run from CSV, so that runs on the same rows can be tested in pairs. The same file again is
 * unchanged; other scores for the same run are CONFLICT, because evidence does not change. NOT_FOUND for an unknown run.
 */
export async function importPredictions(
  ctx: Context,
  runId: string,
  stream: AsyncIterable<Uint8Array>,
): Promise<PredictionsReport> {
  authorize(ctx, "run.import");
  const packed = await pack(stream);
  const { rows, scores } = packed;
  return withTransaction(ctx, async (tx) => {
    const ofRun = and(eq(runs.projectId, ctx.projectId), eq(runs.id, runId));
    const [run] = await tx
      .select({
        name: runs.name,
        experiment: experiments.name,
        status: runs.status,
        threshold: runs.threshold,
        evalRows: runs.evalRows,
        confusion: runEvaluations.confusion,
        warnings: runEvaluations.warnings,
      })
      .from(runs)
      .innerJoin(experiments, and(eq(experiments.projectId, runs.projectId), eq(experiments.id, runs.experimentId)))
      .leftJoin(runEvaluations, and(eq(runEvaluations.projectId, runs.projectId), eq(runEvaluations.runId, runs.id)))
      .where(ofRun)
      .for("update", { of: runs });
    if (!run) throw notFound(`Run ${runId.slice(0, 128)}`);
    if (run.status === "RUNNING" || run.status === "SCHEDULED") {
      throw preconditionFailed(
        `Run ${run.name} is still ${run.status}: send its final record first, then its predictions.`,
      );
    }
    const threshold = run.threshold ?? 0.5;
    const report: PredictionsReport = {
      run: runId,
      outcome: "imported",
      rows: rows.n,
      sliceColumns: rows.columns.map((column) => column.name),
      sharedRows: false,
      threshold,
      warnings: disagreements(run, packed, threshold),
    };
    const own = and(eq(predictions.projectId, ctx.projectId), eq(predictions.runId, runId));
    const [stored] = await tx.select().from(predictions).where(own);
    const inserted = await tx
      .insert(evaluationRows)
      .values({ ...rows, projectId: ctx.projectId, createdAt: ctx.now() })
      .onConflictDoNothing()
      .returning({ digest: evaluationRows.digest });
    report.sharedRows = inserted.length === 0;
    if (stored) {
      if (stored.rowsDigest === rows.digest && stored.scores.equals(scores)) return { ...report, outcome: "unchanged" };
      throw conflict(
        `Run ${run.name} already has predictions with other rows or scores; they are evidence and do not change. Send new results under a new run.`,
      );
    }
    await tx
      .insert(predictions)
      .values({ projectId: ctx.projectId, runId, rowsDigest: rows.digest, threshold, scores, createdAt: ctx.now() });
    await tx.update(runs).set({ hasPredictions: true }).where(ofRun);
    if (report.warnings.length > 0) {
      const ofEvaluation = and(eq(runEvaluations.projectId, ctx.projectId), eq(runEvaluations.runId, runId));
      await tx
        .update(runEvaluations)
        .set({ warnings: [...new Set([...(run.warnings ?? []), ...report.warnings])] })
        .where(ofEvaluation);
    }
    await appendAudit(tx, ctx, {
      action: "predictions.imported",
      objectType: "run",
      objectId: runId,
      payload: {
        name: run.name,
        experiment: run.experiment,
        rows: rows.n,
        rowsDigest: rows.digest,
        digest: contentDigest(scores),
      },
    });
    return report;
  });
}
