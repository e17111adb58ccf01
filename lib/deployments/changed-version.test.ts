import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { modelVersions, rollouts, runArtifacts } from "@/db/schema";
import { testDb } from "@/db/testing";
import { deleteModel } from "@/lib/models/commands/delete-model";
import { deleteVersion } from "@/lib/models/commands/delete-version";
import { approvePromotion } from "@/lib/promotions/commands/approve-promotion";
import { evaluatePromotion } from "@/lib/promotions/commands/evaluate-promotion";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { executePromotion } from "./commands/execute-promotion";

const { db } = await testDb();

const approve = async (world: World, number: number) => {
  const { subjectDigest } = await shown(world, number);
  for (const who of ["rosa", "ines"] as const) await approvePromotion(world.as(who, 1), { number, subjectDigest });
};

test("what was approved is not carried out once its files changed, also when it is approved again", async () => {
  const world = await buildWorld(db);
  const { number } = await request(world);
  await approve(world, number);
  const [candidate] = await db.select().from(modelVersions).where(eq(modelVersions.id, world.candidate));
  await db.insert(runArtifacts).values({
    projectId: world.projectId,
    runId: candidate?.runId ?? "",
    path: "model.pkl",
    sizeBytes: 1,
    sha256: "cd",
  });
  await expect(executePromotion(world.as("otto"), { number })).rejects.toThrow();
  await evaluatePromotion(world.system(), { number });
  await approve(world, number);
  await expect(executePromotion(world.as("otto"), { number })).rejects.toThrow("is no longer what its digest says");
  expect(await db.select().from(rollouts).where(eq(rollouts.projectId, world.projectId))).toEqual([]);
});

test("a version that is tried in a rollout is neither deleted nor its model", async () => {
  const world = await buildWorld(db);
  const { number } = await request(world);
  await approve(world, number);
  await executePromotion(world.as("otto"), { number });
  await expect(deleteVersion(world.as("maya"), { versionId: world.candidate })).rejects.toThrow(
    "is live on benefits-eu",
  );
  await expect(deleteModel(world.as("maya"), { modelId: world.modelId })).rejects.toThrow("is live on benefits-eu");
});
