import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { runs } from "@/db/schema";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import type { Context } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { replayCase, replayRun, runGates } from "@/lib/governance/backtest/backtest";
import { reportOf } from "@/lib/governance/backtest/backtest-report";
import type { CaseResult, RunResult } from "@/lib/governance/backtest/backtest-summary";
import { triedNow } from "@/lib/governance/backtest/backtests-query";
import {
  type CaseScope,
  countPastCases,
  listPastCases,
  readPastCases,
} from "@/lib/governance/backtest/past-cases-query";
import { keepBacktest } from "@/lib/governance/commands/keep-backtest";
import { judgeDraft } from "@/lib/governance/drafts/judge-draft";
import { findDraft } from "@/lib/governance/drafts/load-draft";
import { type Evidence, evidenceSchema } from "@/lib/governance/gates/evidence";
import { policyDigest } from "@/lib/governance/policy";
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
  /** What was found is on record with the draft, for whoever decides on it. */
  | { kind: "kept"; digest: string }
  | { kind: "end" };

/**
 * Replays a draft on everything on record: stored evaluations of promotions that it would decide on, then runs. Comes in parts, so
 * that a long history shows progress and a reader who leaves stops it. What somebody who writes policies found is kept with the
 * draft while it is open. PRECONDITION_FAILED while the text is no policy.
 */
export async function* backtest(ctx: Context, number: number, scope: CaseScope): AsyncGenerator<BacktestLine> {
  authorize(ctx, "project.view");
  const judged = await judgeDraft(ctx, await findDraft(ctx, number));
  const { draft, policy, live, others } = judged;
  if (draft.kind === "retirement")
    throw preconditionFailed(`D-${number} proposes to retire ${draft.name}; there is no text to try on the past.`);
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
  const cases: CaseResult[] = [];
  for await (const part of readPastCases(ctx, own)) {
    const results = part.map((past) => replayCase(policy, past));
    cases.push(...results);
    yield { kind: "cases", results, done: cases.length };
  }
  const runs: RunResult[] = [];
  if (runsToRead > 0)
    for await (const line of backtestRuns(ctx, run)) {
      runs.push(...line.results);
      yield line;
    }
  const isOpen = draft.state === "draft" || draft.state === "proposed";
  const { actor } = ctx;
  if (actor.kind === "user" && can(actor, "policy.edit") && isOpen) {
    const tried = { ...triedNow(judged), policyDigest: policyDigest(policy, canonicalDigest) };
    const seen = { draft: number, policy: policy.name, ...tried, scope, elsewhere, onRecord: ofCases, ofRuns };
    const { digest } = await keepBacktest({ ...ctx, actor }, reportOf(seen, cases, runs, canonicalDigest));
    yield { kind: "kept", digest };
  }
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
