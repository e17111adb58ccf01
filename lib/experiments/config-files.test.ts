import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { storeArtifact } from "@/lib/artifacts/store-artifact";
import { makeOwners } from "@/lib/artifacts/testing";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { mostConfigBytes, textOf } from "./config-files";
import { listSharedFiles, readFileTexts } from "./config-files-query";

const folder = mkdtempSync(join(tmpdir(), "countersign-store-"));
process.env.ARTIFACTS_DIR = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { db } = await testDb();
const project = await createTestProject(db, "files");
const marta = await signedIn(db, project, "marta", ["data_scientist"]);
const model = { one: `m-${"1".repeat(32)}`, two: `m-${"2".repeat(32)}` };
for (const run of ["one", "two"] as const) await makeOwners(db, project.id, run, model[run]);

const put = (owner: "run" | "model", ownerId: string, path: string, content: string | Uint8Array) =>
  storeArtifact(
    marta,
    { owner, ownerId, path },
    {
      body: (async function* () {
        yield Buffer.from(content as string);
      })(),
    },
  );
await put("run", "one", "config.yaml", "lr: 0.1\ndepth: 3\n");
await put("run", "two", "config.yaml", "lr: 0.2\ndepth: 3\n");
for (const run of ["one", "two"]) await put("run", run, "env/requirements.txt", "numpy==2.1\n");
await put("run", "one", "only-here.json", "{}");
for (const run of ["one", "two"]) await put("run", run, "plot.png", `pixels of ${run}`);
await put("run", "one", "params.json", new Uint8Array([0x7b, 0, 0x7d]));
await put("run", "two", "params.json", "{}");
await put("run", "one", "big.txt", "x".repeat(mostConfigBytes + 50_000));
await put("run", "two", "big.txt", "small");
for (const run of ["one", "two"] as const) await put("model", model[run], "MLmodel", `model_uuid: ${model[run]}\n`);

const list = (asked: string | null = null) => listSharedFiles(marta, ["one", "two"], asked);
async function read(key: string) {
  const file = (await list(key)).find((one) => one.key === key);
  if (!file) throw new Error(`${key} is not offered`);
  return readFileTexts(marta, file, ["first", "second"]);
}

describe("files of two runs as text", () => {
  it("are those that both hold under one path and that have a text's name, of logged models too", async () => {
    expect((await list()).map(({ key }) => key)).toEqual([
      "a.big.txt",
      "a.config.yaml",
      "a.env/requirements.txt",
      "a.params.json",
      "m.m1/MLmodel",
    ]);
  });

  it("are read as they are, in the order of the runs", async () => {
    expect(await read("a.config.yaml")).toEqual({
      kind: "texts",
      from: "lr: 0.1\ndepth: 3\n",
      to: "lr: 0.2\ndepth: 3\n",
    });
    expect(await read("m.m1/MLmodel")).toMatchObject({ kind: "texts", from: expect.stringContaining(model.one) });
  });

  it("are not read when their digests are equal", async () => {
    const file = (await list()).find(({ key }) => key === "a.env/requirements.txt");
    const nowhere = { ...file, refs: [] } as unknown as NonNullable<typeof file>;
    expect(await readFileTexts(marta, nowhere, ["first", "second"])).toEqual({ kind: "same" });
  });

  it("are refused in a sentence when one is too large or no text", async () => {
    expect(await read("a.big.txt")).toMatchObject({
      why: expect.stringMatching(/^big\.txt of first has 300\.0\skB; texts of up to 250 kB are compared/),
    });
    expect(await read("a.params.json")).toMatchObject({
      why: expect.stringMatching(/^params\.json of first is not text/),
    });
  });

  it.each(["a.../../etc/passwd", "a.config.yaml\0", "a.\ud800", "m.", "a.only-here.json"])(
    "are offered as ever when the address names %j",
    async (asked) => {
      expect((await list(asked)).map(({ key }) => key)).toEqual((await list()).map(({ key }) => key));
    },
  );

  it("are not found by another project", async () => {
    const other = await createTestProject(db, "elsewhere");
    const vera = await signedIn(db, other, "vera", ["viewer"]);
    expect(await listSharedFiles(vera, ["one", "two"], "a.config.yaml")).toEqual([]);
  });
});

describe("textOf", () => {
  it.each([
    ["UTF-8", Buffer.from("größe: 1 ✓"), "größe: 1 ✓"],
    ["nothing", Buffer.alloc(0), ""],
    ["Latin-1", Buffer.from([0x67, 0xf6]), null],
    ["UTF-16", Buffer.from("a: 1", "utf16le"), null],
  ])("reads %s", (_name, bytes, text) => {
    expect(textOf(bytes)).toBe(text);
  });
});
