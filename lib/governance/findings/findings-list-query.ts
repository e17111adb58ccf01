import "server-only";
import { and, asc, desc, eq, isNull, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { findingEvents, findings, models, modelVersions, promotions, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { dayOf, isBlocking, isOverdue, isUnsettled, severityRank } from "./finding";
import type { FindingFilter } from "./list-filter";

export type FindingListRow = Awaited<ReturnType<typeof selectFindings>>[number];
export type FindingPage = NonNullable<Awaited<ReturnType<typeof findFindingPage>>>;

async function selectFindings(ctx: Context, where: SQL | undefined) {
  const today = dayOf(ctx.now());
  const rows = await ctx.db
    .select({
      finding: findings,
      model: models.name,
      version: modelVersions.version,
      promotion: promotions.number,
      owner: users.name,
    })
    .from(findings)
    .innerJoin(models, and(eq(models.projectId, findings.projectId), eq(models.id, findings.modelId)))
    .innerJoin(users, eq(users.id, findings.ownerUserId))
    .leftJoin(
      modelVersions,
      and(eq(modelVersions.projectId, findings.projectId), eq(modelVersions.id, findings.versionId)),
    )
    .leftJoin(promotions, and(eq(promotions.projectId, findings.projectId), eq(promotions.id, findings.promotionId)))
    .where(and(eq(findings.projectId, ctx.projectId), where))
    .orderBy(asc(findings.dueOn), asc(findings.number));
  return rows.map((row) => ({
    ...row,
    isUnsettled: isUnsettled(row.finding, today),
    isBlocking: isBlocking(row.finding, today),
    isOverdue: isOverdue(row.finding, today),
  }));
}

const views = {
  unsettled: (row: FindingListRow) => row.isUnsettled || row.finding.state === "accepted",
  overdue: (row: FindingListRow) => row.isOverdue,
  blocking: (row: FindingListRow) => row.isBlocking,
  all: () => true,
} as const;

/** Findings of the project by a filter, with how many each view has. */
export async function listFindings(ctx: Context, filter: FindingFilter) {
  const all = await selectFindings(
    ctx,
    and(
      filter.severity ? eq(findings.severity, filter.severity) : undefined,
      filter.state ? eq(findings.state, filter.state) : undefined,
      filter.model ? eq(models.name, filter.model) : undefined,
    ),
  );
  const rows = all.filter(views[filter.view]);
  if (filter.sort === "severity")
    rows.sort((a, b) => severityRank(b.finding.severity) - severityRank(a.finding.severity));
  if (filter.sort === "newest") rows.sort((a, b) => b.finding.number - a.finding.number);
  const counts = Object.fromEntries(Object.entries(views).map(([view, keep]) => [view, all.filter(keep).length]));
  return { rows, counts: counts as Record<keyof typeof views, number> };
}

type About = { modelId: string; versionId?: string };

/** Findings on a model, or on it and one of its versions; those that need work first. */
export async function listFindingsAbout(ctx: Context, { modelId, versionId }: About): Promise<FindingListRow[]> {
  const ofVersion = versionId ? or(isNull(findings.versionId), eq(findings.versionId, versionId)) : undefined;
  const rows = await selectFindings(ctx, and(eq(findings.modelId, modelId), ofVersion));
  return rows.sort((a, b) => Number(b.isUnsettled) - Number(a.isUnsettled));
}

/** One finding with its history, newest first, and the people that rules about it compare; null when there is none. */
export async function findFindingPage(ctx: Context, number: number) {
  const [row] = await selectFindings(ctx, eq(findings.number, number));
  if (!row) return null;
  const actor = alias(users, "actor");
  const events = await ctx.db
    .select({ event: findingEvents, name: actor.name })
    .from(findingEvents)
    .leftJoin(actor, eq(actor.id, findingEvents.userId))
    .where(and(eq(findingEvents.projectId, ctx.projectId), eq(findingEvents.findingId, row.finding.id)))
    .orderBy(desc(findingEvents.seq));
  const [raiser] = await ctx.db.select({ name: users.name }).from(users).where(eq(users.id, row.finding.raisedBy));
  return { ...row, events, raisedBy: raiser?.name ?? "" };
}
