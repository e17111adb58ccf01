import "server-only";
import { z } from "zod";
import { findArtifact, listFolder } from "@/lib/artifacts/artifact-queries";
import { artifactResponse } from "@/lib/artifacts/artifact-response";
import { deleteArtifacts } from "@/lib/artifacts/commands/delete-artifacts";
import { storeArtifact } from "@/lib/artifacts/store-artifact";
import { noteModelFile } from "@/lib/models/logged-models/read-model-files";
import { noteSlicesFile } from "../tracking/note-slices-file";
import { authenticate } from "../wire/authenticate";
import { MlflowError } from "../wire/errors";
import { text } from "../wire/fields";
import { answer, mlflowHandler, wireHandler } from "../wire/handler";
import { findRef, requireRef } from "./proxy-path";

const nothing: AsyncIterable<Uint8Array> = (async function* () {})();

/** The body as it arrives, and how long it said it would be. */
export function uploadOf(request: Request) {
  const length = request.headers.get("content-length");
  return {
    body: (request.body ?? nothing) as AsyncIterable<Uint8Array>,
    announcedBytes: length === null ? undefined : Number(length),
  };
}

/** PUT: the raw bytes of a file. An upload may take hours, so the token is looked at again before the file counts. */
export const putArtifact = wireHandler("ingest", async (ctx, request, { path, project }) => {
  const ref = await requireRef(ctx, path);
  await storeArtifact(ctx, ref, { ...uploadOf(request), confirm: () => authenticate(request, "ingest", project) });
  await noteModelFile(ctx, ref);
  await noteSlicesFile(ctx, ref);
  return answer();
});

/** GET of a file: its bytes, to be saved and never shown. */
export const getArtifact = wireHandler("read", async (ctx, request, { path }) =>
  artifactResponse(request, await findArtifact(ctx, await requireRef(ctx, path))),
);

/** GET of a folder: base names only. A folder that is not there is empty. */
export const listArtifacts = mlflowHandler(
  { scope: "read", schema: z.object({ path: text.optional() }) },
  async (ctx, input) => {
    const ref = await findRef(ctx, input.path ?? "");
    const entries = ref ? await listFolder(ctx, ref, ref.path) : [];
    return {
      files: entries.map(({ path, isDir, sizeBytes }) => ({
        path: path.split("/").at(-1),
        is_dir: isDir,
        file_size: sizeBytes,
      })),
    };
  },
);

/** DELETE of a file or folder. */
export const deleteArtifact = wireHandler("ingest", async (ctx, _, { path }) => {
  await deleteArtifacts(ctx, await requireRef(ctx, path));
  return answer();
});

const decline = (message: string) =>
  wireHandler(["ingest", "read"], () => Promise.reject(new MlflowError("NOT_IMPLEMENTED", message)));

/** Clients that are told so send the file in one piece. */
export const declineMultipart = decline(
  "Multipart upload is not supported for the current artifact repository: send the file in one piece.",
);
/** Clients that are told so download from here. */
export const declinePresigned = decline(
  "Presigned URLs are not supported for the current artifact repository: download from the server.",
);
