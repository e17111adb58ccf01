import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditEvents, rolloutEvents, rollouts, servingPeriods, targets } from "@/db/schema";
import { testDb } from "@/db/testing";
import { withTransaction } from "@/lib/context";
import { type RolloutPlan, rolloutPlanSchema } from "@/lib/promotions/rollout-plan";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { acknowledgeTarget } from "./commands/acknowledge-target";
import { advanceRollout } from "./commands/advance-rollout";
import { releaseHold } from "./commands/release-hold";
import { rollBackRollout } from "./commands/roll-back-rollout";
import { rollBackToVersion } from "./commands/roll-back-to-version";
import { createRollout } from "./create-rollout";
import { lockTarget } from "./lock-rollout";

const { db } = await testDb();
const reason = "Errors doubled on the canary";

const plan = (owner: string, soakMinutes = 10): RolloutPlan =>
  rolloutPlanSchema.parse({
    stages: [
      { kind: "ramp", weight: 25, soakMinutes },
      { kind: "full", weight: 100, soakMinutes, gate: true },
    ],
    triggers: [{ condition: "Request errors", ownerUserId: owner, mode: "page_owner" }],
  });

let world: World;
beforeEach(async () => {
  world = await buildWorld(db);
});

const start = (toVersionId = world.candidate) =>
  withTransaction(world.system(), async (tx) =>
    createRollout(tx, world.system(), {
      target: await lockTarget(tx, world.system(), { id: world.targetId }),
      kind: "forward",
      toVersionId,
      plan: plan(world.ids.otto.userId),
      promotion: null,
      parentRolloutId: null,
      releaseHold: false,
      cause: null,
    }),
  );
const targetRow = async () => (await db.select().from(targets).where(eq(targets.id, world.targetId)))[0];
const rolloutRow = async (number: number) =>
  (
    await db
      .select()
      .from(rollouts)
      .where(and(eq(rollouts.projectId, world.projectId), eq(rollouts.number, number)))
  )[0];
const actions = async () =>
  (
    await db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.projectId, world.projectId))
      .orderBy(auditEvents.id)
  )
    .map((e) => e.action)
    .filter((a) => a.startsWith("rollout."));
const acknowledge = async () =>
  acknowledgeTarget(world.system(), {
    target: "benefits-eu",
    generation: (await targetRow())?.desiredGeneration,
  });
const seen = async (number: number) => {
  const row = await rolloutRow(number);
  return { number, stageIndex: row?.stageIndex, lockVersion: row?.lockVersion };
};
const advance = async (number: number, who: CastName = "otto") => advanceRollout(world.as(who), await seen(number));

describe("a rollout from start to full", () => {
  test("walks its stages, serves what it says, and makes its version the stable one only at the end", async () => {
    const { number } = await start();
    expect(await targetRow()).toMatchObject({
      desiredGeneration: 1,
      stableVersionId: world.live,
      desired: { weight: 25, candidateVersionId: world.candidate },
    });
    await acknowledge();
    world.moveClock(10);
    await advance(number);
    expect((await targetRow())?.desired.weight).toBe(100);
    await acknowledge();
    world.moveClock(10);
    expect(await advance(number)).toMatchObject({ state: "GATED" });
    expect((await targetRow())?.stableVersionId).toBe(world.live);
    expect(await advance(number)).toMatchObject({ state: "COMPLETED" });
    expect(await targetRow()).toMatchObject({
      stableVersionId: world.candidate,
      desired: { candidateVersionId: null, weight: 0 },
    });
    expect(await actions()).toEqual([
      "rollout.created",
      "rollout.started",
      "rollout.applied",
      "rollout.advanced",
      "rollout.applied",
      "rollout.gated",
      "rollout.completed",
    ]);
    const events = await db
      .select()
      .from(rolloutEvents)
      .where(eq(rolloutEvents.projectId, world.projectId))
      .orderBy(rolloutEvents.seq);
    expect(events.map((e) => e.seq)).toEqual([1, 2, 3, 4, 5, 6]);
    const periods = await db
      .select()
      .from(servingPeriods)
      .where(eq(servingPeriods.projectId, world.projectId))
      .orderBy(servingPeriods.seq);
    expect(periods.map((p) => [p.desired.weight, p.endedAt === null])).toEqual([
      [25, false],
      [100, false],
      [0, true],
    ]);
  });

  test("a stage that still soaks says for how long, and nothing moves", async () => {
    const { number } = await start();
    await acknowledge();
    await expect(advance(number)).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringContaining("another 10 min"),
    });
    expect(await rolloutRow(number)).toMatchObject({
      state: "OBSERVING",
      stageIndex: 0,
    });
  });

  test("a second rollout on the same target is refused by name", async () => {
    await start();
    await expect(start(world.live)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("R-1 is under way"),
    });
  });

  test("a reviewer may not advance", async () => {
    const { number } = await start();
    await expect(advance(number, "rosa")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("races", () => {
  test("two advances at once move one stage", async () => {
    const { number } = await start();
    await acknowledge();
    world.moveClock(10);
    const input = await seen(number);
    const results = await Promise.allSettled([
      advanceRollout(world.as("otto"), input),
      advanceRollout(world.as("otto"), input),
    ]);
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.find((r) => r.status === "rejected")).toMatchObject({
      reason: { code: "CONFLICT" },
    });
    expect((await rolloutRow(number))?.stageIndex).toBe(1);
  });

  test("an advance and a rollback at once end in a rollback, whichever came first", async () => {
    for (const rollbackFirst of [true, false]) {
      world = await buildWorld(db);
      const { number } = await start();
      await acknowledge();
      world.moveClock(10);
      const input = await seen(number);
      const go = [
        () => advanceRollout(world.as("otto"), input),
        () => rollBackRollout(world.as("ines"), { number, reason }),
      ];
      await Promise.allSettled((rollbackFirst ? go.reverse() : go).map((f) => f()));
      expect((await rolloutRow(number))?.state).toBe("ROLLING_BACK");
      expect((await targetRow())?.desired).toMatchObject({
        stableVersionId: world.live,
        candidateVersionId: null,
      });
    }
  });

  test("two rollbacks at once record one", async () => {
    const { number } = await start();
    const results = await Promise.allSettled([1, 2].map(() => rollBackRollout(world.as("otto"), { number, reason })));
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect((await actions()).filter((a) => a === "rollout.rollback_started")).toHaveLength(1);
  });
});

describe("rolling back", () => {
  test("returns to the version before, holds the target, and the hold stops the next rollout until released", async () => {
    const { number } = await start();
    await acknowledge();
    await rollBackRollout(world.as("otto"), { number, reason });
    expect((await acknowledge()).state).toBe("ROLLED_BACK");
    expect(await targetRow()).toMatchObject({
      stableVersionId: world.live,
      hold: { reason: expect.any(String) },
    });
    await expect(start()).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringContaining("held"),
    });
    await releaseHold(world.as("otto"), {
      target: "benefits-eu",
      reason: "Cause found and mended",
    });
    await expect(start()).resolves.toMatchObject({ number: 2 });
  });

  test("needs a reason", async () => {
    const { number } = await start();
    await expect(rollBackRollout(world.as("otto"), { number, reason: " " })).rejects.toThrow("at least 5 characters");
    expect((await rolloutRow(number))?.state).toBe("APPLYING");
  });

  test("goes back to a version that completed here, and to no other", async () => {
    const { number } = await start();
    for (const _ of [0, 1]) {
      await acknowledge();
      world.moveClock(10);
      await advance(number);
    }
    await advance(number);
    await expect(
      rollBackToVersion(world.as("otto"), {
        target: "benefits-eu",
        version: 1,
        reason,
      }),
    ).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringContaining("never completed"),
    });
    await expect(
      rollBackToVersion(world.as("otto"), {
        target: "benefits-eu",
        version: 2,
        reason,
      }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(
      rollBackToVersion(world.as("otto"), {
        target: "benefits-eu",
        version: 99,
        reason,
      }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
