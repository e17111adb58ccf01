import "server-only";
import { and, eq, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { comparisons, runs, users } from "@/db/schema";
import type { ComparedRun } from "@/db/schema/comparisons";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { invalidInput } from "@/lib/errors";
import { type ChangedRun, changedRuns } from "./comparison";

/** A saved comparison, with what became of its runs since. */
export type ComparisonView = {
  id: string;
  name: string;
  note: string;
  query: string;
  digest: string;
  runs: ComparedRun[];
  changed: ChangedRun[];
  author: string;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
};

const escapeLike = (text: string) => text.replace(/[\\%_]/g, "\\$&");
const perPage = 50;
const newestFirst = [sql`${comparisons.updatedAt} desc nulls last`, sql`${comparisons.id} desc nulls last`] as const;

/** Where a page of the list ended: a moment and an id; null when the text is none of ours. */
export function readPlace(text: string): { at: Date; id: string } | null {
  const [, at = "", id = ""] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([\w-]{1,64})$/.exec(text) ?? [];
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? null : { at: moment, id };
}

/** Saved comparisons, changed last first, a page at a time; `next` is the place that the following page begins after. */
export async function listComparisons(
  ctx: Context,
  { q = "", after = null, limit = perPage }: { q?: string; after?: string | null; limit?: number } = {},
): Promise<{ rows: ComparisonView[]; next: string | null }> {
  authorize(ctx, "project.view");
  const from = after === null ? null : readPlace(after);
  if (after !== null && !from)
    throw invalidInput("cursor", "is not one that this list gave; leave it out to start at the first page");
  const words = q.toWellFormed().replaceAll("\0", "").trim();
  const found = await read(
    ctx,
    and(
      words === "" ? undefined : ilike(comparisons.name, `%${escapeLike(words)}%`),
      from === null
        ? undefined
        : or(lt(comparisons.updatedAt, from.at), and(eq(comparisons.updatedAt, from.at), lt(comparisons.id, from.id))),
    ),
    limit + 1,
  );
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: last && found.length > limit ? `${last.updatedAt.toISOString()}_${last.id}` : null };
}

export type ComparisonChoice = { id: string; name: string; runs: number };

/** Saved comparisons to choose from, changed last first; at most `limit` of them. */
export async function listComparisonChoices(ctx: Context, limit = 200): Promise<ComparisonChoice[]> {
  authorize(ctx, "project.view");
  return ctx.db
    .select({
      id: comparisons.id,
      name: comparisons.name,
      runs: sql<number>`jsonb_array_length(${comparisons.runs})`,
    })
    .from(comparisons)
    .where(eq(comparisons.projectId, ctx.projectId))
    .orderBy(...newestFirst)
    .limit(limit);
}

/** One saved comparison of this project, or null. */
export async function findComparison(ctx: Context, id: string): Promise<ComparisonView | null> {
  authorize(ctx, "project.view");
  if (id.includes("\0")) return null;
  const [found] = await read(ctx, eq(comparisons.id, id), 1);
  return found ?? null;
}

async function read(ctx: Context, where: SQL | undefined, limit: number): Promise<ComparisonView[]> {
  const found = await ctx.db
    .select({ comparison: comparisons, author: users.name })
    .from(comparisons)
    .innerJoin(users, eq(users.id, comparisons.createdBy))
    .where(and(eq(comparisons.projectId, ctx.projectId), where))
    .orderBy(...newestFirst)
    .limit(limit);
  const present = await readContents(
    ctx.db,
    ctx.projectId,
    found.flatMap(({ comparison }) => comparison.runs.map((run) => run.id)),
  );
  return found.map(({ comparison, author }) => ({
    ...comparison,
    author,
    changed: changedRuns(comparison.runs, present),
  }));
}

/** Name and content digest of runs as they are now; null while a run is still being logged. */
export async function readContents(
  db: Reader,
  projectId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { name: string; digest: string | null }>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ id: runs.id, name: runs.name, digest: runs.contentDigest })
    .from(runs)
    .where(and(eq(runs.projectId, projectId), inArray(runs.id, wanted)));
  return new Map(rows.map(({ id, name, digest }) => [id, { name, digest }]));
}
