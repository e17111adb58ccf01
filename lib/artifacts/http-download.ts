import "server-only";
import { getDb } from "@/db/client";
import { requireUserContext } from "@/lib/auth/session";
import { notFound } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { findArtifact } from "./artifact-queries";
import { artifactResponse } from "./artifact-response";

/** Project, run and path out of the address itself: whether a framework decoded its parameters is no question then. */
function readAddress(url: string): string[] {
  const found = /^\/p\/([^/]+)\/runs\/([^/]+)\/artifacts\/(.+)$/.exec(new URL(url).pathname);
  try {
    return (found ?? []).slice(1).map(decodeURIComponent);
  } catch {
    throw notFound("The artifact");
  }
}

/** GET of an uploaded file of a run, for whoever is signed in: to be saved, never shown. */
export const getUploadedFile: Handler = async (request) => {
  const [project = "", ownerId = "", path = ""] = readAddress(request.url);
  const ctx = await requireUserContext(project, getDb());
  return artifactResponse(request, await findArtifact(ctx, { owner: "run", ownerId, path }));
};
