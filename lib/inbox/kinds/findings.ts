import "server-only";
import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { countOf } from "@/db/count-rows";
import { findingEvents, findings, models, users } from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { endOfDay } from "@/lib/governance/findings/finding";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { listDueFindings } from "../finding-reminder";
import { countRows, type InboxKind, type InboxTab } from "../inbox-kind";

/** An owner settles, another person verifies. */
function whereOf(ctx: UserContext, tab: InboxTab): SQL | undefined {
  const { userId, personId } = ctx.actor;
  const toSettle = and(eq(findings.ownerUserId, userId), eq(findings.state, "open"));
  const toVerify = and(
    eq(findings.state, "mitigated"),
    sql`not exists (select 1 from ${users} u where u.id in (${findings.ownerUserId}, ${findings.mitigatedBy}) and u.person_id = ${personId})`,
    sql`not exists (select 1 from ${findingEvents} e join ${users} a on a.id = e.user_id and a.person_id = ${personId}
      join ${users} o on o.person_id = a.person_id where e.project_id = ${findings.projectId} and e.finding_id = ${findings.id}
      and e.changes @> jsonb_build_array(jsonb_build_object('field', 'ownerUserId', 'from', o.id)))`,
  );
  const notClosed = inArray(findings.state, ["open", "mitigated", "accepted"]);
  switch (tab) {
    case "waiting":
      return can(ctx.actor, "finding.close") ? sql`(${toSettle} or ${toVerify})` : toSettle;
    case "asked":
      return and(eq(findings.raisedBy, userId), notClosed);
    case "named":
      return and(eq(findings.ownerUserId, userId), inArray(findings.state, ["mitigated", "accepted"]));
    case "done":
      return and(
        eq(findings.state, "closed"),
        sql`(${findings.raisedBy} = ${userId} or ${findings.ownerUserId} = ${userId} or ${findings.closedBy} = ${userId})`,
      );
  }
}

const ofTab = (ctx: UserContext, tab: InboxTab) => and(eq(findings.projectId, ctx.projectId), whereOf(ctx, tab));

/** Findings to settle by their owner, and to verify by somebody else. */
export const findingKind: InboxKind = {
  id: "finding",
  label: "Findings",
  count: (ctx, tab) => countOf(findings, ofTab(ctx, tab)),
  list: async (ctx, project, tab, limit) => {
    const where = ofTab(ctx, tab);
    const rows = await ctx.db
      .select({ finding: findings, model: models.name, who: users.name })
      .from(findings)
      .innerJoin(models, and(eq(models.projectId, findings.projectId), eq(models.id, findings.modelId)))
      .innerJoin(users, eq(users.id, findings.ownerUserId))
      .where(where)
      .orderBy(tab === "done" ? desc(findings.closedAt) : asc(findings.dueOn), asc(findings.number))
      .limit(limit);
    const items = rows.map(({ finding, model, who }): WaitingItem => {
      const isMine = tab === "waiting" && finding.state === "open";
      return {
        key: `F-${finding.number}`,
        tone: finding.severity === "critical" || finding.severity === "high" ? "fail" : "warn",
        verb: tab === "waiting" ? (isMine ? "Settle" : "Verify") : finding.state,
        title: `F-${finding.number} ${finding.title}`,
        detail: `${finding.severity} finding on ${model}${finding.blocks ? "; it holds up promotions" : ""}.`,
        who,
        due: tab === "done" ? null : endOfDay(finding.dueOn),
        endedAt: tab === "done" ? finding.closedAt : null,
        isUrgent: false,
        href: paths.finding(project, finding.number),
      };
    });
    return { items, total: await countRows(ctx, findings, where) };
  },
  listDue: listDueFindings,
};
