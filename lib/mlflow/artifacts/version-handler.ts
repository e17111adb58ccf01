import "server-only";
import { locationPath } from "@/lib/artifacts/artifact-path";
import { findArtifact } from "@/lib/artifacts/artifact-queries";
import { artifactResponse } from "@/lib/artifacts/artifact-response";
import { requireVersion } from "../registry/find";
import { downloadUri } from "../registry/resolve-source";
import { doesNotExist } from "../wire/errors";
import { wireHandler } from "../wire/handler";
import { asked, queryOf } from "./asked";
import { requireRef, safePath } from "./proxy-path";

/** GET model-versions/get-artifact: one file of a registered version. */
export const getVersionArtifact = wireHandler("read", async (ctx, request) => {
  const name = asked(queryOf(request, "name"), "name");
  const number = asked(queryOf(request, "version"), "version");
  const path = safePath(asked(queryOf(request, "path"), "path"));
  const { version } = await requireVersion(ctx, name, number);
  const folder = locationPath(await downloadUri(ctx, version));
  if (folder === null) throw doesNotExist(`The files of ${name} ${number} are not kept here.`);
  return artifactResponse(request, await findArtifact(ctx, await requireRef(ctx, `${folder}/${path}`)));
});
