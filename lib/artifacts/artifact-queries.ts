import "server-only";
import type { Readable } from "node:stream";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { storedArtifacts } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import type { ByteRange } from "./byte-range";
import type { OwnerRef } from "./owner-query";
import { getArtifactStore } from "./store";

export type ArtifactRef = OwnerRef & { path: string };
export type StoredArtifact = { path: string; sizeBytes: number; sha256: string };
/** One entry of a folder; only files have a size. */
export type FolderEntry = { path: string; isDir: boolean; sizeBytes?: number };

/** Condition on the rows of one owner. */
export const ofOwner = (projectId: number, { owner, ownerId }: OwnerRef) =>
  and(eq(storedArtifacts.projectId, projectId), eq(storedArtifacts.owner, owner), eq(storedArtifacts.ownerId, ownerId));

/** The uploaded files of a run or logged model, by path: what a digest over them covers. */
export const listStoredArtifacts = (db: Reader, projectId: number, ref: OwnerRef): Promise<StoredArtifact[]> =>
  db
    .select({
      path: storedArtifacts.path,
      sizeBytes: storedArtifacts.sizeBytes,
      sha256: storedArtifacts.sha256,
    })
    .from(storedArtifacts)
    .where(ofOwner(projectId, ref))
    .orderBy(asc(storedArtifacts.path));

/** What one folder of an owner holds, in order of names; empty for a folder that is not there, and for a file. */
export async function listFolder(ctx: Context, ref: OwnerRef, folder: string): Promise<FolderEntry[]> {
  authorize(ctx, "project.view");
  const prefix = folder === "" ? "" : `${folder}/`;
  const rows = await ctx.db.execute<{ name: string; is_dir: boolean; size: number | null }>(sql`
    select split_part(substr(path, ${prefix.length + 1}), '/', 1) as name,
      bool_or(strpos(substr(path, ${prefix.length + 1}), '/') > 0) as is_dir, max(size_bytes)::float8 as size
    from ${storedArtifacts} where ${ofOwner(ctx.projectId, ref)} and starts_with(path, ${prefix})
    group by 1 order by 1`);
  return rows.map(({ name, is_dir, size }) =>
    is_dir ? { path: prefix + name, isDir: true } : { path: prefix + name, isDir: false, sizeBytes: size ?? 0 },
  );
}

/** A file that was found, with a way to its bytes. */
export type FoundArtifact = StoredArtifact & { open: (range?: ByteRange) => Promise<Readable> };

/** An uploaded file. Throws NOT_FOUND. */
export async function findArtifact(ctx: Context, ref: ArtifactRef): Promise<FoundArtifact> {
  authorize(ctx, "project.view");
  const [row] = await ctx.db
    .select()
    .from(storedArtifacts)
    .where(and(ofOwner(ctx.projectId, ref), eq(storedArtifacts.path, ref.path)));
  if (!row) throw notFound(`The artifact ${ref.path}`);
  const { path, sizeBytes, sha256, objectKey } = row;
  const open = async (range?: ByteRange) => {
    const body = await (await getArtifactStore()).open(objectKey, range);
    if (!body) throw notFound(`The content of the artifact ${path}`);
    return body;
  };
  return { path, sizeBytes, sha256, open };
}

/** The bytes of a small uploaded file; null when there is none of that path or it has more than `max` bytes. */
export async function readArtifact(ctx: Context, ref: ArtifactRef, max: number): Promise<Buffer | null> {
  const [row] = await ctx.db
    .select({ sizeBytes: storedArtifacts.sizeBytes, objectKey: storedArtifacts.objectKey })
    .from(storedArtifacts)
    .where(and(ofOwner(ctx.projectId, ref), eq(storedArtifacts.path, ref.path)));
  if (!row || row.sizeBytes > max) return null;
  const body = await (await getArtifactStore()).open(row.objectKey);
  return body && Buffer.concat(await body.toArray());
}
