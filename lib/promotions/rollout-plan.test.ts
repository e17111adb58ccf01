import { describe, expect, test } from "vitest";
import { defaultPlan, planProblems, type RolloutPlan, rolloutPlanSchema } from "./rollout-plan";

const plan = defaultPlan("high", "owner");

describe("plans", () => {
  test.each(["low", "medium", "high"] as const)("the default plan of the %s tier is valid", (tier) => {
    expect(rolloutPlanSchema.safeParse(defaultPlan(tier, "owner")).success).toBe(true);
  });
  const stage = plan.stages[1] as RolloutPlan["stages"][number];
  test.each([
    [
      "weights that do not grow",
      [
        { ...stage, weight: 25 },
        { ...stage, weight: 25 },
        { ...stage, kind: "full", weight: 100 },
      ],
      "above the 25 %",
    ],
    ["no full stage", [stage], "must be full"],
    [
      "a ramp of 100 %",
      [
        { ...stage, weight: 100 },
        { ...stage, kind: "full", weight: 100 },
      ],
      "between 0 and 100",
    ],
    [
      "shadow after ramp",
      [stage, { ...stage, kind: "shadow", weight: 0, mirrorPercent: 10 }, { ...stage, kind: "full", weight: 100 }],
      "cannot come after",
    ],
    [
      "a segment without its rule",
      [
        { ...stage, kind: "segment", weight: 0 },
        { ...stage, kind: "full", weight: 100 },
      ],
      "needs the rule",
    ],
  ] as [string, RolloutPlan["stages"], string][])("%s is refused by name", (_name, stages, words) => {
    expect(
      planProblems(stages)
        .map((p) => p.message)
        .join(" "),
    ).toContain(words);
  });
  test("a trigger without an owner is refused", () => {
    const result = rolloutPlanSchema.safeParse({
      ...plan,
      triggers: [{ condition: "errors", ownerUserId: "", mode: "auto" }],
    });
    expect(result.error?.issues[0]?.message).toContain("owner");
  });
});
