import "server-only";
import { and, asc, eq, inArray, lt, notExists, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { looseObjects, storedArtifacts } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, createContext, withTransaction } from "@/lib/context";
import { logger } from "@/lib/log";
import { getArtifactStore } from "../store";

/** Far longer than the server lets an upload take. */
const graceHours = 24;
const most = 100;

/** Loose for long enough. Locked: an upload that ends just now waits, finds its object gone, and says so. */
const lockLoose = async (tx: Tx, ctx: Context): Promise<string[]> => {
  const named = tx
    .select({ one: sql`1` })
    .from(storedArtifacts)
    .where(
      and(eq(storedArtifacts.projectId, looseObjects.projectId), eq(storedArtifacts.objectKey, looseObjects.objectKey)),
    );
  const rows = await tx
    .select({ key: looseObjects.objectKey })
    .from(looseObjects)
    .where(
      and(
        eq(looseObjects.projectId, ctx.projectId),
        lt(looseObjects.since, sql`now() - ${graceHours} * interval '1 hour'`),
        notExists(named),
      ),
    )
    .orderBy(asc(looseObjects.since))
    .limit(most)
    .for("update", { skipLocked: true });
  return rows.map(({ key }) => key);
};

/** Removes objects that no file of a project names, a day after they became loose; those that cannot be removed stay for the next time. */
export async function sweepObjects(ctx: Context): Promise<{ removed: number }> {
  authorize(ctx, "artifact.sweep");
  const store = await getArtifactStore();
  return withTransaction(ctx, async (tx) => {
    const removed: string[] = [];
    for (const key of await lockLoose(tx, ctx))
      try {
        await store.remove(key);
        removed.push(key);
      } catch (error) {
        logger.warn({ err: error, key }, "loose object could not be removed");
      }
    if (removed.length === 0) return { removed: 0 };
    const own = eq(looseObjects.projectId, ctx.projectId);
    await tx.delete(looseObjects).where(and(own, inArray(looseObjects.objectKey, removed)));
    await appendAudit(tx, ctx, {
      action: "artifacts.swept",
      objectType: "project",
      objectId: String(ctx.projectId),
      payload: { objects: removed.length },
    });
    return { removed: removed.length };
  });
}

/** One turn of the service, over all projects that have something loose. */
export async function tendObjects(db: Db, signal: AbortSignal): Promise<void> {
  const due = await db
    .selectDistinct({ projectId: looseObjects.projectId })
    .from(looseObjects)
    .where(lt(looseObjects.since, sql`now() - ${graceHours} * interval '1 hour'`));
  for (const { projectId } of due) {
    if (signal.aborted) return;
    const { removed } = await sweepObjects(
      createContext({ actor: { kind: "system", job: "sweep-objects" }, projectId, db }),
    );
    if (removed > 0) logger.info({ projectId, removed }, "loose objects removed");
  }
}
