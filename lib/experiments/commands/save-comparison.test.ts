import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { experiments, runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { auditedActions, createTestProject, signedIn } from "@/lib/auth/testing";
import type { UserContext } from "@/lib/context";
import { findComparison, listComparisons } from "../comparisons-query";
import { deleteComparison } from "./delete-comparison";
import { renameComparison } from "./rename-comparison";
import { saveComparison } from "./save-comparison";

const { db } = await testDb();
let ada: UserContext;
let ben: UserContext;
let admin: UserContext;
let viewer: UserContext;
let stranger: UserContext;

beforeAll(async () => {
  const project = await createTestProject(db, "comparisons");
  const other = await createTestProject(db, "elsewhere");
  ada = await signedIn(db, project, "ada", ["data_scientist"]);
  ben = await signedIn(db, project, "ben", ["data_scientist"]);
  admin = await signedIn(db, project, "ann", ["admin"]);
  viewer = await signedIn(db, project, "vera", ["viewer"]);
  stranger = await signedIn(db, other, "sam", ["admin"]);
  for (const [ctx, ids] of [
    [ada, ["r1", "r2", "r3"]],
    [stranger, ["foreign"]],
  ] as const) {
    const at = { projectId: ctx.projectId, startedAt: new Date(), importedAt: new Date() };
    await db.insert(experiments).values({ projectId: ctx.projectId, id: "e", name: "e", createdAt: new Date() });
    await db.insert(runs).values(
      ids.map((id) => ({
        ...at,
        id,
        experimentId: "e",
        name: id,
        status: "FINISHED" as const,
        contentDigest: `sha256:${id}`,
      })),
    );
  }
});

const save = (ctx: UserContext, name: string, query = "runs=r1,r2&metric=f1", id: string | null = null) =>
  saveComparison(ctx, { id, name, note: "", query });
const log = (ctx: UserContext, id: string, contentDigest: string) =>
  db
    .update(runs)
    .set({ contentDigest })
    .where(and(eq(runs.projectId, ctx.projectId), eq(runs.id, id)));

describe("a saved comparison", () => {
  it("is everyone's to open, keeps the view and says when a run changed since", async () => {
    const { id, digest } = await saveComparison(ada, {
      name: "Baseline against boosted",
      note: "For the review",
      query: "?metric=f1&saved=old&runs=r1%2Cr2&rogue=1",
    });
    expect(await findComparison(viewer, id)).toMatchObject({
      name: "Baseline against boosted",
      note: "For the review",
      query: "runs=r1,r2&metric=f1",
      runs: [
        { id: "r1", digest: "sha256:r1" },
        { id: "r2", digest: "sha256:r2" },
      ],
      digest,
      changed: [],
      author: "ada",
    });
    await log(ada, "r2", "sha256:other");
    expect((await findComparison(viewer, id))?.changed).toEqual([{ id: "r2", name: "r2", how: "changed" }]);
    const again = await save(ada, "Baseline against boosted", "runs=r1,r2&metric=f1", id);
    expect(again.id).toBe(id);
    expect(again.digest).not.toBe(digest);
    expect((await findComparison(viewer, id))?.changed).toEqual([]);
    await log(ada, "r2", "sha256:r2");
    expect(await auditedActions(db, id)).toEqual(["comparison.saved", "comparison.changed"]);
  });

  it("is renamed and deleted by its author or an administrator, and by nobody else", async () => {
    const { id } = await save(ada, "First");
    for (const write of [
      () => renameComparison(ben, { id, name: "Mine now" }),
      () => deleteComparison(ben, { id }),
      () => save(ben, "First", "runs=r1,r3", id),
      () => deleteComparison(viewer, { id }),
    ])
      await expect(write()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await renameComparison(ada, { id, name: "Second", note: "why" });
    await renameComparison(ada, { id, name: "Second", note: "why" });
    expect(await findComparison(ben, id)).toMatchObject({ name: "Second", note: "why" });
    await deleteComparison(admin, { id });
    expect(await findComparison(ada, id)).toBeNull();
    expect(await auditedActions(db, id)).toEqual(["comparison.saved", "comparison.renamed", "comparison.deleted"]);
  });

  it("of another project is not found, and neither are its runs", async () => {
    const { id } = await save(ada, "Ours");
    expect(await findComparison(stranger, id)).toBeNull();
    for (const write of [
      () => renameComparison(stranger, { id, name: "Theirs" }),
      () => deleteComparison(stranger, { id }),
      () => save(stranger, "Theirs", "runs=foreign,r1", id),
      () => deleteComparison(ada, { id: "null\0" }),
    ])
      await expect(write()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(save(ada, "Stolen", "runs=r1,foreign")).rejects.toMatchObject({
      code: "INVALID_INPUT",
      extra: { fieldErrors: { query: [expect.stringContaining("not found in this project: foreign")] } },
    });
    await expect(save(ada, "Null", "runs=r1,r%002")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("of a name that is taken is refused by that field, in any case, also when two save at once", async () => {
    const { id } = await save(ada, "Taken");
    const refused = {
      code: "INVALID_INPUT",
      extra: { fieldErrors: { name: [expect.stringMatching(/saved already/)] } },
    };
    await expect(save(ben, "TAKEN")).rejects.toMatchObject(refused);
    const other = await save(ben, "Free");
    await expect(renameComparison(ben, { id: other.id, name: "taken" })).rejects.toMatchObject(refused);
    await deleteComparison(ada, { id });
    const raced = await Promise.allSettled([ada, ben, ada].map((ctx) => save(ctx, "Raced")));
    expect(raced.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of raced) if (one.status === "rejected") expect(one.reason).toMatchObject(refused);
  });

  it("is not saved by who only looks on, nor without two runs", async () => {
    await expect(save(viewer, "Seen")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(save(ada, "One", "runs=r1")).rejects.toThrow(/two runs or more/);
    await expect(save(ada, "Long", `runs=r1,r2&px=${"x".repeat(31_000)}`)).rejects.toThrow(/30,000/);
  });

  it("is found by part of its name, page by page, each once", async () => {
    for (let i = 1; i <= 5; i++) await save(ada, `Paged 100% ${i}`);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listComparisons>> = await listComparisons(viewer, {
        q: "100% ",
        after,
        limit: 2,
      });
      seen.push(...page.rows.map(({ name }) => name));
      after = page.next;
    } while (after);
    expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5].map((i) => `Paged 100% ${i}`));
    expect((await listComparisons(viewer, { q: "100_" })).rows).toEqual([]);
    expect((await listComparisons(stranger)).rows).toEqual([]);
    await expect(listComparisons(viewer, { after: "rogue" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
