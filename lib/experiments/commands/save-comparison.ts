import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { comparisons } from "@/db/schema";
import type { ComparedRun } from "@/db/schema/comparisons";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { invalidInput } from "@/lib/errors";
import { viewQuery } from "../compare-url";
import { parseView, type SaveComparison, saveComparisonInput, whyNotSaved } from "../comparison";
import { comparisonDigest } from "../comparison-digest";
import { readContents } from "../comparisons-query";
import { lockOwnComparison, orNameTaken } from "../own-comparison";

/** Keeps a comparison under a name of its own, with the contents its runs have now; with an id it replaces the view of that one. */
export async function saveComparison(ctx: UserContext, raw: SaveComparison): Promise<{ id: string; digest: string }> {
  authorize(ctx, "comparison.save");
  const { id: replaced, name, note, query: asked } = saveComparisonInput.parse(raw);
  const state = parseView(asked);
  const problem = whyNotSaved(state);
  if (problem) throw invalidInput("query", problem);
  const query = viewQuery(state);
  return withTransaction(ctx, async (tx) => {
    const before = replaced === null ? null : await lockOwnComparison(tx, ctx, replaced);
    const runs = await readRuns(tx, ctx.projectId, state.runs);
    const digest = comparisonDigest(query, runs);
    const id = before?.id ?? ctx.newId();
    const change = { name, note, query, runs, digest, updatedBy: ctx.actor.userId, updatedAt: ctx.now() };
    await orNameTaken(
      name,
      before
        ? tx
            .update(comparisons)
            .set(change)
            .where(and(eq(comparisons.projectId, ctx.projectId), eq(comparisons.id, id)))
        : tx
            .insert(comparisons)
            .values({ ...change, projectId: ctx.projectId, id, createdBy: ctx.actor.userId, createdAt: ctx.now() }),
    );
    const about = { objectType: "comparison", objectId: id, objectDigest: digest } as const;
    const payload = { name, runs: runs.length, digest };
    await appendAudit(
      tx,
      ctx,
      before
        ? { ...about, action: "comparison.changed", payload: { ...payload, before: before.digest } }
        : { ...about, action: "comparison.saved", payload },
    );
    return { id, digest };
  });
}

/** The runs in their order with the content they have; refused when one of them is not of this project. */
async function readRuns(tx: Tx, projectId: number, ids: readonly string[]): Promise<ComparedRun[]> {
  const contents = await readContents(
    tx,
    projectId,
    ids.filter((id) => !id.includes("\0")),
  );
  const missing = ids.filter((id) => !contents.has(id));
  if (missing.length > 0)
    throw invalidInput(
      "query",
      `not found in this project: ${missing.slice(0, 5).join(", ").replaceAll("\0", "")}${missing.length > 5 ? " and more" : ""}; drop them from the comparison`,
    );
  return ids.map((id) => ({ id, digest: contents.get(id)?.digest ?? null }));
}
