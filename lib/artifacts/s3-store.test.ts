import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createS3Store } from "./s3-store";
import { type ArtifactStore, getArtifactStore } from "./store";

const directory = mkdtempSync(join(tmpdir(), "countersign-s3-"));
const server = new S3rver({
  port: 0,
  address: "127.0.0.1",
  silent: true,
  directory,
  configureBuckets: [{ name: "artifacts", configs: [] }],
});
let endpoint = "";
let store: ArtifactStore;
beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = "S3RVER";
  process.env.AWS_SECRET_ACCESS_KEY = "S3RVER";
  const { port } = await server.run();
  endpoint = `http://127.0.0.1:${port}`;
  store = createS3Store({ bucket: "artifacts", prefix: "mine/", region: "us-east-1", endpoint });
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

async function* chunks(count: number, size: number) {
  for (let i = 0; i < count; i++) yield Buffer.alloc(size, i);
}

describe("the store in a bucket", () => {
  it.each([
    ["an empty file", 0, 1],
    ["a small file", 3, 1_000],
    ["a file of more than one part", 40, 512 * 1024],
  ])("keeps %s, with size and digest", async (_, count, size) => {
    const bytes = Buffer.concat(await Readable.from(chunks(count, size)).toArray());
    const key = `1/aa/${count}`;
    expect(await store.put(key, chunks(count, size))).toEqual({
      sizeBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    const body = await store.open(key);
    expect(Buffer.concat((await body?.toArray()) ?? []).equals(bytes)).toBe(true);
    if (bytes.length > 0) {
      const range = { start: bytes.length - 700, end: bytes.length - 2 };
      const part = Buffer.concat((await (await store.open(key, range))?.toArray()) ?? []);
      expect(part.equals(bytes.subarray(range.start, range.end + 1))).toBe(true);
    }
    await store.remove(key);
    expect(await store.open(key)).toBeNull();
  });

  it.each([
    ["at once", 1],
    ["after several parts", 40],
  ])("keeps nothing of a body that breaks off %s", async (_, count) => {
    const broken = (async function* () {
      yield* chunks(count, 512 * 1024);
      throw new Error("the sender went away");
    })();
    await expect(store.put("1/aa/broken", broken)).rejects.toThrow("the sender went away");
    expect(await store.open("1/aa/broken")).toBeNull();
  });

  it("says what is wrong with a bucket that is not there, and with a server that is not", async () => {
    const lost = createS3Store({ bucket: "no-such-bucket", prefix: "", region: "us-east-1", endpoint });
    await expect(lost.put("1/aa/x", chunks(1, 10))).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringContaining("NoSuchBucket"),
    });
    const nobody = createS3Store({
      bucket: "artifacts",
      prefix: "",
      region: "us-east-1",
      endpoint: "http://127.0.0.1:1",
    });
    await expect(nobody.put("1/aa/x", chunks(1, 10))).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("getArtifactStore", () => {
  it("keeps artifacts in the bucket that the settings name", async () => {
    vi.stubEnv("ARTIFACTS_S3_BUCKET", "artifacts");
    vi.stubEnv("ARTIFACTS_S3_PREFIX", "set/");
    vi.stubEnv("ARTIFACTS_S3_ENDPOINT", endpoint);
    const chosen = await getArtifactStore();
    await chosen.put("1/aa/chosen", chunks(1, 10));
    const same = createS3Store({ bucket: "artifacts", prefix: "set/", region: "us-east-1", endpoint });
    expect(await (await same.open("1/aa/chosen"))?.toArray()).toEqual([Buffer.alloc(10)]);
  });
});
