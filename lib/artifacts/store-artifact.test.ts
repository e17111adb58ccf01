import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { auditEvents, looseObjects, storedArtifacts } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createTestProject, signedIn, systemContext } from "@/lib/auth/testing";
import { readArtifact } from "./artifact-queries";
import { deleteArtifacts } from "./commands/delete-artifacts";
import { sweepObjects, tendObjects } from "./commands/sweep-objects";
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

describe("objects that no file names", () => {
  const system = systemContext(db, project.id);
  const loose = async () => (await db.select().from(looseObjects)).map(({ objectKey }) => objectKey);
  const aDayLater = () => db.update(looseObjects).set({ since: sql`now() - interval '25 hours'` });
  const objects = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).length;
  beforeEach(() => db.delete(looseObjects));

  it("are none after uploads, replacements, retries and deletions that went well", async () => {
    const before = objects();
    await send("a.txt", "one");
    await send("a.txt", "two");
    await send("a.txt", "two");
    expect([await loose(), objects()]).toEqual([[], before + 1]);
    await deleteArtifacts(marta, at("a.txt"));
    expect([await loose(), objects()]).toEqual([[], before]);
  });

  it("are removed a day later, with an event, and nothing that a file names", async () => {
    await send("kept.txt", "kept");
    await send("old.txt", "first");
    await obstruct("old.txt");
    await send("old.txt", "second");
    const [key = ""] = await loose();
    expect(await sweepObjects(system)).toEqual({ removed: 0 });
    await aDayLater();
    // The store still cannot remove it: it stays for the next time.
    expect([await sweepObjects(system), await loose()]).toEqual([{ removed: 0 }, [key]]);
    rmSync(join(folder, "objects", key), { recursive: true });
    await tendObjects(db, new AbortController().signal);
    expect(await loose()).toEqual([]);
    expect([await read("kept.txt"), await read("old.txt")]).toEqual(["kept", "second"]);
    const events = await db.select().from(auditEvents).where(eq(auditEvents.action, "artifacts.swept"));
    expect(events).toHaveLength(1);
  });

  it("are left alone when a file names them all the same", async () => {
    await send("named.txt", "text");
    const [row] = await db.select().from(storedArtifacts).where(eq(storedArtifacts.path, "named.txt"));
    await db.insert(looseObjects).values({ projectId: project.id, objectKey: row?.objectKey ?? "" });
    await aDayLater();
    expect(await sweepObjects(system)).toEqual({ removed: 0 });
    expect(await read("named.txt")).toBe("text");
  });

  it("are those of an upload under way: swept before it ends, the upload says so and keeps nothing", async () => {
    const before = objects();
    const upload = storeArtifact(marta, at("slow.txt"), {
      body: (async function* () {
        yield Buffer.from("first half");
        expect(await loose()).toHaveLength(1);
        await aDayLater();
        expect(await sweepObjects(system)).toEqual({ removed: 1 });
        yield Buffer.from("second half");
      })(),
    });
    await expect(upload).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("Send it again") });
    expect([await read("slow.txt"), await loose(), objects()]).toEqual([undefined, [], before]);
  });

  it("are swept by the system alone, and by one sweep at a time", async () => {
    await expect(sweepObjects(marta)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await db.insert(looseObjects).values({ projectId: project.id, objectKey: `${project.id}/aa/left` });
    await aDayLater();
    const both = await Promise.all([sweepObjects(system), sweepObjects(system)]);
    expect(both.map(({ removed }) => removed).sort()).toEqual([0, 1]);
  });
});
