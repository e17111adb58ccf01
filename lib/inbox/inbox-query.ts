import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { readNumbers } from "@/db/count-rows";
import { authorize } from "@/lib/auth/authorize";
import type { UserContext } from "@/lib/context";
import { sortByTimeLeft, type WaitingItem } from "@/lib/home/waiting";
import { countOfUnread } from "@/lib/notifications/list-query";
import { type InboxKind, type InboxTab, inboxTabs } from "./inbox-kind";
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
  const asked = inboxKinds.map((kind) => ({ kind, tab: "waiting" as const }));
  const [waiting, unread] = await countAsked(ctx, asked, countOfUnread(ctx));
  return { waiting: sum(waiting), unread };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

type Asked = { kind: InboxKind; tab: InboxTab };

/** How many each kind has in a tab, and one number besides, in one round trip; more only for kinds that judge candidates. */
async function countAsked(
  ctx: UserContext,
  asked: readonly Asked[],
  besides: SQL<number> = sql<number>`0`,
): Promise<[number[], number]> {
  const numbers = asked.map(({ kind, tab }) => kind.count(ctx, tab));
  const [other = 0, ...found] = await readNumbers(ctx.db, [besides, ...numbers]);
  const counts = asked.map(({ kind, tab }, i) => (found[i] && kind.recount ? kind.recount(ctx, tab) : (found[i] ?? 0)));
  return [await Promise.all(counts), other];
}

/** How many one kind has in a tab. */
export async function countKind(ctx: UserContext, kind: InboxKind, tab: InboxTab): Promise<number> {
  const [[n]] = await countAsked(ctx, [{ kind, tab }]);
  return n ?? 0;
}

type Tab = { tab: InboxTab; kind?: string | null };

/** The first `limit` items of a tab: every kind's together, urgent first, then by time left; what is done, newest first. */
export async function readInbox(
  ctx: UserContext,
  project: string,
  { tab, kind, limit }: Tab & { limit: number },
): Promise<InboxPage> {
  authorize(ctx, "project.view");
  const lists = await Promise.all(
    inboxKinds.map(async ({ id, label, list }) => ({ id, label, ...(await list(ctx, project, tab, limit)) })),
  );
  const shown = lists.filter(({ id }) => !kind || id === kind);
  const all = shown.flatMap(({ id, items }) => items.map((item) => ({ ...item, kind: id })));
  const sorted = tab === "done" ? sortByEnd(all) : (sortByTimeLeft(all) as InboxItem[]);
  return {
    items: sorted.slice(0, limit),
    total: shown.reduce((all, { total }) => all + total, 0),
    kinds: lists.map(({ id, label, total }) => ({ id, label, total })),
  };
}

/** One page of a tab. */
export async function listInbox(
  ctx: UserContext,
  project: string,
  { page = 1, ...tab }: Tab & { page?: number },
): Promise<InboxPage> {
  const limit = page * inboxPageSize;
  const read = await readInbox(ctx, project, { ...tab, limit });
  return { ...read, items: read.items.slice(limit - inboxPageSize) };
}

const sortByEnd = (items: readonly InboxItem[]): InboxItem[] =>
  [...items].sort((a, b) => (b.endedAt?.getTime() ?? 0) - (a.endedAt?.getTime() ?? 0));

/** How much each tab holds. */
export async function countTabs(ctx: UserContext): Promise<Record<InboxTab, number>> {
  const asked = inboxTabs.flatMap((tab) => inboxKinds.map((kind) => ({ kind, tab })));
  const [counts] = await countAsked(ctx, asked);
  const totalOf = (tab: InboxTab) => sum(counts.filter((_, i) => asked[i]?.tab === tab));
  return Object.fromEntries(inboxTabs.map((tab) => [tab, totalOf(tab)])) as Record<InboxTab, number>;
}
