import "server-only";
import { getDb } from "@/db/client";
import { requireUserContext } from "@/lib/auth/session";
import { notFound } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { openArtifact } from "./artifact-queries";
import { artifactResponse } from "./artifact-response";

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound("The artifact");
  }
};

/** GET of an uploaded file of a run, for whoever is signed in: to be saved, never shown. */
export const getUploadedFile: Handler = async (_, { project = "", run = "", path = "" }) => {
  const ctx = await requireUserContext(decode(project), getDb());
  return artifactResponse(await openArtifact(ctx, { owner: "run", ownerId: decode(run), path: decode(path) }));
};
