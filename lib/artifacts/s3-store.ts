import "server-only";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { parts } from "./parts";
import { explainStorage } from "./storage-errors";
import type { ArtifactStore } from "./store";

export type S3Settings = { bucket: string; prefix: string; region: string; endpoint?: string };

/** Keeps artifacts in a bucket of an S3-compatible server. Credentials come from where AWS clients look for them. */
export function createS3Store({ bucket, prefix, region, endpoint }: S3Settings): ArtifactStore {
  // Servers other than Amazon's have one host for all buckets, and not all know the newer checksums.
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const named = (key: string) => ({ Bucket: bucket, Key: `${prefix}${key}` });

  async function putLarge(key: string, pieces: AsyncIterable<Buffer>): Promise<void> {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(named(key)));
    const upload = { ...named(key), UploadId };
    try {
      const done: { ETag?: string; PartNumber: number }[] = [];
      for await (const Body of pieces) {
        const PartNumber = done.length + 1;
        const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
        done.push({ ETag, PartNumber });
      }
      await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: done } }));
    } catch (error) {
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
      throw error;
    }
  }

  return {
    async put(key, body) {
      const hash = createHash("sha256");
      let sizeBytes = 0;
      const pieces = parts(body, (chunk) => {
        hash.update(chunk);
        sizeBytes += chunk.byteLength;
      });
      try {
        const first = (await pieces.next()).value ?? Buffer.alloc(0);
        const second = await pieces.next();
        if (second.done) await client.send(new PutObjectCommand({ ...named(key), Body: first }));
        else {
          await putLarge(
            key,
            (async function* () {
              yield first;
              yield second.value;
              yield* pieces;
            })(),
          );
        }
        return { sizeBytes, sha256: hash.digest("hex") };
      } catch (error) {
        throw explainStorage(error);
      }
    },
    async open(key, range) {
      const part = range ? { Range: `bytes=${range.start}-${range.end}` } : {};
      try {
        const { Body } = await client.send(new GetObjectCommand({ ...named(key), ...part }));
        return Body instanceof Readable ? Body : null;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw explainStorage(error);
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(named(key))).catch((error) => Promise.reject(explainStorage(error)));
    },
  };
}
