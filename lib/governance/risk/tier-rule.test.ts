import { describe, expect, it, test } from "vitest";
import { computeTier, exposures, isStricter, purposes } from "./tier-rule";

describe("computeTier", () => {
  test.each([
    ["low", "insight", "low"],
    ["low", "support", "low"],
    ["low", "decision", "medium"],
    ["moderate", "insight", "low"],
    ["moderate", "support", "medium"],
    ["moderate", "decision", "high"],
    ["high", "insight", "medium"],
    ["high", "support", "high"],
    ["high", "decision", "high"],
  ] as const)("%s exposure for %s gives %s", (exposure, purpose, tier) => {
    expect(computeTier(exposure, purpose)).toBe(tier);
  });

  it("never falls when exposure or purpose rises", () => {
    for (const [i, exposure] of exposures.entries())
      for (const [j, purpose] of purposes.entries())
        for (const higher of exposures.slice(i))
          for (const stronger of purposes.slice(j))
            expect(isStricter(computeTier(exposure, purpose), computeTier(higher, stronger))).toBe(false);
  });
});
