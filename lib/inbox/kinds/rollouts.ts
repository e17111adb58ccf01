import "server-only";
import { and, desc, eq, inArray, notInArray, type SQL, sql } from "drizzle-orm";
import { countOf } from "@/db/count-rows";
import { type RolloutState, terminalRolloutStates } from "@/db/enums";
import { models, modelVersions, rollbackTriggers, rolloutEvents, rollouts, targets, users } from "@/db/schema";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { getRolloutPage } from "@/lib/deployments/rollout-page-query";
import { rolloutVerdict } from "@/lib/deployments/rollout-verdict";
import type { WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { countRows, type InboxKind, type InboxTab, type KindPage } from "../inbox-kind";

const stopped: readonly RolloutState[] = ["GATED", "PAUSED", "ROLLBACK_STALLED"];
type Running = { id: string; number: number; state: RolloutState; startedBy: string | null; owner: string | null };

const isRunning = (ctx: UserContext) =>
  and(eq(rollouts.projectId, ctx.projectId), notInArray(rollouts.state, [...terminalRolloutStates]));

/** Rollouts under way, one per target at most. */
async function listRunning(ctx: UserContext): Promise<Running[]> {
  return ctx.db
    .select({
      id: rollouts.id,
      number: rollouts.number,
      state: rollouts.state,
      startedBy: rollouts.startedBy,
      owner: models.ownerUserId,
    })
    .from(rollouts)
    .innerJoin(targets, and(eq(targets.projectId, rollouts.projectId), eq(targets.id, rollouts.targetId)))
    .innerJoin(models, and(eq(models.projectId, targets.projectId), eq(models.id, targets.modelId)))
    .where(isRunning(ctx));
}

const mayAct = (ctx: UserContext, state: RolloutState) =>
  can(ctx.actor, state === "ROLLBACK_STALLED" ? "rollout.roll_back" : "rollout.advance");

/** Those that a person has to move on: stopped ones, and those whose stage has nothing left to wait for. */
async function keepWaiting(ctx: UserContext, running: readonly Running[]): Promise<Running[]> {
  const judged = await Promise.all(
    running.map(async (rollout) => {
      if (!mayAct(ctx, rollout.state)) return false;
      if (stopped.includes(rollout.state)) return true;
      return rollout.state === "OBSERVING" && (await getRolloutPage(ctx, rollout.number)).waitsFor.length === 0;
    }),
  );
  return running.filter((_, i) => judged[i]);
}

/** Those whose model or rollback trigger names the person. */
async function keepNamed(ctx: UserContext, running: readonly Running[]): Promise<Running[]> {
  if (running.length === 0) return [];
  const { userId } = ctx.actor;
  const triggers = await ctx.db
    .selectDistinct({ rolloutId: rollbackTriggers.rolloutId })
    .from(rollbackTriggers)
    .where(
      and(
        eq(rollbackTriggers.projectId, ctx.projectId),
        eq(rollbackTriggers.ownerUserId, userId),
        inArray(
          rollbackTriggers.rolloutId,
          running.map(({ id }) => id),
        ),
      ),
    );
  return running.filter(({ id, owner }) => owner === userId || triggers.some(({ rolloutId }) => rolloutId === id));
}

/** Rollouts that are over and that the person started or moved. */
function endedBy(ctx: UserContext): SQL | undefined {
  const { userId } = ctx.actor;
  return and(
    eq(rollouts.projectId, ctx.projectId),
    inArray(rollouts.state, [...terminalRolloutStates]),
    sql`(${rollouts.startedBy} = ${userId} or exists (select 1 from ${rolloutEvents} where ${rolloutEvents.projectId} = ${rollouts.projectId}
      and ${rolloutEvents.rolloutId} = ${rollouts.id} and ${rolloutEvents.actorKind} = 'user' and ${rolloutEvents.actorId} = ${userId}))`,
  );
}

async function listEnded(ctx: UserContext, project: string, limit: number): Promise<KindPage> {
  const where = endedBy(ctx);
  const lastCause = sql<string | null>`(select e.cause from rollout_events e where e.project_id = ${rollouts.projectId}
    and e.rollout_id = ${rollouts.id} and e.cause is not null order by e.seq desc limit 1)`;
  const from = sql<number | null>`(select v.version from model_versions v where v.project_id = ${rollouts.projectId}
    and v.id = ${rollouts.fromVersionId})`;
  const rows = await ctx.db
    .select({
      number: rollouts.number,
      state: rollouts.state,
      endedAt: rollouts.endedAt,
      target: targets.name,
      model: models.name,
      owner: users.name,
      from,
      to: modelVersions.version,
      cause: lastCause,
    })
    .from(rollouts)
    .innerJoin(targets, and(eq(targets.projectId, rollouts.projectId), eq(targets.id, rollouts.targetId)))
    .innerJoin(models, and(eq(models.projectId, targets.projectId), eq(models.id, targets.modelId)))
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, rollouts.projectId), eq(modelVersions.id, rollouts.toVersionId)),
    )
    .leftJoin(users, eq(users.id, models.ownerUserId))
    .where(where)
    .orderBy(desc(rollouts.endedAt), desc(rollouts.number))
    .limit(limit);
  const items = rows.map(
    (row): WaitingItem => ({
      key: `R-${row.number}`,
      tone: row.state === "COMPLETED" ? "pass" : "neutral",
      verb: endWords[row.state as keyof typeof endWords],
      title: `R-${row.number} ${row.model} ${row.from === null ? "" : `${row.from} → `}${row.to} on ${row.target}`,
      detail: row.cause ?? "It ended as planned.",
      who: row.owner ?? "no owner",
      due: null,
      endedAt: row.endedAt,
      isUrgent: false,
      href: paths.rollout(project, row.number),
    }),
  );
  return { items, total: await countRows(ctx, rollouts, where) };
}

const endWords = {
  COMPLETED: "Completed",
  ROLLED_BACK: "Rolled back",
  CANCELLED: "Cancelled",
  SUPERSEDED: "Superseded",
} as const satisfies Record<(typeof terminalRolloutStates)[number], string>;

async function keep(
  ctx: UserContext,
  running: readonly Running[],
  tab: Exclude<InboxTab, "done">,
): Promise<readonly Running[]> {
  switch (tab) {
    case "waiting":
      return keepWaiting(ctx, running);
    case "asked":
      return running.filter(({ startedBy }) => startedBy === ctx.actor.userId);
    case "named":
      return keepNamed(ctx, running);
  }
}

async function toItem(ctx: UserContext, project: string, number: number): Promise<WaitingItem> {
  const { rollout, target, model, from, to, status, facts, waitsFor } = await getRolloutPage(ctx, number);
  const name = (version: typeof from) => (version ? `version ${version.version}` : "nothing");
  const verdict = rolloutVerdict(status, facts, waitsFor, { target: target.name, from: name(from), to: name(to) });
  const needsAct = stopped.includes(rollout.state) || (rollout.state === "OBSERVING" && waitsFor.length === 0);
  return {
    key: `R-${rollout.number}`,
    tone: verdict.tone,
    verb: needsAct ? "Act" : "Watch",
    title: `R-${rollout.number} ${model.name} ${from ? `${from.version} → ` : ""}${to?.version ?? ""} on ${target.name}`,
    detail: `${verdict.sentence} ${verdict.next}`,
    who: model.owner ?? "no owner",
    due: null,
    isUrgent: needsAct,
    href: paths.rollout(project, rollout.number),
  };
}

/** Rollouts under way as items, for the pages that show all of them. */
export async function listRolloutItems(ctx: UserContext, project: string, limit: number) {
  const running = await listRunning(ctx);
  const items = await Promise.all(running.slice(0, limit).map(({ number }) => toItem(ctx, project, number)));
  return { items, total: running.length };
}

/** Rollouts that wait for a person, or concern one. */
export const rolloutKind: InboxKind = {
  id: "rollout",
  label: "Rollouts",
  list: async (ctx, project, tab, limit) => {
    if (tab === "done") return listEnded(ctx, project, limit);
    const kept = await keep(ctx, await listRunning(ctx), tab);
    const items = await Promise.all(kept.slice(0, limit).map(({ number }) => toItem(ctx, project, number)));
    return { items, total: kept.length };
  },
  count: (ctx, tab) => {
    if (tab === "done") return countOf(rollouts, endedBy(ctx));
    const mayMove = can(ctx.actor, "rollout.advance") || can(ctx.actor, "rollout.roll_back");
    return tab === "waiting" && !mayMove ? sql<number>`0` : countOf(rollouts, isRunning(ctx));
  },
  recount: async (ctx, tab) =>
    tab === "done" ? countRows(ctx, rollouts, endedBy(ctx)) : (await keep(ctx, await listRunning(ctx), tab)).length,
};
