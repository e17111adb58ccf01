import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { countOf } from "@/db/count-rows";
import {
  members,
  models,
  modelVersions,
  riskAssessmentRevisions,
  riskAssessments,
  riskReviewTriggers,
  users,
} from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { formatDate } from "@/lib/format-time";
import { dayOf, endOfDay } from "@/lib/governance/findings/finding";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { countRows, type InboxKind, type InboxTab } from "../inbox-kind";
import { listDueReviews, reviewReachHours } from "../review-reminder";

const revisions = riskAssessmentRevisions;

const openTrigger = sql<string | null>`(select ${riskReviewTriggers.reason} from ${riskReviewTriggers}
  where ${riskReviewTriggers.projectId} = ${revisions.projectId} and ${riskReviewTriggers.assessmentId} = ${revisions.assessmentId}
    and ${riskReviewTriggers.answeredBy} is null order by ${riskReviewTriggers.raisedAt} limit 1)`;

/**
 * Signed assessments to review anew, soon or because somebody asked, until the next revision is submitted. They wait on the owner
 * of the risk; on risk officers too where one was asked for, is overdue, or has no owner here any more.
 */
function ofTab(ctx: UserContext, tab: InboxTab) {
  if (tab !== "waiting") return sql`false`;
  const { userId } = ctx.actor;
  const now = ctx.now();
  const horizon = dayOf(new Date(now.getTime() + reviewReachHours * 3_600_000));
  const isSuperseded = sql`exists (select 1 from risk_assessment_revisions n where n.project_id = ${revisions.projectId}
    and n.assessment_id = ${revisions.assessmentId} and n.revision > ${revisions.revision} and n.state = 'submitted')`;
  const isArchived = sql`exists (select 1 from ${riskAssessments} join ${modelVersions}
      on ${modelVersions.projectId} = ${riskAssessments.projectId} and ${modelVersions.id} = ${riskAssessments.versionId}
    where ${riskAssessments.projectId} = ${revisions.projectId} and ${riskAssessments.id} = ${revisions.assessmentId}
      and ${modelVersions.status} <> 'active')`;
  const hasOwner = sql`exists (select 1 from ${members} join ${users} on ${users.id} = ${members.userId}
    where ${members.projectId} = ${revisions.projectId} and ${members.userId} = ${revisions.ownerUserId} and ${users.disabledAt} is null)`;
  const isMine = eq(revisions.ownerUserId, userId);
  const isForOfficers = sql`(${openTrigger} is not null or ${revisions.reviewDue} < ${dayOf(now)} or not ${hasOwner})`;
  return and(
    eq(revisions.projectId, ctx.projectId),
    eq(revisions.state, "signed_off"),
    sql`(${revisions.reviewDue} <= ${horizon} or ${openTrigger} is not null)`,
    can(ctx.actor, "model.set_risk_tier") ? sql`(${isMine} or ${isForOfficers})` : isMine,
    sql`not ${isSuperseded}`,
    sql`not ${isArchived}`,
  );
}

/** Risk assessments whose review is due. */
export const reviewKind: InboxKind = {
  id: "risk_review",
  label: "Risk reviews",
  count: (ctx, tab) => countOf(revisions, ofTab(ctx, tab)),
  list: async (ctx, project, tab, limit) => {
    const where = ofTab(ctx, tab);
    const rows = await ctx.db
      .select({
        model: models.name,
        version: modelVersions.version,
        revision: revisions.revision,
        reviewDue: revisions.reviewDue,
        asked: openTrigger,
        owner: users.name,
      })
      .from(revisions)
      .innerJoin(
        riskAssessments,
        and(eq(riskAssessments.projectId, revisions.projectId), eq(riskAssessments.id, revisions.assessmentId)),
      )
      .innerJoin(models, and(eq(models.projectId, riskAssessments.projectId), eq(models.id, riskAssessments.modelId)))
      .leftJoin(
        modelVersions,
        and(eq(modelVersions.projectId, riskAssessments.projectId), eq(modelVersions.id, riskAssessments.versionId)),
      )
      .leftJoin(users, eq(users.id, revisions.ownerUserId))
      .where(where)
      .orderBy(asc(revisions.reviewDue))
      .limit(limit);
    const today = dayOf(ctx.now());
    const items = rows.map(({ model, version, revision, reviewDue, asked, owner }): WaitingItem => {
      const of = version === null ? model : `${model} ${version}`;
      const isOverdue = reviewDue !== null && reviewDue < today;
      return {
        key: `review ${of}`,
        tone: isOverdue ? "fail" : "warn",
        verb: "Review risk",
        title: `Risk assessment of ${of}, revision ${revision}`,
        detail: asked
          ? `A review was asked for: ${asked}`
          : `${isOverdue ? "It had to be" : "It is to be"} reviewed by ${reviewDue ? formatDate(endOfDay(reviewDue)) : "now"}: write the next revision and submit it.`,
        who: owner ?? "nobody",
        due: reviewDue === null ? null : endOfDay(reviewDue),
        isUrgent: false,
        href: paths.modelRisk(project, model, version ?? undefined),
      };
    });
    return { items, total: await countRows(ctx, revisions, where) };
  },
  listDue: listDueReviews,
};
