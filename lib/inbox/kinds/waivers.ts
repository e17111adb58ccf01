import "server-only";
import { and, asc, desc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import { countOf } from "@/db/count-rows";
import { models, modelVersions, promotions, users, waivers } from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { countRows, type InboxKind, type InboxTab } from "../inbox-kind";

/** Waivers that hold: those that end within two weeks wait for whoever can renew or settle them. */
function whereOf(ctx: UserContext, tab: InboxTab): SQL | undefined {
  const { userId, personId } = ctx.actor;
  const soon = sql`${waivers.expiresAt} <= ${ctx.now().toISOString()}::timestamptz + interval '14 days'`;
  const granted = eq(waivers.grantedByPersonId, personId);
  switch (tab) {
    case "waiting":
      return and(
        isNull(waivers.endedAt),
        soon,
        can(ctx.actor, "promotion.waive") ? undefined : eq(waivers.ownerUserId, userId),
      );
    case "asked":
      return sql`false`;
    case "named":
      return and(isNull(waivers.endedAt), sql`not ${soon}`, eq(waivers.ownerUserId, userId));
    case "done":
      return and(sql`${waivers.endedAt} is not null`, or(eq(waivers.ownerUserId, userId), granted));
  }
}

const ofTab = (ctx: UserContext, tab: InboxTab) => and(eq(waivers.projectId, ctx.projectId), whereOf(ctx, tab));

/** Waivers about to end. */
export const waiverKind: InboxKind = {
  id: "waiver",
  label: "Ending waivers",
  count: (ctx, tab) => countOf(waivers, ofTab(ctx, tab)),
  list: async (ctx, project, tab, limit) => {
    const where = ofTab(ctx, tab);
    const rows = await ctx.db
      .select({
        waiver: waivers,
        number: promotions.number,
        model: models.name,
        version: modelVersions.version,
        who: users.name,
      })
      .from(waivers)
      .innerJoin(promotions, and(eq(promotions.projectId, waivers.projectId), eq(promotions.id, waivers.promotionId)))
      .innerJoin(
        modelVersions,
        and(eq(modelVersions.projectId, waivers.projectId), eq(modelVersions.id, waivers.versionId)),
      )
      .innerJoin(models, and(eq(models.projectId, modelVersions.projectId), eq(models.id, modelVersions.modelId)))
      .innerJoin(users, eq(users.id, waivers.ownerUserId))
      .where(where)
      .orderBy(tab === "done" ? desc(waivers.endedAt) : asc(waivers.expiresAt))
      .limit(limit);
    const items = rows.map(
      ({ waiver, number, model, version, who }): WaitingItem => ({
        key: `waiver ${waiver.id}`,
        tone: "warn",
        verb: waiver.endKind ?? (tab === "waiting" ? "Renew or settle" : "Waived"),
        title: `Waiver of ${waiver.gateId}, ${model} ${version} in ${waiver.environment}`,
        detail: `Granted on P-${number}. Its control: ${waiver.compensatingControl}`,
        who,
        due: waiver.endedAt ? null : waiver.expiresAt,
        endedAt: waiver.endedAt,
        isUrgent: false,
        href: paths.promotion(project, number),
      }),
    );
    return { items, total: await countRows(ctx, waivers, where) };
  },
};
