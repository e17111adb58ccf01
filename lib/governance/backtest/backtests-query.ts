import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { policyBacktests, users } from "@/db/schema";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import type { JudgedDraft } from "../drafts/judge-draft";
import type { PolicyProposal } from "../drafts/proposal";
import { policyDigest } from "../policy";
import { type BacktestReport, backtestReport, backtestStaleness } from "./backtest-report";

export type KeptBacktest = {
  id: string;
  digest: string;
  report: BacktestReport;
  by: string;
  at: Date;
  /** Why it says nothing certain of what would be published now; empty = it does. */
  stale: readonly string[];
};

/** Digest of the back-test that goes with a draft's proposal. */
export const signedBacktest = ({ draft }: Pick<JudgedDraft, "draft">): string | undefined =>
  (draft.subject as PolicyProposal | null)?.backtestDigest;

/** What a back-test of a draft would be of at this moment. */
export function triedNow({ policy, live, others }: Pick<JudgedDraft, "policy" | "live" | "others">) {
  const inForce = [...others, ...(live && live.retirement === null ? [live] : [])];
  return {
    policyDigest: policy && policyDigest(policy, canonicalDigest),
    inForceDigest: canonicalDigest(inForce.map((entry) => entry.policyVersionId).sort()),
  };
}

const most = 50;

/** The newest back-tests of a draft that are on record, newest first; the one that goes with its proposal always among them. */
export async function listBacktests(ctx: Context, judged: JudgedDraft, db: Reader = ctx.db): Promise<KeptBacktest[]> {
  const rows = await db
    .select({ row: policyBacktests, by: users.name })
    .from(policyBacktests)
    .innerJoin(users, eq(users.id, policyBacktests.ranBy))
    .where(and(eq(policyBacktests.projectId, ctx.projectId), eq(policyBacktests.draftId, judged.draft.id)))
    .orderBy(
      desc(eq(policyBacktests.digest, signedBacktest(judged) ?? "")),
      desc(policyBacktests.ranAt),
      desc(policyBacktests.id),
    )
    .limit(most);
  const now = triedNow(judged);
  return rows
    .map(({ row, by }) => {
      const report = backtestReport.parse(row.report);
      return { id: row.id, digest: row.digest, report, by, at: row.ranAt, stale: backtestStaleness(report, now) };
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
}
