import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { runs } from "@/db/schema";
import type { Context } from "@/lib/context";

/** Tags of runs by id. */
export async function readRunTags(
  ctx: Context,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  if (runIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: runs.id, tags: runs.tags })
    .from(runs)
    .where(and(eq(runs.projectId, ctx.projectId), inArray(runs.id, [...runIds])));
  return new Map(rows.map(({ id, tags }) => [id, tags]));
}
