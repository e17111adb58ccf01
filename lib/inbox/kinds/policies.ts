import "server-only";
import { and, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { countOf } from "@/db/count-rows";
import type { PolicyDraftState } from "@/db/enums";
import { policyDecisions, policyDraftEditors, policyDrafts, users } from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { countRows, type InboxKind, type InboxTab } from "../inbox-kind";

const closed = ["published", "withdrawn", "rejected"] as const;

const words: Record<PolicyDraftState, string> = {
  draft: "Draft",
  proposed: "In review",
  published: "Published",
  withdrawn: "Withdrawn",
  rejected: "Rejected",
};

/** Policies to countersign: proposals that somebody else wrote. */
function whereOf(ctx: UserContext, tab: InboxTab): SQL | undefined {
  const { userId, personId } = ctx.actor;
  const mine = or(
    eq(policyDrafts.createdBy, userId),
    eq(policyDrafts.proposedBy, userId),
    sql`exists (select 1 from ${policyDraftEditors} where ${policyDraftEditors.projectId} = ${policyDrafts.projectId}
      and ${policyDraftEditors.draftId} = ${policyDrafts.id} and ${policyDraftEditors.personId} = ${personId})`,
  );
  const decided = sql`exists (select 1 from ${policyDecisions} where ${policyDecisions.projectId} = ${policyDrafts.projectId}
    and ${policyDecisions.draftId} = ${policyDrafts.id} and ${policyDecisions.personId} = ${personId})`;
  switch (tab) {
    case "waiting":
      return can(ctx.actor, "policy.publish")
        ? and(eq(policyDrafts.state, "proposed"), sql`not (${mine})`)
        : sql`false`;
    case "asked":
      return and(eq(policyDrafts.state, "proposed"), mine);
    case "named":
      return sql`false`;
    case "done":
      return and(inArray(policyDrafts.state, [...closed]), or(mine, decided));
  }
}

const ofTab = (ctx: UserContext, tab: InboxTab) => and(eq(policyDrafts.projectId, ctx.projectId), whereOf(ctx, tab));

/** Drafts of policies that wait for a second person. */
export const policyKind: InboxKind = {
  id: "policy",
  label: "Policies",
  count: (ctx, tab) => countOf(policyDrafts, ofTab(ctx, tab)),
  list: async (ctx, project, tab, limit) => {
    const where = ofTab(ctx, tab);
    const rows = await ctx.db
      .select({
        number: policyDrafts.number,
        name: policyDrafts.name,
        state: policyDrafts.state,
        reason: policyDrafts.reason,
        closedAt: policyDrafts.closedAt,
        who: users.name,
      })
      .from(policyDrafts)
      .innerJoin(users, eq(users.id, sql`coalesce(${policyDrafts.proposedBy}, ${policyDrafts.createdBy})`))
      .where(where)
      .orderBy(desc(policyDrafts.updatedAt))
      .limit(limit);
    const items = rows.map(
      (row): WaitingItem => ({
        key: `D-${row.number}`,
        tone: tab === "waiting" ? "accent" : row.state === "published" ? "pass" : "neutral",
        verb: tab === "waiting" ? "Countersign" : words[row.state],
        title: `Policy ${row.name}, draft D-${row.number}`,
        detail: row.reason ?? "Proposed without a reason.",
        who: row.who,
        due: null,
        endedAt: tab === "done" ? row.closedAt : null,
        isUrgent: false,
        href: paths.policyDraft(project, row.number),
      }),
    );
    return { items, total: await countRows(ctx, policyDrafts, where) };
  },
};
