import "server-only";
import { z } from "zod";
import { type FolderEntry, findArtifact, listFolder } from "@/lib/artifacts/artifact-queries";
import { artifactResponse } from "@/lib/artifacts/artifact-response";
import { findOwner, type OwnerRef } from "@/lib/artifacts/owner-query";
import { storeArtifact } from "@/lib/artifacts/store-artifact";
import { readBytes } from "@/lib/http";
import { authenticate, type WireContext } from "../wire/authenticate";
import { missingValue } from "../wire/complaints";
import { doesNotExist, invalidValue } from "../wire/errors";
import { requiredText, text } from "../wire/fields";
import { answer, mlflowHandler, wireHandler } from "../wire/handler";
import { asked, queryOf } from "./asked";
import { safePath } from "./proxy-path";

/** What the form of another program may send at once. */
const formBytes = 10 * 1024 * 1024;

const asFiles = (entries: FolderEntry[]) =>
  entries.map(({ path, isDir, sizeBytes }) => ({ path, is_dir: isDir, file_size: sizeBytes }));

async function folderOf(ctx: WireContext, ref: OwnerRef, missing: string, path = "") {
  const folder = safePath(path);
  const owner = await findOwner(ctx.db, ctx.projectId, ref);
  if (!owner) throw doesNotExist(missing);
  return { root_uri: owner.rootUri, files: asFiles(await listFolder(ctx, ref, folder)) };
}

const noRun = (id: string) => `Run with id=${id} not found`;
const noModel = (id: string) => `Logged model with ID '${id}' not found.`;

/** GET artifacts/list: paths from the run's own folder. */
export const listRunArtifacts = mlflowHandler(
  {
    scope: "read",
    schema: z.object({ run_id: text.optional(), run_uuid: text.optional(), path: text.optional() }),
  },
  async (ctx, { run_id, run_uuid, path }) => {
    const ownerId = run_id || run_uuid;
    if (!ownerId) throw invalidValue(missingValue("run_id"));
    return folderOf(ctx, { owner: "run", ownerId }, noRun(ownerId), path);
  },
);

/** GET logged-models/ID/artifacts/directories. */
export const listModelArtifacts = mlflowHandler(
  { scope: "read", schema: z.object({ model_id: requiredText, artifact_directory_path: text.optional() }) },
  async (ctx, { model_id, artifact_directory_path }) =>
    folderOf(ctx, { owner: "model", ownerId: model_id }, noModel(model_id), artifact_directory_path),
);

/** GET logged-models/ID/artifacts/files: one file of a model. */
export const getModelArtifact = wireHandler("read", async (ctx, request, { model_id = "" }) => {
  const path = safePath(asked(queryOf(request, "artifact_file_path"), "artifact_file_path"));
  return artifactResponse(request, await findArtifact(ctx, { owner: "model", ownerId: model_id, path }));
});

/** GET get-artifact: one file of a run. */
export const getRunArtifact = wireHandler("read", async (ctx, request) => {
  const ownerId = asked(queryOf(request, "run_id", "run_uuid"), "run_id");
  const path = safePath(asked(queryOf(request, "path"), "path"));
  return artifactResponse(request, await findArtifact(ctx, { owner: "run", ownerId, path }));
});

/** POST upload-artifact: one small file of a run, as raw body. */
export const uploadArtifact = wireHandler("ingest", async (ctx, request, { project }) => {
  const ownerId = asked(queryOf(request, "run_uuid", "run_id"), "run_uuid");
  const path = safePath(asked(queryOf(request, "path"), "path"));
  const bytes = await readBytes(request, formBytes).catch(() => {
    throw invalidValue("Artifact size is too large. Max size is 10MB.");
  });
  if (bytes.byteLength === 0) throw invalidValue("Request must specify data.");
  const confirm = () => authenticate(request, "ingest", project);
  const body = (async function* () {
    yield bytes;
  })();
  await storeArtifact(ctx, { owner: "run", ownerId, path }, { body, confirm });
  return answer();
});
