import "server-only";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { sortByTimeLeft, type WaitingItem } from "@/lib/home/waiting";
import { countUnread } from "@/lib/notifications/list-query";
import { type InboxTab, inboxTabs } from "./inbox-kind";
import { inboxKinds } from "./registry";

export type InboxItem = WaitingItem & { kind: string };
export type InboxPage = {
  items: InboxItem[];
  /** How many the tab holds under the filter. */
  total: number;
  /** How many of each kind the tab holds, for the filter. */
  kinds: { id: string; label: string; total: number }[];
};
export type InboxCounts = { waiting: number; unread: number };

export const inboxPageSize = 50;

/** How much waits on the signed-in person, and how much they have not read: what the navigation shows. */
export async function countInboxWork(ctx: UserContext): Promise<InboxCounts> {
  authorize(ctx, "project.view");
  const [unread, ...waiting] = await Promise.all([
    countUnread(ctx),
    ...inboxKinds.map((kind) => kind.count(ctx, "waiting")),
  ]);
  return { waiting: waiting.reduce((sum, n) => sum + n, 0), unread };
}

/** One page of a tab: every kind's items together, urgent first, then by time left; what is done, newest first. */
export async function listInbox(
  ctx: UserContext,
  project: string,
  { tab, kind, page = 1 }: { tab: InboxTab; kind?: string | null; page?: number },
): Promise<InboxPage> {
  authorize(ctx, "project.view");
  const limit = page * inboxPageSize;
  const lists = await Promise.all(
    inboxKinds.map(async ({ id, label, list }) => ({ id, label, ...(await list(ctx, project, tab, limit)) })),
  );
  const shown = lists.filter(({ id }) => !kind || id === kind);
  const all = shown.flatMap(({ id, items }) => items.map((item) => ({ ...item, kind: id })));
  const sorted = tab === "done" ? sortByEnd(all) : (sortByTimeLeft(all) as InboxItem[]);
  return {
    items: sorted.slice(limit - inboxPageSize, limit),
    total: shown.reduce((sum, { total }) => sum + total, 0),
    kinds: lists.map(({ id, label, total }) => ({ id, label, total })),
  };
}

const sortByEnd = (items: readonly InboxItem[]): InboxItem[] =>
  [...items].sort((a, b) => (b.endedAt?.getTime() ?? 0) - (a.endedAt?.getTime() ?? 0));

/** How much each tab holds. */
export async function countTabs(ctx: UserContext): Promise<Record<InboxTab, number>> {
  const totals = await Promise.all(
    inboxTabs.map(async (tab) => {
      const counts = await Promise.all(inboxKinds.map(({ count }) => count(ctx, tab)));
      return counts.reduce((sum, n) => sum + n, 0);
    }),
  );
  return Object.fromEntries(inboxTabs.map((tab, i) => [tab, totals[i] ?? 0])) as Record<InboxTab, number>;
}
