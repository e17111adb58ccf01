import "server-only";
import { and, asc, eq, isNull, ne, or } from "drizzle-orm";
import type { Reader } from "@/db/client";
import type { FindingSeverity, FindingState } from "@/db/enums";
import { findings, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { dayOf, isUnsettled } from "./findings/finding";

/** One finding as a gate reads it. An acceptance that ran out counts as open, whether or not it was reopened yet. */
export type FindingEvidenceRow = {
  id: string;
  title: string;
  severity: FindingSeverity;
  state: FindingState;
  ownerName: string | null;
  dueAt: string | null;
  blocks: boolean;
};

/** What was found on a model or on this version of it and is not closed, by number: the evidence of a findings gate. */
export async function readFindingEvidence(
  ctx: Context,
  db: Reader,
  about: { modelId: string; versionId: string },
  at: Date,
): Promise<FindingEvidenceRow[]> {
  const today = dayOf(at);
  const rows = await db
    .select({ finding: findings, ownerName: users.name })
    .from(findings)
    .innerJoin(users, eq(users.id, findings.ownerUserId))
    .where(
      and(
        eq(findings.projectId, ctx.projectId),
        eq(findings.modelId, about.modelId),
        or(isNull(findings.versionId), eq(findings.versionId, about.versionId)),
        ne(findings.state, "closed"),
      ),
    )
    .orderBy(asc(findings.number));
  return rows.map(({ finding, ownerName }) => ({
    id: `F-${finding.number}`,
    title: finding.title,
    severity: finding.severity,
    state: finding.state === "accepted" && isUnsettled(finding, today) ? "open" : finding.state,
    ownerName,
    dueAt: `${finding.dueOn}T23:59:59.000Z`,
    blocks: finding.blocks,
  }));
}
