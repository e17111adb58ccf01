import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { runs } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { replayCase, replayRun, runGates } from "@/lib/governance/backtest/backtest";
import type { CaseResult, RunResult } from "@/lib/governance/backtest/backtest-summary";
import {
  type CaseScope,
  countPastCases,
  listPastCases,
  readPastCases,
} from "@/lib/governance/backtest/past-cases-query";
import { judgeDraft } from "@/lib/governance/drafts/judge-draft";
import { findDraft } from "@/lib/governance/drafts/load-draft";
import { type Evidence, evidenceSchema } from "@/lib/governance/gates/evidence";
import { resolvePolicy } from "@/lib/governance/policy-selection";
import { versionEvidenceOf } from "../evidence";
import { readRunFacts } from "../run-facts-query";

/** Runs beyond the newest are not replayed; the page says how many there are. */
export const maxRuns = 200;

export type BacktestLine =
  /** Evaluations that the draft decides on, that other policies do, and how many are on record. */
  | { kind: "start"; cases: number; elsewhere: number; ofCases: number; runs: number; ofRuns: number }
  | { kind: "cases"; results: CaseResult[]; done: number }
  | { kind: "runs"; results: RunResult[]; done: number }
  | { kind: "end" };

/**
 * Replays a draft on everything on record: stored evaluations of promotions that it would decide on, then runs. Comes in parts, so
 * that a long history shows progress and a reader who leaves stops it. PRECONDITION_FAILED while the text is no policy.
 */
export async function* backtest(ctx: Context, number: number, scope: CaseScope): AsyncGenerator<BacktestLine> {
  authorize(ctx, "project.view");
  const judged = await judgeDraft(ctx, await findDraft(ctx, number));
  const { policy, live, others } = judged;
  if (!policy)
    throw preconditionFailed(
      `Draft D-${number} is not a policy yet; put right what the editor marks and save it first.`,
    );
  const [ofCases, ofRuns] = [await countPastCases(ctx, scope), await countRuns(ctx)];
  const bound = [...others.map((entry) => entry.policy), policy];
  const heads = await listPastCases(ctx, scope);
  const own = heads.filter((past) => resolvePolicy(bound, past).chosen === policy);
  const run = { draft: runGates(policy), live: live ? runGates(live.policy) : [] };
  const runsToRead = run.draft.length === 0 ? 0 : Math.min(ofRuns, maxRuns);
  const elsewhere = heads.length - own.length;
  yield { kind: "start", cases: own.length, elsewhere, ofCases, runs: runsToRead, ofRuns };
  let done = 0;
  for await (const cases of readPastCases(ctx, own)) {
    done += cases.length;
    yield { kind: "cases", results: cases.map((past) => replayCase(policy, past)), done };
  }
  if (runsToRead > 0) yield* backtestRuns(ctx, run);
  yield { kind: "end" };
}

const recorded = (ctx: Context) =>
  and(eq(runs.projectId, ctx.projectId), eq(runs.status, "FINISHED"), isNull(runs.archivedAt));

async function countRuns(ctx: Context): Promise<number> {
  const [row] = await ctx.db.select({ count: sql<number>`count(*)::int` }).from(runs).where(recorded(ctx));
  return row?.count ?? 0;
}

async function* backtestRuns(
  ctx: Context,
  gates: Parameters<typeof replayRun>[0],
): AsyncGenerator<Extract<BacktestLine, { kind: "runs" }>> {
  const rows = await ctx.db
    .select({ id: runs.id, name: runs.name })
    .from(runs)
    .where(recorded(ctx))
    .orderBy(desc(runs.startedAt), desc(runs.id))
    .limit(maxRuns);
  let results: RunResult[] = [];
  for (const [index, row] of rows.entries()) {
    const facts = await readRunFacts(ctx.db, ctx.projectId, row.id);
    const candidate = versionEvidenceOf({ version: { id: row.id, version: 1 }, modelName: row.name, ...facts });
    results.push(replayRun(gates, row, aloneEvidence(candidate, ctx.now())));
    if (results.length === 20 || index === rows.length - 1) {
      yield { kind: "runs", results, done: index + 1 };
      results = [];
    }
  }
}

/** An evidence document that holds a run and nothing else: only gates that ask for nothing else may read it. */
const aloneEvidence = (candidate: unknown, at: Date): Evidence =>
  evidenceSchema.parse({
    format: "countersign.evidence/1",
    gatheredAt: at.toISOString(),
    environment: "none",
    riskTier: "low",
    candidate,
    live: null,
    paired: null,
    owner: null,
    rollbackPlan: null,
    waivers: [],
  });
