import { describe, expect, test } from "vitest";
import type { RolloutPlan } from "@/lib/promotions/rollout-plan";
import { desiredStable, servesAsAsked, traffic } from "./desired-state";
import { duration } from "./rollout";
import { at, plan, soaked } from "./rollout-testing";
import { next } from "./rollout-tick";
import { stageRail } from "./stage-rail";

describe("the clock's own turn", () => {
  const facts = {
    ...soaked,
    rollbackDeadlineMs: 600_000,
    advancesByItself: true,
  };
  const guarded: RolloutPlan = {
    ...plan,
    guardrails: [
      {
        id: "errors",
        title: "Request errors",
        metricSource: "m",
        comparison: "<=",
        limit: 1,
        minSamples: 1,
        enforced: true,
      },
    ],
    triggers: [
      {
        condition: "errors",
        ownerUserId: "o",
        mode: "auto",
        armedFromStage: 0,
      },
    ],
  };
  test("a failing guardrail goes before everything else, and stays armed while paused", () => {
    const failing = { ...facts, verdicts: { errors: "FAIL" as const } };
    expect(next(at("OBSERVING", { plan: guarded }), failing)?.type).toBe("guardrail_fail");
    expect(next(at("PAUSED", { plan: guarded }), failing)?.type).toBe("guardrail_fail");
  });
  test("nothing advances by itself unless it may", () => {
    expect(next(at("OBSERVING"), { ...facts, advancesByItself: false })).toBeNull();
    expect(next(at("OBSERVING"), facts)?.type).toBe("stage_pass");
  });
  test("an unconfirmed rollback is called stalled after its deadline", () => {
    expect(next(at("ROLLING_BACK"), facts)?.type).toBe("rollback_deadline");
    expect(next(at("ROLLING_BACK"), { ...facts, now: 1 })).toBeNull();
  });
});

test("the rail shows done, current, ahead and what will not come", () => {
  expect(stageRail(plan, "OBSERVING", 2).map((s) => s.status)).toEqual(["done", "done", "current", "ahead", "ahead"]);
  expect(stageRail(plan, "ROLLED_BACK", 2).map((s) => s.status)).toEqual([
    "done",
    "done",
    "current",
    "not_reached",
    "not_reached",
  ]);
  expect(stageRail(plan, "COMPLETED", 4).map((s) => s.status)).toEqual(["done", "done", "done", "done", "done"]);
});

test("a target serves as asked within one percentage point", () => {
  const desired = {
    ...desiredStable("v7"),
    candidateVersionId: "v8",
    weight: 25,
    stage: "25 %",
  };
  expect(servesAsAsked({ ...desired, weight: 25.4 }, desired)).toBe(true);
  expect(servesAsAsked({ ...desired, weight: 30 }, desired)).toBe(false);
  expect(traffic(desired).map((s) => s.percent)).toEqual([75, 25]);
});

test.each([
  [40_000, "40 s"],
  [61_000, "2 min"],
  [7_500_000, "2 h 5 min"],
  [200_000_000, "2 d 7 h"],
])("%i ms reads %s", (ms, words) => expect(duration(ms)).toBe(words));
