import "server-only";
import { type ArtifactRef, readArtifact } from "@/lib/artifacts/artifact-queries";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";
import { formatBytes } from "@/lib/format";
import { logger } from "@/lib/log";
import { fileLabel, mostConfigBytes, mostConfigFiles, type SharedFile, textNames, textOf } from "./config-files";

type Row = {
  key: string;
  path: string;
  owner: "run" | "model";
  fromId: string;
  toId: string;
  fromSize: number;
  toSize: number;
  fromSha: string;
  toSha: string;
};

/** A file of both runs, with where its bytes are kept. */
export type FoundFile = SharedFile & { refs: readonly [ArtifactRef, ArtifactRef] };

/**
 * Files by a text's name that both runs hold in the store under one path, of the runs and of the models they logged; of several
 * models of a name the newest. The asked one is among them wherever it stands, if there is one.
 */
export async function listSharedFiles(
  ctx: Context,
  [fromRun, toRun]: readonly [string, string],
  asked: string | null,
): Promise<FoundFile[]> {
  authorize(ctx, "project.view");
  const sql = ctx.db.$client;
  const wanted = asked?.includes("\0") ? null : (asked?.toWellFormed() ?? null);
  const rows = await sql<Row[]>`
    with logged as (
      select distinct on (source_run_id, name) source_run_id, name, id from logged_models
      where project_id = ${ctx.projectId} and source_run_id in (${fromRun}, ${toRun}) and deleted_at is null
      order by source_run_id, name, created_at desc, id desc),
    held as (
      select 'run' as owner, owner_id as run_id, owner_id, 'a.' || path as key, path, size_bytes, sha256 from stored_artifacts
      where project_id = ${ctx.projectId} and owner = 'run' and owner_id in (${fromRun}, ${toRun}) and path ~* ${textNames}
      union all
      select 'model', l.source_run_id, a.owner_id, 'm.' || l.name || '/' || a.path, a.path, a.size_bytes, a.sha256
      from logged l join stored_artifacts a
        on a.project_id = ${ctx.projectId} and a.owner = 'model' and a.owner_id = l.id and a.path ~* ${textNames})
    select f.key, f.path, f.owner, f.owner_id as "fromId", t.owner_id as "toId", f.size_bytes::float8 as "fromSize",
      t.size_bytes::float8 as "toSize", f.sha256 as "fromSha", t.sha256 as "toSha"
    from held f join held t on t.key = f.key and t.run_id = ${toRun} where f.run_id = ${fromRun}
    order by f.key is not distinct from ${wanted}::text desc, f.key collate "C" limit ${mostConfigFiles}`;
  return rows
    .map(
      (row): FoundFile => ({
        key: row.key,
        from: { runId: fromRun, sizeBytes: row.fromSize, sha256: row.fromSha },
        to: { runId: toRun, sizeBytes: row.toSize, sha256: row.toSha },
        refs: [
          { owner: row.owner, ownerId: row.fromId, path: row.path },
          { owner: row.owner, ownerId: row.toId, path: row.path },
        ],
      }),
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Two texts to compare, that they are one and the same, or why they are not compared. */
export type FileTexts =
  | { kind: "same" }
  | { kind: "texts"; from: string; to: string }
  | { kind: "refused"; why: string };

/** Reads a file of both runs as text. Equal digests are not read; neither is what is too large. */
export async function readFileTexts(
  ctx: Context,
  file: FoundFile,
  names: readonly [string, string],
): Promise<FileTexts> {
  authorize(ctx, "project.view");
  if (file.from.sha256 === file.to.sha256) return { kind: "same" };
  const sides = [file.from, file.to];
  const large = sides.findIndex((side) => side.sizeBytes > mostConfigBytes);
  if (large >= 0)
    return refused(
      `${fileLabel(file.key)} of ${names[large]} has ${formatBytes(sides[large]?.sizeBytes ?? 0)}; texts of up to ${mostConfigBytes / 1000} kB are compared here. Download both to compare them elsewhere.`,
    );
  const texts: string[] = [];
  for (const [at, ref] of file.refs.entries()) {
    const bytes = await readArtifact(ctx, ref, mostConfigBytes).catch((error: unknown) => {
      logger.warn({ err: error, ...ref }, "artifact could not be read for a comparison");
      return null;
    });
    if (!bytes)
      return refused(`${fileLabel(file.key)} of ${names[at]} could not be read from the store; try again later.`);
    const text = textOf(bytes);
    if (text === null)
      return refused(`${fileLabel(file.key)} of ${names[at]} is not text in UTF-8, so there are no lines to compare.`);
    texts.push(text);
  }
  return { kind: "texts", from: texts[0] ?? "", to: texts[1] ?? "" };
}

const refused = (why: string): FileTexts => ({ kind: "refused", why });
