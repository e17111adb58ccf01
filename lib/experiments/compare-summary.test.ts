import { describe, expect, it } from "vitest";
import { censusPair, censusRuns, censusSlices, hasCensusData } from "./census-testing";
import { summarize, testReasons } from "./compare-summary";
import { sliceDeltas } from "./slice-deltas";

it("says that nothing is on record instead of nothing at all", () => {
  expect(summarize([], 0, "recall", [])).toEqual({
    overall: "no overall figure is on record for both",
    slices: "no slices are on record",
    losses: 0,
  });
});

describe.skipIf(!hasCensusData())("on the census runs", () => {
  const against = (candidate: string, paired: boolean, metric = "recall") =>
    sliceDeltas({
      metric,
      better: "higher",
      baseline: censusSlices(censusRuns().get("lr-v1-s2-C1")),
      candidate: censusSlices(censusRuns().get(candidate)),
      paired: paired ? censusPair("lr-v1-s2-C1", candidate) : null,
      sameEvaluation: true,
    });

  it("names the slice that pays most", () => {
    const { slices, losses } = summarize([], 0, "recall", against("lr-v2-s2-C0.1", true));
    expect(slices).toBe("recall is worse on 7 of 35 slices, most where hours band = <35 (−0.223, q < 0.001)");
    expect(losses).toBe(7);
  });

  it("tells each reason for a test once", () => {
    expect(testReasons(against("lr-v2-s2-C0.1", true))).toEqual([
      { why: expect.stringContaining("McNemar"), slices: 35 },
    ]);
    expect(testReasons(against("lr-v2-s2-C0.1", false))[0]?.why).toContain("Two-proportion");
    expect(summarize([], 0, "roc_auc", against("lr-v2-s2-C0.1", true, "roc_auc")).slices).toContain(
      "could not be tested",
    );
  });
});
