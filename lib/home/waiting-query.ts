import "server-only";
import type { RolloutState } from "@/db/enums";
import { can } from "@/lib/auth/permissions";
import type { UserContext } from "@/lib/context";
import { listTargets } from "@/lib/deployments/queries";
import { getRolloutPage } from "@/lib/deployments/rollout-page-query";
import { rolloutVerdict } from "@/lib/deployments/rollout-verdict";
import { paths } from "@/lib/paths";
import { type InboxRow, listPromotions } from "@/lib/promotions/inbox-query";
import { canExpire, isOpen } from "@/lib/promotions/promotion-state";
import { readPromotion, sortByTimeLeft, type WaitingItem } from "./waiting";

export const homeViews = ["waiting", "mine", "open"] as const;
export type HomeView = (typeof homeViews)[number];
const mostRows = 20;

export type HomeWork = Record<HomeView, { items: WaitingItem[]; total: number }>;

/** Open promotions and rollouts under way: those that need this person, those they asked for, and all; sorted by time left. */
export async function listHomeWork(ctx: UserContext, project: string): Promise<HomeWork> {
  const [rollouts, ...lists] = await Promise.all([
    listRollouts(ctx, project),
    ...homeViews.map((view) => listPromotions(ctx, { view, state: null, after: null })),
  ]);
  const work = homeViews.map((view, index) => {
    const { rows = [], total = 0 } = lists[index] ?? {};
    // The inbox lists everything one ever requested; here only what is not settled yet.
    const shown = view === "mine" ? rows.filter((row) => isOpen(row.state) || row.state === "rejected") : rows;
    const own = rollouts.filter((rollout) => rollout.views.includes(view)).map(({ item }) => item);
    const items = sortByTimeLeft([...shown.map((row) => promotionItem(row, project, view)), ...own]);
    return [
      view,
      { items: items.slice(0, mostRows), total: (view === "mine" ? shown.length : total) + own.length },
    ] as const;
  });
  return Object.fromEntries(work) as HomeWork;
}

function promotionItem(row: InboxRow, project: string, view: HomeView): WaitingItem {
  const reading = readPromotion(row);
  // Only the person whose turn it is reads "Decide".
  const verb = view !== "waiting" && row.state === "awaiting_approval" ? "In review" : reading.verb;
  const from = row.baseline === null ? "" : `${row.baseline} → `;
  return {
    ...reading,
    verb,
    key: `P-${row.number}`,
    title: `P-${row.number} ${row.model} ${from}${row.version} to ${row.environment}`,
    who: row.requestedBy,
    due: canExpire(row.state) ? row.expiresAt : null,
    isUrgent: false,
    href: paths.promotion(project, row.number),
  };
}

const needsPerson: readonly RolloutState[] = ["GATED", "PAUSED", "ROLLBACK_STALLED"];

/** Rollouts under way, each with the views it belongs to. */
async function listRollouts(ctx: UserContext, project: string): Promise<{ views: HomeView[]; item: WaitingItem }[]> {
  const numbers = (await listTargets(ctx)).flatMap(({ rollout }) => (rollout ? [rollout.number] : []));
  const pages = await Promise.all(numbers.slice(0, mostRows).map((number) => getRolloutPage(ctx, number)));
  return pages.map((page) => {
    const { rollout, target, model, from, to, status, facts, waitsFor } = page;
    const name = (version: typeof from) => (version ? `version ${version.version}` : "nothing");
    const verdict = rolloutVerdict(status, facts, waitsFor, { target: target.name, from: name(from), to: name(to) });
    const needsAct = needsPerson.includes(rollout.state) || (rollout.state === "OBSERVING" && waitsFor.length === 0);
    const isForMe =
      needsAct && can(ctx.actor, rollout.state === "ROLLBACK_STALLED" ? "rollout.roll_back" : "rollout.advance");
    const views: HomeView[] = [
      "open",
      ...(isForMe ? ["waiting" as const] : []),
      ...(rollout.startedBy === ctx.actor.userId ? ["mine" as const] : []),
    ];
    return {
      views,
      item: {
        key: `R-${rollout.number}`,
        tone: verdict.tone,
        verb: needsAct ? "Act" : "Watch",
        title: `R-${rollout.number} ${model.name} ${from ? `${from.version} → ` : ""}${to?.version ?? ""} on ${target.name}`,
        detail: `${verdict.sentence} ${verdict.next}`,
        who: page.model.owner ?? "no owner",
        due: null,
        isUrgent: needsAct,
        href: paths.rollout(project, rollout.number),
      },
    };
  });
}
