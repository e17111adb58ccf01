import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { SkipKind } from "@/db/enums";
import { sourceSkips, sources } from "@/db/schema";
import type { Context } from "@/lib/context";
import { ofSource } from "./load-source";
import { isNew, ofThis } from "./sync-rows";

export type Skip = { kind: SkipKind; remoteId: string; name: string; reason: string };

export const skipRun = ({ id, name }: { id: string; name: string }, reason: string): Skip => ({
  ...{ kind: "run", remoteId: id, name, reason },
});

/** What another system wrote, as it may be stored and shown. */
const shown = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}/gu, " ")
    .slice(0, 500);

/** Keeps what was not taken with its reason, and forgets what now was. The caller holds the source's row, which has their number. */
export async function noteSkips(
  tx: Tx,
  ctx: Context,
  sourceId: string,
  skips: readonly Skip[],
  taken: readonly Pick<Skip, "kind" | "remoteId">[],
): Promise<void> {
  let added = 0;
  for (const kind of new Set(taken.map((one) => one.kind))) {
    const ids = taken.filter((one) => one.kind === kind).map(({ remoteId }) => remoteId);
    const those = and(eq(sourceSkips.kind, kind), inArray(sourceSkips.remoteId, ids));
    const of = and(ofThis(sourceSkips, ctx, sourceId), those);
    added -= (await tx.delete(sourceSkips).where(of).returning({ kind: sourceSkips.kind })).length;
  }
  const rows = new Map(
    skips.map(({ kind, remoteId, name, reason }) => {
      const id = shown(remoteId) || "(no id)";
      return [`${kind} ${id}`, { kind, remoteId: id, name: shown(name), reason: shown(reason) }];
    }),
  );
  const { projectId } = ctx;
  const values = [...rows.values()].map((row) => ({ ...row, projectId, sourceId, at: ctx.now() }));
  if (values.length > 0) {
    const written = await tx
      .insert(sourceSkips)
      .values(values)
      .onConflictDoUpdate({
        target: [sourceSkips.projectId, sourceSkips.sourceId, sourceSkips.kind, sourceSkips.remoteId],
        set: { name: sql`excluded.name`, reason: sql`excluded.reason`, at: sql`excluded.at` },
      })
      .returning({ isNew });
    added += written.filter((row) => row.isNew).length;
  }
  if (added !== 0)
    await tx
      .update(sources)
      .set({ skipCount: sql`${sources.skipCount} + ${added}` })
      .where(ofSource(ctx, sourceId));
}
