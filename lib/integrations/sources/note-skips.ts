import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { SkipKind } from "@/db/enums";
import { sourceSkips } from "@/db/schema";
import type { Context } from "@/lib/context";
import { ofThis } from "./sync-rows";

export type Skip = { kind: SkipKind; remoteId: string; name: string; reason: string };

/** What another system wrote, as it may be stored and shown. */
const shown = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}/gu, " ")
    .slice(0, 500);

/** Keeps what was not taken with its reason, and forgets what now was. */
export async function noteSkips(
  tx: Tx,
  ctx: Context,
  sourceId: string,
  skips: readonly Skip[],
  taken: readonly Pick<Skip, "kind" | "remoteId">[],
): Promise<void> {
  for (const kind of new Set(taken.map((one) => one.kind))) {
    const ids = taken.filter((one) => one.kind === kind).map(({ remoteId }) => remoteId);
    const those = and(eq(sourceSkips.kind, kind), inArray(sourceSkips.remoteId, ids));
    await tx.delete(sourceSkips).where(and(ofThis(sourceSkips, ctx, sourceId), those));
  }
  const rows = new Map(
    skips.map(({ kind, remoteId, name, reason }) => {
      const id = shown(remoteId) || "(no id)";
      return [`${kind} ${id}`, { kind, remoteId: id, name: shown(name), reason: shown(reason) }];
    }),
  );
  if (rows.size === 0) return;
  const { projectId } = ctx;
  await tx
    .insert(sourceSkips)
    .values([...rows.values()].map((row) => ({ ...row, projectId, sourceId, at: ctx.now() })))
    .onConflictDoUpdate({
      target: [sourceSkips.projectId, sourceSkips.sourceId, sourceSkips.kind, sourceSkips.remoteId],
      set: { name: sql`excluded.name`, reason: sql`excluded.reason`, at: sql`excluded.at` },
    });
}
