import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { rollouts } from "@/db/schema";
import { testDb } from "@/db/testing";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import { approvePromotion } from "@/lib/promotions/commands/approve-promotion";
import { buildWorld } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { rolloutKind } from "./kinds/rollouts";
import { whoHas } from "./testing";

const { db } = await testDb();

test("a rollout that is over is done for whoever started it, and no more what they asked for", async () => {
  const [world, other] = [await buildWorld(db, { tier: "low" }), await buildWorld(db)];
  const { number } = await request(world);
  const { subjectDigest } = await shown(world, number);
  await approvePromotion(world.as("rosa"), { number, subjectDigest });
  await executePromotion(world.as("otto"), { number });
  expect(await whoHas(world, rolloutKind, "asked")).toEqual(["otto"]);
  expect(await whoHas(world, rolloutKind, "done")).toEqual([]);
  await db
    .update(rollouts)
    .set({ state: "COMPLETED", endedAt: world.system().now() })
    .where(eq(rollouts.projectId, world.projectId));
  expect(await whoHas(world, rolloutKind, "asked")).toEqual([]);
  expect(await whoHas(world, rolloutKind, "done")).toEqual(["otto"]);
  const { items } = await rolloutKind.list(world.as("otto"), "p", "done", 50);
  expect(items).toMatchObject([
    { key: "R-1", verb: "Completed", tone: "pass", title: "R-1 income-eligibility 1 → 2 on benefits-eu" },
  ]);
  expect(await whoHas(other, rolloutKind, "done")).toEqual([]);
});
