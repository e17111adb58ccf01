import "server-only";
import { and, asc, desc, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { countOf } from "@/db/count-rows";
import {
  models,
  modelVersions,
  riskAssessmentAuthors,
  riskAssessmentRevisions,
  riskAssessments,
  users,
} from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { maySignOff } from "@/lib/governance/risk/may-sign-off";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { countRows, type InboxKind, type InboxTab } from "../inbox-kind";

const revisions = riskAssessmentRevisions;

/** Assessments to sign off, by whoever may. A validator who is named sees it among what names them too. */
function whereOf(ctx: UserContext, tab: InboxTab): SQL | undefined {
  const { userId, personId } = ctx.actor;
  const wrote = sql`exists (select 1 from ${riskAssessmentAuthors} a join ${users} u on u.id = a.user_id
    where a.project_id = ${revisions.projectId} and a.assessment_id = ${revisions.assessmentId}
      and a.revision = ${revisions.revision} and u.person_id = ${personId})`;
  const by = (column: PgColumn) =>
    sql`exists (select 1 from ${users} u where u.id = ${column} and u.person_id = ${personId})`;
  const submitted = eq(revisions.state, "submitted");
  switch (tab) {
    case "waiting":
      return can(ctx.actor, "risk.sign_off") ? and(submitted, maySignOff(ctx.actor)) : sql`false`;
    case "asked":
      return and(submitted, wrote);
    case "named":
      return and(
        inArray(revisions.state, ["draft", "submitted"]),
        sql`(${revisions.ownerUserId} = ${userId} or ${revisions.validatorUserId} = ${userId})`,
        sql`not ${wrote}`,
      );
    case "done":
      return or(
        and(inArray(revisions.state, ["signed_off", "superseded"]), or(wrote, by(revisions.signedBy))),
        and(ne(revisions.state, "submitted"), by(revisions.sentBackBy)),
      );
  }
}

const endedAt = sql`coalesce(${revisions.signedAt}, ${revisions.sentBackAt})`;
const ended = {
  draft: "Sent back",
  submitted: "In review",
  signed_off: "Signed off",
  superseded: "Superseded",
} as const;

const ofTab = (ctx: UserContext, tab: InboxTab) => and(eq(revisions.projectId, ctx.projectId), whereOf(ctx, tab));

/** Risk assessments that wait for a signature. */
export const assessmentKind: InboxKind = {
  id: "assessment",
  label: "Risk assessments",
  count: (ctx, tab) => countOf(revisions, ofTab(ctx, tab)),
  list: async (ctx, project, tab, limit) => {
    const where = ofTab(ctx, tab);
    const rows = await ctx.db
      .select({
        model: models.name,
        version: modelVersions.version,
        revision: revisions.revision,
        tier: revisions.tier,
        state: revisions.state,
        who: users.name,
        endedAt: sql<Date>`${endedAt}`.mapWith(revisions.signedAt),
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
      .leftJoin(users, eq(users.id, revisions.submittedBy))
      .where(where)
      .orderBy(tab === "done" ? desc(endedAt) : asc(revisions.createdAt))
      .limit(limit);
    const items = rows.map(({ model, version, revision, tier, state, who, ...row }): WaitingItem => {
      const of = version === null ? model : `${model} ${version}`;
      return {
        key: `risk ${of} ${revision}`,
        tone: tab === "waiting" ? "accent" : state === "signed_off" ? "pass" : "neutral",
        verb:
          tab === "done" ? ended[state] : tab === "waiting" ? "Sign off" : state === "draft" ? "Draft" : "In review",
        title: `Risk assessment of ${of}, revision ${revision}`,
        detail: tier ? `${tab === "done" ? "Rated" : "Its authors rate it"} ${tier} risk.` : "Its tier is not set yet.",
        who: who ?? "",
        due: null,
        endedAt: tab === "done" ? row.endedAt : null,
        isUrgent: false,
        href: paths.modelRisk(project, model, version ?? undefined),
      };
    });
    return { items, total: await countRows(ctx, revisions, where) };
  },
};
