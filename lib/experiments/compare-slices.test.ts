import { describe, expect, it } from "vitest";
import { censusPair, censusRuns, censusSlices, hasCensusData } from "./census-testing";
import { countVerdicts, sliceMatrix } from "./compare-slices";
import { type SliceDelta, sliceDeltas } from "./slice-deltas";

const delta = (
  value: string,
  worsening: number | null,
  verdict: SliceDelta["verdict"] = "worse",
  denominator = 100,
): SliceDelta => ({
  dimension: "d",
  value,
  n: 200,
  denominator,
  baseline: 0.5,
  candidate: 0.5,
  delta: worsening === null ? null : -worsening,
  interval: null,
  test: "none",
  why: "",
  pValue: null,
  qValue: null,
  verdict,
  worsening,
});

describe("sliceMatrix", () => {
  it("sorts by the worst change of either candidate, small slices last and never dropped", () => {
    const rows = sliceMatrix([
      [delta("a", 0.1), delta("b", 0.3), delta("tiny", 0.9, "too_small", 5)],
      [delta("a", 0.4), delta("b", -0.2, "better"), delta("tiny", 0.1, "too_small", 5), delta("new", null, "missing")],
    ]);
    expect(rows.map((row) => row.value)).toEqual(["a", "b", "tiny", "new"]);
    expect(rows.map((row) => row.isSmall)).toEqual([false, false, true, true]);
    expect(rows[3]?.cells).toEqual([null, expect.objectContaining({ verdict: "missing" })]);
  });
});

describe.skipIf(!hasCensusData())("on the census runs", () => {
  const against = (candidate: string) =>
    sliceDeltas({
      metric: "recall",
      better: "higher",
      baseline: censusSlices(censusRuns().get("lr-v1-s2-C1")),
      candidate: censusSlices(censusRuns().get(candidate)),
      paired: censusPair("lr-v1-s2-C1", candidate),
      sameEvaluation: true,
    });

  it("shows the regressions of both candidates in one matrix", () => {
    const [linear, boosted] = [against("lr-v2-s2-C0.1"), against("hgb-v1-seed11")];
    const rows = sliceMatrix([linear, boosted]);
    expect(rows).toHaveLength(35);
    expect(rows[0]).toMatchObject({ value: "<35", n: 2812, denominator: 193 });
    expect(rows[1]).toMatchObject({ value: "65+", cells: [{ verdict: "worse" }, { verdict: "worse" }] });
    expect(countVerdicts(linear)).toMatchObject({ worse: 7, better: 4, small: 9, total: 35 });
    expect(countVerdicts(boosted)).toMatchObject({ worse: 1, better: 16, small: 9, total: 35 });
  });
});
