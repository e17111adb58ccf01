import { and, desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { modelVersions, promotionDecisions, promotionEvaluations, runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { deleteComparison } from "@/lib/experiments/commands/delete-comparison";
import { renameComparison } from "@/lib/experiments/commands/rename-comparison";
import { saveComparison } from "@/lib/experiments/commands/save-comparison";
import type { Evidence } from "@/lib/governance/gates/evidence";
import { listPromotionDocuments } from "../bundle-documents-query";
import type { Subject } from "../subject";
import { buildWorld, type CastName, type World } from "../testing";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";
import { attachComparison } from "./attach-comparison";
import { detachComparison } from "./detach-comparison";
import { evaluatePromotion } from "./evaluate-promotion";
import { withdrawPromotion } from "./withdraw-promotion";

const { db } = await testDb();

/** A world with a comparison of the live run with the candidate's. */
async function compared() {
  const world = await buildWorld(db);
  const rows = await db
    .select({ id: modelVersions.id, runId: modelVersions.runId })
    .from(modelVersions)
    .where(eq(modelVersions.projectId, world.projectId));
  const [live = "", candidate = ""] = [world.live, world.candidate].map(
    (id) => rows.find((row) => row.id === id)?.runId,
  );
  const save = (name: string) =>
    saveComparison(world.as("maya"), { name, note: "", query: `runs=${live},${candidate}&metric=recall` });
  const saved = await save("Live against candidate");
  return { world, live, candidate, save, ...saved };
}

async function stored(world: World, number: number) {
  const promotion = await shown(world, number);
  const [row] = await db
    .select()
    .from(promotionEvaluations)
    .where(eq(promotionEvaluations.promotionId, promotion.id))
    .orderBy(desc(promotionEvaluations.evaluation))
    .limit(1);
  return { promotion, subject: row?.subject as Subject, evidence: row?.evidence as Evidence };
}
const approve = async (world: World, number: number, who: CastName) =>
  approvePromotion(world.as(who), { number, subjectDigest: (await shown(world, number)).subjectDigest });
const approvals = async (world: World) =>
  (
    await db
      .select({ state: promotionDecisions.state })
      .from(promotionDecisions)
      .where(eq(promotionDecisions.projectId, world.projectId))
  ).map(({ state }) => state);

describe("a comparison as evidence of a promotion", () => {
  it("chosen with the request is in the evidence, in what is signed, and in the bundle", async () => {
    const { world, id, digest, live, candidate } = await compared();
    const { number } = await request(world, { comparisonIds: [id] });
    const { promotion, subject, evidence } = await stored(world, number);
    expect(subject.comparisons).toEqual({ [id]: { name: "Live against candidate", digest } });
    expect(evidence.comparisons).toMatchObject([{ id, digest, runs: [{ id: live }, { id: candidate }] }]);
    await approve(world, number, "rosa");
    const documents = await listPromotionDocuments(world.as("ines"), promotion);
    const document = documents.find(({ name }) => name === "comparison-1.json");
    expect(JSON.parse(document?.content ?? "")).toMatchObject({ name: "Live against candidate", digest });
  });

  it("leaves the subject of a request without one as it always was", async () => {
    const { world } = await compared();
    const { number } = await request(world);
    expect(Object.keys((await stored(world, number)).subject)).not.toContain("comparisons");
  });

  it("attached or taken off later makes approvals stale, and is in the log", async () => {
    const { world, id } = await compared();
    const { number } = await request(world);
    await approve(world, number, "rosa");
    const { changed } = await attachComparison(world.as("maya"), { number, comparisonId: id });
    expect(changed).toEqual(["Attached comparisons"]);
    expect(await approvals(world)).toEqual(["stale"]);
    await approve(world, number, "rosa");
    await detachComparison(world.as("maya"), { number, comparisonId: id });
    expect(await approvals(world)).toEqual(["stale", "stale"]);
    const actions = await auditedActions(db, (await shown(world, number)).id);
    expect(actions.filter((action) => action.startsWith("promotion.comparison"))).toEqual([
      "promotion.comparison_attached",
      "promotion.comparison_detached",
    ]);
  });

  it("holds still when the saved one is renamed, changed or deleted, and moves when a run of it does", async () => {
    const { world, id, digest, live, candidate } = await compared();
    const { number } = await request(world, { comparisonIds: [id] });
    await approve(world, number, "rosa");
    const before = await shown(world, number);
    await renameComparison(world.as("maya"), { id, name: "Other name" });
    await saveComparison(world.as("maya"), { id, name: "Other name", query: `runs=${candidate},${live}` });
    await deleteComparison(world.as("maya"), { id });
    await evaluatePromotion(world.system(), { number });
    expect((await shown(world, number)).subjectDigest).toBe(before.subjectDigest);
    expect(await approvals(world)).toEqual(["valid"]);
    await db
      .update(runs)
      .set({ contentDigest: "sha256:logged-since" })
      .where(and(eq(runs.projectId, world.projectId), eq(runs.id, live)));
    expect((await evaluatePromotion(world.system(), { number })).changed).toContain("Attached comparisons");
    expect((await stored(world, number)).subject.comparisons?.[id]?.digest).not.toBe(digest);
    expect(await approvals(world)).toEqual(["stale"]);
  });

  it.each<[CastName, string]>([
    ["jun", "Only Maya Lind, who requested it"],
    ["rosa", "You may not"],
    ["vera", "You may not"],
  ])("is refused to %s, who did not request it", async (who, why) => {
    const { world, id } = await compared();
    const { number } = await request(world);
    const before = await shown(world, number);
    for (const act of [attachComparison, detachComparison])
      await expect(act(world.as(who), { number, comparisonId: id })).rejects.toThrow(why);
    expect(await shown(world, number)).toEqual(before);
  });

  it("is refused when it is over, twice, unknown, of another project or one too many", async () => {
    const { world, id, save } = await compared();
    const elsewhere = await compared();
    const { number } = await request(world, { comparisonIds: [id, id] });
    const attach = (comparisonId: string) => attachComparison(world.as("maya"), { number, comparisonId });
    await expect(attach(id)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(attach(elsewhere.id)).rejects.toMatchObject({
      extra: { fieldErrors: { comparisonId: [expect.anything()] } },
    });
    await expect(attach("null\0")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(detachComparison(world.as("maya"), { number, comparisonId: elsewhere.id })).rejects.toThrow(
      /not attached/,
    );
    await expect(attachComparison(elsewhere.world.as("jun"), { number: 99, comparisonId: id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    for (let i = 0; i < 9; i++) await attach((await save(`More ${i}`)).id);
    await expect(attach((await save("Too many")).id)).rejects.toThrow(/at most 10/);
    await withdrawPromotion(world.as("maya"), { number, reason: "Another version is on its way" });
    await expect(detachComparison(world.as("maya"), { number, comparisonId: id })).rejects.toThrow(/withdrawn/);
    await expect(request(elsewhere.world, { comparisonIds: [id] })).rejects.toMatchObject({
      extra: { fieldErrors: { comparisonIds: [expect.anything()] } },
    });
  });

  it("of two that attach at once both stay, and the subject names both", async () => {
    const { world, id, save } = await compared();
    const other = await save("Another");
    const { number } = await request(world);
    await Promise.all([id, other.id].map((one) => attachComparison(world.as("maya"), { number, comparisonId: one })));
    expect(Object.keys((await stored(world, number)).subject.comparisons ?? {}).toSorted()).toEqual(
      [id, other.id].toSorted(),
    );
  });
});
