import "server-only";
import type { UserContext } from "@/lib/context";
import { listInbox } from "@/lib/inbox/inbox-query";
import { listPeopleItems } from "@/lib/inbox/kinds/people";
import { promotionItem } from "@/lib/inbox/kinds/promotions";
import { listRolloutItems } from "@/lib/inbox/kinds/rollouts";
import { listPromotions } from "@/lib/promotions/inbox-query";
import { sortByTimeLeft, type WaitingItem } from "./waiting";

export const homeViews = ["waiting", "mine", "open"] as const;
export type HomeView = (typeof homeViews)[number];
const mostRows = 20;

export type HomeWork = Record<HomeView, { items: WaitingItem[]; total: number }>;

/** What needs this person and what they asked for, as in their inbox, and all that is under way; sorted by time left. */
export async function listHomeWork(ctx: UserContext, project: string): Promise<HomeWork> {
  const [waiting, mine, promotions, rollouts, people] = await Promise.all([
    listInbox(ctx, project, { tab: "waiting" }),
    listInbox(ctx, project, { tab: "asked" }),
    listPromotions(ctx, { view: "open", state: null, after: null }),
    listRolloutItems(ctx, project, mostRows),
    listPeopleItems(ctx, project),
  ]);
  const open = [
    ...promotions.rows.map((row) => promotionItem(row, project, false)),
    ...rollouts.items,
    ...people.map(({ item }) => item),
  ];
  const top = (items: readonly WaitingItem[]) => items.slice(0, mostRows);
  return {
    waiting: { items: top(waiting.items), total: waiting.total },
    mine: { items: top(mine.items), total: mine.total },
    open: { items: top(sortByTimeLeft(open)), total: promotions.total + rollouts.total + people.length },
  };
}
