import "server-only";
import { cleanPath, isSafePath, parseOwnerPath } from "@/lib/artifacts/artifact-path";
import type { ArtifactRef } from "@/lib/artifacts/artifact-queries";
import { findOwner } from "@/lib/artifacts/owner-query";
import type { WireContext } from "../wire/authenticate";
import { doesNotExist, invalidValue } from "../wire/errors";

/** A path as clients send it, in the form the store knows. */
export function safePath(path: string): string {
  if (!isSafePath(path)) throw invalidValue("Invalid path");
  return cleanPath(path);
}

/** Whose file an address of the artifact proxy means; null when it is in the folder of no run or model of the token's project. */
export async function findRef(ctx: WireContext, rawPath: string): Promise<ArtifactRef | null> {
  const found = parseOwnerPath(safePath(rawPath));
  if (!found) return null;
  const { base, path, ...ref } = found;
  const owner = await findOwner(ctx.db, ctx.projectId, ref);
  const folder = `${base}/${ref.owner === "model" ? "models/" : ""}${ref.ownerId}/artifacts`;
  return owner?.rootPath === folder ? { ...ref, path } : null;
}

/** The same for one file. Throws RESOURCE_DOES_NOT_EXIST: a client would repeat a 500 for minutes. */
export async function requireRef(ctx: WireContext, rawPath = ""): Promise<ArtifactRef> {
  const ref = await findRef(ctx, rawPath);
  if (ref && ref.path !== "") return ref;
  throw doesNotExist(
    `There is no artifact ${rawPath.slice(0, 200)}: artifacts are kept under EXPERIMENT/RUN/artifacts and EXPERIMENT/models/MODEL/artifacts of this project.`,
  );
}
