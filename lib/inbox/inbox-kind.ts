import "server-only";
import type { SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { countOf, readNumbers } from "@/db/count-rows";
import type { AuditEvent } from "@/lib/audit/events";
import type { Context, UserContext } from "@/lib/context";
import type { WaitingItem } from "@/lib/home/waiting";
import type { ReminderStep } from "./reminder-steps";

export const inboxTabs = ["waiting", "asked", "named", "done"] as const;
export type InboxTab = (typeof inboxTabs)[number];

export type KindPage = { items: WaitingItem[]; total: number };

/** Something with a deadline that a person has to act on. */
export type DueItem = {
  projectId: number;
  /** Kind and id, such as "promotion:0198…": what the reminders of one thing are counted by. */
  item: string;
  since: Date;
  dueAt: Date;
  /** How many hours around the deadline the reminders may lie; a day when left out. */
  reach?: number;
  /** Reads the thing again, locked; null when it no longer waits. Answers the event that tells of the step. */
  recheck: (tx: Tx, ctx: Context, step: ReminderStep) => Promise<AuditEvent | null>;
};

/** One kind of thing that waits for people: a file in kinds/ and a row in registry.ts. */
export type InboxKind = {
  id: string;
  /** In the plural, as the filter names it. */
  label: string;
  /** What is in a tab for this person: at most `limit` items in the tab's order, and how many there are in all. */
  list: (ctx: UserContext, project: string, tab: InboxTab, limit: number) => Promise<KindPage>;
  /** How many are in a tab for this person, as a number in SQL: every page asks it of all kinds in one round trip. */
  count: (ctx: UserContext, tab: InboxTab) => SQL<number>;
  /** Where a rule outside of SQL has the last word: `count` gives candidates, and this is asked when there are any. */
  recount?: (ctx: UserContext, tab: InboxTab) => Promise<number>;
  /** What has a deadline, in every project; left out when the kind knows none. */
  listDue?: (ctx: Context) => Promise<DueItem[]>;
};

/** How many rows of a table match, for the total of a list. */
export async function countRows(ctx: UserContext, table: PgTable, where: SQL | undefined): Promise<number> {
  const [n] = await readNumbers(ctx.db, [countOf(table, where)]);
  return n ?? 0;
}
