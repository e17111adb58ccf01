import "server-only";
import { policyBacktests } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { preconditionFailed } from "@/lib/errors";
import { type BacktestReport, backtestReport } from "../backtest/backtest-report";
import { lockDraft } from "../drafts/load-draft";

/**
 * Keeps what a back-test of a draft found, for whoever decides on it. The figures come from the replay on the server, never from a
 * request. PRECONDITION_FAILED once the draft is over.
 */
export async function keepBacktest(ctx: UserContext, raw: BacktestReport): Promise<{ digest: string }> {
  authorize(ctx, "policy.edit");
  const report = backtestReport.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const draft = await lockDraft(tx, ctx, report.draft);
    if (draft.state !== "draft" && draft.state !== "proposed")
      throw preconditionFailed(`Draft D-${draft.number} is ${draft.state}; a back-test of it is not kept any more.`);
    const digest = canonicalDigest(report);
    await tx.insert(policyBacktests).values({
      projectId: ctx.projectId,
      id: ctx.newId(),
      draftId: draft.id,
      report,
      digest,
      ranBy: ctx.actor.userId,
      ranAt: ctx.now(),
    });
    await appendAudit(tx, ctx, {
      action: "policy.backtested",
      objectType: "policy_draft",
      objectId: draft.id,
      objectDigest: digest,
      payload: {
        policy: report.policy,
        draft: draft.number,
        policyDigest: report.policyDigest,
        casesDigest: report.casesDigest,
        replayed: report.evaluations.replayed,
        newlyBlocked: report.classes.newly_blocked,
        newlyLetThrough: report.classes.newly_let_through,
        caught: report.rollbacks.caught,
      },
    });
    return { digest };
  });
}
