import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { storedArtifacts } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { readArtifact } from "./artifact-queries";
import { deleteArtifacts } from "./commands/delete-artifacts";
import { storeArtifact } from "./store-artifact";
import { makeOwners } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "countersign-store-"));
process.env.ARTIFACTS_DIR = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { db } = await testDb();
const project = await createTestProject(db, "stored");
const marta = await signedIn(db, project, "marta", ["data_scientist"]);
await makeOwners(db, project.id, "d276a6e88404460cbc2313934aaa1ee2", `m-${"b".repeat(32)}`);

const at = (path: string) => ({ owner: "run" as const, ownerId: "d276a6e88404460cbc2313934aaa1ee2", path });
const send = (path: string, text: string) =>
  storeArtifact(marta, at(path), {
    body: (async function* () {
      yield Buffer.from(text);
    })(),
  });
const read = async (path: string) => (await readArtifact(marta, at(path), 1000))?.toString();

/** Puts a folder where the object of a path lies, which the store cannot remove as a file. */
async function obstruct(path: string): Promise<void> {
  const [row] = await db
    .select()
    .from(storedArtifacts)
    .where(and(eq(storedArtifacts.projectId, project.id), eq(storedArtifacts.path, path)));
  const object = join(folder, "objects", row?.objectKey ?? "");
  rmSync(object);
  mkdirSync(object);
}

it("keeps the new file although the one before it cannot be removed", async () => {
  await send("notes.txt", "first");
  await obstruct("notes.txt");
  await send("notes.txt", "second");
  expect(await read("notes.txt")).toBe("second");
});

it("has deleted a file although its object cannot be removed", async () => {
  await send("gone.txt", "text");
  await obstruct("gone.txt");
  expect(await deleteArtifacts(marta, at("gone.txt"))).toEqual({ deleted: 1 });
  expect(await read("gone.txt")).toBeUndefined();
});
