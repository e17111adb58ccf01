import { and, eq, like } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  auditEvents,
  breakGlassUses,
  modelCards,
  policyDrafts,
  promotions,
  rollouts,
  runs,
  targets,
  waivers,
} from "@/db/schema";
import { testDb } from "@/db/testing";
import { loadDemo } from "./load";

const { db } = await testDb();

test("the demo's history plays through the commands and ends where it says", { timeout: 120_000 }, async () => {
  const now = new Date("2026-11-23T18:30:00Z");
  await loadDemo(db, { now });
  const asked = await db.select().from(promotions).orderBy(promotions.number);
  const states = asked.map((row) => [row.number, row.state]);
  expect(states).toEqual([
    [1, "executed"],
    [2, "executed"],
    [3, "executed"],
    [4, "rejected"],
    [5, "executed"],
    [6, "awaiting_approval"],
    [7, "executed"],
    [8, "executed"],
  ]);
  const ended = await db.select().from(rollouts).orderBy(rollouts.number);
  expect(ended.map((row) => row.state)).toEqual([
    "COMPLETED",
    "COMPLETED",
    "COMPLETED",
    "ROLLED_BACK",
    "OBSERVING",
    "ROLLED_BACK",
  ]);
  const live = await db.select().from(targets).where(eq(targets.environment, "production"));
  expect(live.filter((row) => row.stableVersionId !== null)).toHaveLength(2);
  const cards = await db.select().from(modelCards).orderBy(modelCards.versionId);
  expect(cards.map((row) => row.status)).toEqual(expect.arrayContaining(["approved", "pending_review", "draft"]));
  const drafts = await db.select().from(policyDrafts).orderBy(policyDrafts.number);
  expect(drafts.map((row) => [row.name, row.state])).toEqual([
    ["Low risk", "published"],
    ["Medium risk", "proposed"],
  ]);
  const late = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.action, "rollout.rolled_back")));
  expect(late).toHaveLength(2);
  for (const event of late) expect(event.occurredAt.getTime()).toBeLessThan(now.getTime());
  const [waiver] = await db.select().from(waivers);
  expect(waiver?.expiresAt.getTime()).toBeGreaterThan(now.getTime());
  const [emergency] = await db.select().from(breakGlassUses);
  expect(emergency).toMatchObject({ incident: "INC-0417", verdict: "upheld" });
  const logged = await db.select().from(runs).where(like(runs.name, "stack-%")).orderBy(runs.startedAt);
  expect(logged).toHaveLength(3);
  for (const run of logged)
    expect(run).toMatchObject({
      status: "FINISHED",
      codeCommit: null,
      datasetSnapshot: expect.stringMatching(/^adult-eval-fixed-even-rows@[0-9a-f]{8}$/),
      evalDatasetDigest: expect.stringMatching(/^adult-eval-fixed-odd-rows@[0-9a-f]{8}$/),
      seedPolicy: "fixed",
      sliceCount: 8,
    });
  expect(logged.map((run) => Number(run.metrics?.roc_auc))).toEqual(
    [0.925, 0.927, 0.927].map((auc) => expect.closeTo(auc, 3)),
  );
});
