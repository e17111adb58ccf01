import { z } from "zod";
import { type CaseResult, caseClasses, type RunResult, summarize } from "./backtest-summary";

const count = z.int().min(0);
const moment = z.iso.datetime({ offset: true });

/** What a back-test found, as it is kept with a draft and shown to whoever decides on it. */
export const backtestReport = z.object({
  format: z.literal("countersign.backtest/1"),
  draft: count,
  policy: z.string(),
  /** What was tried: the policy that the text says, and the versions of all policies in force then. */
  policyDigest: z.string(),
  inForceDigest: z.string(),
  scope: z.enum(["newest", "all"]),
  /** When the oldest and the newest evaluation that was replayed took place; null = none was. */
  window: z.object({ from: moment, to: moment }).nullable(),
  evaluations: z.object({ replayed: count, elsewhere: count, onRecord: count }),
  classes: z.record(z.enum(caseClasses), count),
  rollbacks: z.object({ caught: count, missed: count, unknown: count }),
  /** Digest of the list of cases with what was said of each, in their order. */
  casesDigest: z.string(),
  runs: z.object({ replayed: count, onRecord: count, passed: count, blocked: count, unknown: count }),
});
export type BacktestReport = z.output<typeof backtestReport>;

type Seen = Pick<BacktestReport, "draft" | "policy" | "policyDigest" | "inForceDigest" | "scope"> & {
  elsewhere: number;
  onRecord: number;
  ofRuns: number;
};

/** Sums up a back-test; `digest` is canonicalDigest of lib/audit, passed in so that pages can import this file. */
export function reportOf(
  { elsewhere, onRecord, ofRuns, ...seen }: Seen,
  cases: readonly CaseResult[],
  runs: readonly Pick<RunResult, "draft">[],
  digest: (value: unknown) => string,
): BacktestReport {
  const { classes, rollbacks } = summarize(cases);
  const moments = cases.map((one) => one.evaluatedAt).sort();
  const [from, to] = [moments[0], moments.at(-1)];
  const listed = cases.map(({ promotion, evaluation, evaluatedAt, before, draft, class: said, rollout }) => {
    return { promotion, evaluation, evaluatedAt, before, draft, class: said, rollout };
  });
  const runsThat = (verdict: RunResult["draft"]) => runs.filter((run) => run.draft === verdict).length;
  return {
    format: "countersign.backtest/1",
    ...seen,
    window: from && to ? { from, to } : null,
    evaluations: { replayed: cases.length, elsewhere, onRecord },
    classes,
    rollbacks,
    casesDigest: digest(listed),
    runs: {
      replayed: runs.length,
      onRecord: ofRuns,
      passed: runsThat("passed"),
      blocked: runsThat("blocked"),
      unknown: runsThat("unknown"),
    },
  };
}

/** Why a back-test says nothing certain of what would be published now; empty = it does. */
export function backtestStaleness(
  report: Pick<BacktestReport, "policyDigest" | "inForceDigest">,
  now: { policyDigest: string | null; inForceDigest: string },
): string[] {
  return [
    ...(report.policyDigest === now.policyDigest ? [] : ["The text says something else since."]),
    ...(report.inForceDigest === now.inForceDigest
      ? []
      : ["Another version was published or retired since, so other cases may be this draft's."]),
  ];
}
