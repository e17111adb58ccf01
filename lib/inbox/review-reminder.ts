import "server-only";
import { and, eq, lte } from "drizzle-orm";
import { modelVersions, riskAssessmentRevisions, riskAssessments } from "@/db/schema";
import type { AuditEvent } from "@/lib/audit/events";
import { type Context, deadlineNow } from "@/lib/context";
import { dayOf, endOfDay } from "@/lib/governance/findings/finding";
import { assessmentName, lockAssessment, readRevisions } from "@/lib/governance/risk/load-assessment";
import type { DueItem } from "./inbox-kind";

/** Two weeks: a review is written, read and signed by different people. */
export const reviewReachHours = 14 * 24;

/** Signed assessments whose review is due soon or overdue, in every project; not of versions that are archived. */
export async function listDueReviews(clock: Context): Promise<DueItem[]> {
  const now = await deadlineNow(clock.db, clock);
  const horizon = dayOf(new Date(now.getTime() + reviewReachHours * 3_600_000));
  const rows = await clock.db
    .select({ row: riskAssessmentRevisions, versionId: riskAssessments.versionId, status: modelVersions.status })
    .from(riskAssessmentRevisions)
    .innerJoin(
      riskAssessments,
      and(
        eq(riskAssessments.projectId, riskAssessmentRevisions.projectId),
        eq(riskAssessments.id, riskAssessmentRevisions.assessmentId),
      ),
    )
    .leftJoin(
      modelVersions,
      and(eq(modelVersions.projectId, riskAssessments.projectId), eq(modelVersions.id, riskAssessments.versionId)),
    )
    .where(and(eq(riskAssessmentRevisions.state, "signed_off"), lte(riskAssessmentRevisions.reviewDue, horizon)));
  return rows
    .filter(({ versionId, status }) => versionId === null || status === "active")
    .flatMap(({ row }) => (row.reviewDue === null ? [] : [reviewReminder({ ...row, reviewDue: row.reviewDue })]));
}

type Signed = Pick<
  typeof riskAssessmentRevisions.$inferSelect,
  "projectId" | "assessmentId" | "revision" | "createdAt" | "signedAt"
> & { reviewDue: string };

const reviewReminder = ({ projectId, assessmentId, revision, createdAt, signedAt, reviewDue }: Signed): DueItem => ({
  projectId,
  item: `assessment:${assessmentId}:${revision}`,
  since: signedAt ?? createdAt,
  dueAt: endOfDay(reviewDue),
  reach: reviewReachHours,
  recheck: async (tx, ctx, step): Promise<AuditEvent | null> => {
    const subject = await lockAssessment(tx, ctx, assessmentId);
    const signed = (await readRevisions(tx, ctx, assessmentId)).find(({ state }) => state === "signed_off");
    if (signed?.revision !== revision) return null;
    const of = { objectType: "risk_assessment", objectId: assessmentId } as const;
    const payload = { ...assessmentName(subject, revision), reviewDue };
    return step === "escalated"
      ? { ...of, action: "assessment.escalated", payload }
      : { ...of, action: "assessment.reminded", payload: { ...payload, step } };
  },
});
