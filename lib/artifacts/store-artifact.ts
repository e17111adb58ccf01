import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { isLostConnection } from "@/db/lost-connection";
import { looseObjects, runArtifacts, storedArtifacts } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { DomainError, invalidInput, notFound } from "@/lib/errors";
import { type ArtifactRef, ofOwner } from "./artifact-queries";
import { discardObjects } from "./discard-objects";
import { assertChangeable } from "./frozen";
import { findOwner } from "./owner-query";
import { getArtifactStore, type Stored } from "./store";

export type Upload = {
  body: AsyncIterable<Uint8Array>;
  /** What the sender said; another size means that it broke off. */
  announcedBytes?: number;
  /** Asked again once the body is in, which may take long: throws when the sender may no longer write. */
  confirm?: () => Promise<unknown>;
};

/** Sorted by time and spread over folders, so that none of them grows without end. */
const newKey = (ctx: Context): string => {
  const id = ctx.newId();
  return `${ctx.projectId}/${id.slice(-2)}/${id}`;
};

/** Takes the object out of those that are loose. Whoever sweeps was first when it is not there any more. */
async function claim(tx: Tx, ctx: Context, objectKey: string): Promise<void> {
  const own = and(eq(looseObjects.projectId, ctx.projectId), eq(looseObjects.objectKey, objectKey));
  const claimed = await tx.delete(looseObjects).where(own).returning({ key: looseObjects.objectKey });
  if (claimed.length === 0)
    throw new DomainError(
      "CONFLICT",
      "The upload took longer than a day, and what had come was removed. Send it again.",
    );
}

async function write(tx: Tx, ctx: Context, ref: ArtifactRef, stored: Stored, objectKey: string): Promise<void> {
  const { projectId } = ctx;
  const { sizeBytes, sha256 } = stored;
  const content = { sizeBytes, sha256, objectKey, storedAt: ctx.now() };
  await tx
    .insert(storedArtifacts)
    .values({ projectId, owner: ref.owner, ownerId: ref.ownerId, path: ref.path, ...content })
    .onConflictDoUpdate({
      target: [storedArtifacts.projectId, storedArtifacts.owner, storedArtifacts.ownerId, storedArtifacts.path],
      set: content,
    });
  if (ref.owner !== "run") return;
  await tx
    .insert(runArtifacts)
    .values({ projectId, runId: ref.ownerId, path: ref.path, sizeBytes, sha256 })
    .onConflictDoUpdate({
      target: [runArtifacts.projectId, runArtifacts.runId, runArtifacts.path],
      set: { sizeBytes, sha256 },
    });
}

/** Makes the stored object the content of the path. Answers the key of the object that nobody needs any more, if any. */
async function record(ctx: Context, ref: ArtifactRef, stored: Stored, objectKey: string): Promise<string | null> {
  return withTransaction(ctx, async (tx) => {
    const owner = await findOwner(tx, ctx.projectId, ref, true);
    if (!owner) throw notFound(`The ${ref.owner} ${ref.ownerId}`);
    const [old] = await tx
      .select()
      .from(storedArtifacts)
      .where(and(ofOwner(ctx.projectId, ref), eq(storedArtifacts.path, ref.path)));
    // A client that retries sends the same again: nothing changes.
    if (old?.sha256 === stored.sha256) return objectKey;
    await assertChangeable(tx, ctx.projectId, owner);
    await claim(tx, ctx, objectKey);
    await write(tx, ctx, ref, stored, objectKey);
    if (old) await tx.insert(looseObjects).values({ projectId: ctx.projectId, objectKey: old.objectKey });
    return old?.objectKey ?? null;
  });
}

/**
 * Stores an uploaded file of a run or logged model with its SHA-256. It is there whole or not at all; sent again, it takes
 * the place of the one before it.
 */
export async function storeArtifact(ctx: Context, ref: ArtifactRef, upload: Upload): Promise<Stored> {
  authorize(ctx, "artifact.store");
  const owner = await findOwner(ctx.db, ctx.projectId, ref);
  if (!owner) throw notFound(`The ${ref.owner} ${ref.ownerId}`);
  const store = await getArtifactStore();
  const key = newKey(ctx);
  await ctx.db.insert(looseObjects).values({ projectId: ctx.projectId, objectKey: key });
  let stored: Stored;
  let unneeded: string | null;
  try {
    stored = await store.put(key, upload.body);
    if (upload.announcedBytes !== undefined && upload.announcedBytes !== stored.sizeBytes)
      throw invalidInput("body", `ended after ${stored.sizeBytes} of ${upload.announcedBytes} bytes; nothing was kept`);
    await upload.confirm?.();
    unneeded = await record(ctx, ref, stored, key);
  } catch (error) {
    // A row may name the object by now when the connection was lost while committing.
    if (!isLostConnection(error)) await discardObjects(ctx, [key]);
    throw error;
  }
  if (unneeded) await discardObjects(ctx, [unneeded]);
  return stored;
}
