import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditEvents, rollouts, targets } from "@/db/schema";
import { testDb } from "@/db/testing";
import { withTransaction } from "@/lib/context";
import { type RolloutPlan, rolloutPlanSchema } from "@/lib/promotions/rollout-plan";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { acknowledgeTarget } from "./commands/acknowledge-target";
import { advanceRollout } from "./commands/advance-rollout";
import { pauseRollout } from "./commands/pause-rollout";
import { resumeRollout } from "./commands/resume-rollout";
import { rollBackRollout } from "./commands/roll-back-rollout";
import { tickRollout } from "./commands/tick-rollout";
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

describe("pause and the target's reports", () => {
  test("a pause restarts the soak, and a report of an old generation changes nothing", async () => {
    const { number } = await start();
    await acknowledge();
    world.moveClock(9);
    await pauseRollout(world.as("otto"), { number, reason });
    await expect(advance(number)).rejects.toMatchObject({ code: "CONFLICT" });
    await resumeRollout(world.as("otto"), { ...(await seen(number)), reason });
    world.moveClock(2);
    await expect(advance(number)).rejects.toMatchObject({
      message: expect.stringContaining("another 8 min"),
    });
    expect(
      await acknowledgeTarget(world.system(), {
        target: "benefits-eu",
        generation: 0,
      }),
    ).toMatchObject({ current: false });
    await expect(
      acknowledgeTarget(world.system(), {
        target: "benefits-eu",
        generation: 9,
      }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("a wrong weight does not confirm the stage; repeating the right report is safe", async () => {
    const { number } = await start();
    const report = { target: "benefits-eu", generation: 1 };
    expect(await acknowledgeTarget(world.system(), { ...report, weight: 40 })).toMatchObject({
      current: false,
      state: "APPLYING",
    });
    expect(await acknowledgeTarget(world.system(), report)).toMatchObject({
      state: "OBSERVING",
    });
    expect(await acknowledgeTarget(world.system(), report)).toMatchObject({
      state: "OBSERVING",
    });
    expect((await actions()).filter((a) => a === "rollout.applied")).toHaveLength(1);
    expect((await rolloutRow(number))?.lockVersion).toBe(2);
  });

  test("a silent target pauses the rollout, and a silent rollback is called stalled", async () => {
    const { number } = await start();
    expect(await tickRollout(world.system(), number)).toBeNull();
    world.moveClock(11);
    expect(await tickRollout(world.system(), number)).toBe("PAUSED");
    await rollBackRollout(world.as("otto"), { number, reason });
    world.moveClock(11);
    expect(await tickRollout(world.system(), number)).toBe("ROLLBACK_STALLED");
    expect((await acknowledge()).state).toBe("ROLLED_BACK");
  });

  test("unknown rollouts and those of another project are not found", async () => {
    await expect(rollBackRollout(world.as("otto"), { number: 77, reason })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
