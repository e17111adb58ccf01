import { and, eq } from "drizzle-orm";
import { expect } from "vitest";
import { members } from "@/db/schema";
import { told } from "@/lib/notifications/testing";
import { type CastName, castNames, type World } from "@/lib/promotions/testing";
import type { InboxKind, InboxTab } from "./inbox-kind";
import { countKind } from "./inbox-query";

/** Who of the cast has something of a kind in a tab; what is counted has to be what is listed. */
export async function whoHas(world: World, kind: InboxKind, tab: InboxTab): Promise<CastName[]> {
  const found: CastName[] = [];
  for (const who of castNames) {
    const { items, total } = await kind.list(world.as(who), "p", tab, 50);
    expect([who, await countKind(world.as(who), kind, tab), total]).toEqual([who, items.length, items.length]);
    if (items.length > 0) found.push(who);
  }
  return found;
}

/** What everyone was told last, by name; who was told nothing is left out. */
export async function lastTold(world: World): Promise<Partial<Record<CastName, string>>> {
  const all = await Promise.all(castNames.map(async (who) => [who, (await told(world, who)).at(-1)] as const));
  return Object.fromEntries(all.filter(([, last]) => last !== undefined));
}

/** The same sentence for several people. */
export const each = (names: readonly CastName[], text: string) => Object.fromEntries(names.map((who) => [who, text]));

/** Takes one of the cast out of the project. */
export async function leave(world: World, who: CastName): Promise<void> {
  const { db, projectId, ids } = world;
  await db.delete(members).where(and(eq(members.projectId, projectId), eq(members.userId, ids[who].userId)));
}
