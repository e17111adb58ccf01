import "server-only";
import { readPromotion, type WaitingItem } from "@/lib/home/waiting";
import { paths } from "@/lib/paths";
import { listDuePromotions } from "@/lib/promotions/due-query";
import { countOfPromotions, type InboxRow, listPromotions, type PromotionView } from "@/lib/promotions/inbox-query";
import type { InboxKind, InboxTab } from "../inbox-kind";
import { promotionReminder } from "../promotion-reminder";

const views: Record<InboxTab, PromotionView> = { waiting: "waiting", asked: "mine", named: "named", done: "done" };

/** A promotion as a thing that waits; only the person whose turn it is reads "Decide". */
export function promotionItem(row: InboxRow, project: string, isMyTurn: boolean): WaitingItem {
  const reading = readPromotion(row);
  const from = row.baseline === null ? "" : `${row.baseline} → `;
  return {
    ...reading,
    verb: !isMyTurn && row.state === "awaiting_approval" ? "In review" : reading.verb,
    key: `P-${row.number}`,
    title: `P-${row.number} ${row.model} ${from}${row.version} to ${row.environment}`,
    who: row.requestedBy,
    due: row.endedAt ? null : row.due,
    endedAt: row.endedAt,
    isUrgent: false,
    href: paths.promotion(project, row.number),
  };
}

/** Promotions to decide, to mend and to carry out. */
export const promotionKind: InboxKind = {
  id: "promotion",
  label: "Promotions",
  list: async (ctx, project, tab, limit) => {
    const filter = { view: views[tab], state: null, after: null, openOnly: tab === "asked" };
    const { rows, total } = await listPromotions(ctx, filter, limit);
    return { items: rows.map((row) => promotionItem(row, project, tab === "waiting")), total };
  },
  count: (ctx, tab) => countOfPromotions(ctx, views[tab], tab === "asked"),
  listDue: async (ctx) => (await listDuePromotions(ctx)).map(promotionReminder),
};
