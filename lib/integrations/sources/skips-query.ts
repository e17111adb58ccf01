import "server-only";
import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import { sourceSkips } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { loadSource } from "./load-source";
import { ofThis } from "./sync-rows";

/** A page of what was not taken from a source, by kind and id; `next` is where the page after it begins. Throws NOT_FOUND. */
export async function listSkips(ctx: Context, sourceId: string, after: string | null, limit: number) {
  authorize(ctx, "source.view");
  await loadSource(ctx.db, ctx, sourceId);
  const at = after?.indexOf("~") ?? -1;
  const [kind, remoteId] = after === null ? ["", ""] : [after.slice(0, Math.max(0, at)), after.slice(at + 1)];
  const place = or(
    gt(sourceSkips.kind, sql`${kind}`),
    and(eq(sourceSkips.kind, sql`${kind}`), gt(sourceSkips.remoteId, remoteId)),
  );
  const found = await ctx.db
    .select()
    .from(sourceSkips)
    .where(and(ofThis(sourceSkips, ctx, sourceId), after === null ? undefined : place))
    .orderBy(asc(sourceSkips.kind), asc(sourceSkips.remoteId))
    .limit(limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: last && found.length > limit ? `${last.kind}~${last.remoteId}` : null };
}
