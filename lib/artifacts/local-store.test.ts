import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, it } from "vitest";
import { createLocalStore } from "./local-store";

const root = mkdtempSync(join(tmpdir(), "countersign-artifacts-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const store = createLocalStore(root);

async function* chunks(count: number, size = 64 * 1024) {
  for (let i = 0; i < count; i++) yield Buffer.alloc(size, i);
}
const read = async (key: string) => Buffer.concat((await (await store.open(key))?.toArray()) ?? []);
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

describe("the local store", () => {
  it("keeps what it was given, with size and digest", async () => {
    const stored = await store.put("1/aa/one", chunks(20));
    const bytes = Buffer.concat(await Readable.from(chunks(20)).toArray());
    expect(stored).toEqual({ sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    expect((await read("1/aa/one")).equals(bytes)).toBe(true);
  });

  it("keeps an empty file", async () => {
    expect(await store.put("1/aa/empty", chunks(0))).toMatchObject({ sizeBytes: 0 });
    expect(await read("1/aa/empty")).toHaveLength(0);
  });

  it("keeps nothing of a body that breaks off", async () => {
    const before = filesBelow(root);
    const broken = (async function* () {
      yield Buffer.alloc(100);
      throw new Error("the sender went away");
    })();
    await expect(store.put("1/aa/broken", broken)).rejects.toThrow("the sender went away");
    expect(await store.open("1/aa/broken")).toBeNull();
    expect(filesBelow(root)).toBe(before);
  });

  it("leaves another upload of the same name alone", async () => {
    const other = join(root, "incoming", "1-aa-held");
    writeFileSync(other, "another upload");
    await expect(store.put("1/aa/held", chunks(1))).rejects.toMatchObject({ code: "EEXIST" });
    expect(readFileSync(other, "utf8")).toBe("another upload");
    rmSync(other);
  });

  it("removes an object, and does nothing when there is none", async () => {
    await store.put("1/aa/gone", chunks(1));
    await store.remove("1/aa/gone");
    await store.remove("1/aa/gone");
    expect(await store.open("1/aa/gone")).toBeNull();
  });

  it.runIf(process.platform === "linux")("says when there is no room left, and leaves no half file", async () => {
    const before = filesBelow(root);
    // The kernel refuses what goes beyond the largest file this process may write, as it does on a full disk.
    const ignore = () => {};
    process.on("SIGXFSZ", ignore);
    const limit = (size: string) => execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${size}:`]);
    limit(String(256 * 1024));
    try {
      await expect(store.put("1/aa/large", chunks(64))).rejects.toMatchObject({
        code: "STORAGE_FULL",
        message: expect.stringContaining("nothing of this file was kept"),
      });
    } finally {
      limit("unlimited");
      process.off("SIGXFSZ", ignore);
    }
    expect(filesBelow(root)).toBe(before);
    expect(await store.put("1/aa/large", chunks(64))).toMatchObject({ sizeBytes: 64 * 64 * 1024 });
  });
});
