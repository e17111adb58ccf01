import { desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { promotionDecisions, promotionEvaluations, runMetrics } from "@/db/schema";
import { testDb } from "@/db/testing";
import { completeCard } from "@/lib/models/card-testing";
import { approveCard } from "@/lib/models/commands/approve-card";
import { editCard } from "@/lib/models/commands/edit-card";
import { submitCard } from "@/lib/models/commands/submit-card";
import { getVersion } from "@/lib/models/queries";
import { approvePromotion } from "./commands/approve-promotion";
import { evaluatePromotionJob } from "./evaluate-promotion-job";
import { buildWorld, type World } from "./testing";
import { request, shown } from "./testing-requests";

const { db, sql } = await testDb();

async function runWaitingJobs(world: World): Promise<number> {
  const waiting = await sql<{ payload: { projectId: number; promotionId: string } }[]>`
    select payload from graphile_worker._private_jobs where key like ${`promotion.evaluate:${world.projectId}:%`}`;
  for (const { payload } of waiting) {
    await evaluatePromotionJob(payload, { db } as Parameters<typeof evaluatePromotionJob>[1]);
  }
  return waiting.length;
}
const cardOf = async (promotionId: string) => {
  const [row] = await db
    .select({ evidence: promotionEvaluations.evidence })
    .from(promotionEvaluations)
    .where(eq(promotionEvaluations.promotionId, promotionId))
    .orderBy(desc(promotionEvaluations.evaluation))
    .limit(1);
  return (row?.evidence as { card: unknown } | undefined)?.card;
};

describe("a change of the card", () => {
  it("has open promotions of its version evaluated again; approvals on the old card are stale, and kept", async () => {
    const world = await buildWorld(db);
    const { number } = await request(world);
    const before = await shown(world, number);
    await approvePromotion(world.as("rosa"), { number, subjectDigest: before.subjectDigest });
    const { drafted: _, claims: __, ...body } = completeCard;
    await editCard(world.as("maya"), { versionId: world.candidate, seenRevision: 1, body });
    expect(await runWaitingJobs(world)).toBe(1);
    const after = await shown(world, number);
    expect(after.subjectDigest).not.toBe(before.subjectDigest);
    const decisions = await db.select().from(promotionDecisions).where(eq(promotionDecisions.promotionId, after.id));
    expect(decisions.map((decision) => decision.state)).toEqual(["stale"]);
    expect(await cardOf(after.id)).toMatchObject({ status: "draft", revision: 2, completeness: 1, staleFigures: 0 });
  });

  it("is read by the gates with its approval and its stale figures", async () => {
    const world = await buildWorld(db);
    const { number } = await request(world);
    const { id } = await shown(world, number);
    const versionId = world.candidate;
    const { drafted: _, claims: __, ...body } = completeCard;
    const text = { ...body, limitations: "Recall is {{metric:recall}}." };
    await editCard(world.as("maya"), { versionId, seenRevision: 1, body: text });
    await submitCard(world.as("maya"), { versionId, seenRevision: 2 });
    await approveCard(world.as("rosa"), { versionId, seenRevision: 2 });
    await runWaitingJobs(world);
    expect(await cardOf(id)).toMatchObject({ status: "approved", approvedRevision: 2, missingSections: [] });
    const { version } = await getVersion(world.as("vera"), versionId);
    await db.update(runMetrics).set({ n: 5 }).where(eq(runMetrics.runId, version.runId));
    await runWaitingJobs(world);
    expect(await cardOf(id)).toMatchObject({ staleFigures: 1 });
  });
});
