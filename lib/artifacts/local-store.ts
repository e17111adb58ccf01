import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { explainStorage } from "./storage-errors";
import type { ArtifactStore, Stored } from "./store";

/** Uploads that a crash left behind are removed after this long. */
const leftoverMs = 24 * 3_600_000;

async function write(file: FileHandle, body: AsyncIterable<Uint8Array>): Promise<Stored> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of body) {
    hash.update(chunk);
    for (let done = 0; done < chunk.byteLength; ) done += (await file.write(chunk, done)).bytesWritten;
    sizeBytes += chunk.byteLength;
  }
  await file.sync();
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** A renamed file survives a power cut only once its folder is written too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().catch(() => {});
  await handle.close();
}

async function removeLeftovers(incoming: string): Promise<void> {
  for (const name of await readdir(incoming).catch(() => [])) {
    const path = join(incoming, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > leftoverMs) await rm(path, { force: true });
  }
}

/** Keeps artifacts in a folder of this machine: written beside, made durable, then renamed, so that no half file has a name. */
export function createLocalStore(root: string): ArtifactStore {
  const incoming = join(root, "incoming");
  const place = (key: string) => join(root, "objects", key);
  let ready: Promise<void> | null = null;
  const prepare = async () => {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await removeLeftovers(incoming);
  };
  const openNew = async (path: string) => {
    try {
      ready ??= prepare();
      await ready;
      return await open(path, "wx", 0o600);
    } catch (error) {
      ready = null;
      throw explainStorage(error);
    }
  };
  return {
    async put(key, body) {
      const temporary = join(incoming, key.replaceAll("/", "-"));
      const target = place(key);
      const file = await openNew(temporary);
      try {
        const stored = await write(file, body).finally(() => file.close());
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await rename(temporary, target);
        await syncFolder(dirname(target));
        return stored;
      } catch (error) {
        await rm(temporary, { force: true });
        throw explainStorage(error);
      }
    },
    async open(key, range) {
      const file = await open(place(key), "r").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw explainStorage(error);
      });
      return file && createReadStream("", { fd: file, autoClose: true, ...range });
    },
    remove: (key) => rm(place(key), { force: true }),
  };
}
