import "server-only";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { getEnv } from "@/lib/env";
import type { ByteRange } from "./byte-range";
import { createLocalStore } from "./local-store";

export type Stored = { sizeBytes: number; sha256: string };

/**
 * Where the bytes of artifacts are. An object is written once under a name of its own and never changed; whoever uploads
 * makes it visible afterwards, by a row. The store never looks into what it keeps.
 */
export type ArtifactStore = {
  /** Takes the whole body, durably, or nothing at all. */
  put: (key: string, body: AsyncIterable<Uint8Array>) => Promise<Stored>;
  /** The bytes, or a range of them; null when there is no such object. */
  open: (key: string, range?: ByteRange) => Promise<Readable | null>;
  /** Nothing happens when there is none. */
  remove: (key: string) => Promise<void>;
};

const held = globalThis as { countersignArtifacts?: Promise<ArtifactStore> };

async function choose(): Promise<ArtifactStore> {
  const env = getEnv();
  if (!env.ARTIFACTS_S3_BUCKET)
    return createLocalStore(env.ARTIFACTS_DIR ?? join(env.COUNTERSIGN_DATA_DIR ?? ".data", "artifacts"));
  // Its client is large and only for those who use it.
  const { createS3Store } = await import("./s3-store");
  return createS3Store({
    bucket: env.ARTIFACTS_S3_BUCKET,
    prefix: env.ARTIFACTS_S3_PREFIX ?? "",
    region: env.ARTIFACTS_S3_REGION ?? "us-east-1",
    endpoint: env.ARTIFACTS_S3_ENDPOINT,
  });
}

/** The store of this installation: a bucket when one is set, a folder otherwise. */
export const getArtifactStore = (): Promise<ArtifactStore> => {
  held.countersignArtifacts ??= choose();
  return held.countersignArtifacts;
};
