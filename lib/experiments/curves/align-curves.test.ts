import { describe, expect, it } from "vitest";
import { alignCurves, extentOf } from "./align-curves";
import { type DrawnCurve, drawRange } from "./draw-curve";

const curve = (...points: [step: number, value: number][]): DrawnCurve =>
  drawRange(
    "r",
    points.map(([step, value]) => ({ step, at: 0, value })),
  );

describe("aligned curves", () => {
  it("share their places and have gaps where one has no point", () => {
    const { xs, values } = alignCurves([curve([0, 1], [2, 3]), curve([1, 5], [2, 6])], 0, false);
    expect(xs).toEqual([0, 1, 2]);
    expect(values).toEqual([
      [1, null, 3],
      [null, 5, 6],
    ]);
  });

  it("leave out what a log scale cannot show", () => {
    expect(alignCurves([curve([0, -1], [1, 0], [2, 10])], 0, true)).toEqual({ xs: [2], values: [[10]] });
    expect(extentOf([curve([0, -1], [1, 0], [2, 10])], [0, 2], true)).toEqual([10, 10]);
  });

  it("reach as far as the lowest and highest in view, smoothed or not", () => {
    const spiky = [curve([0, 1], [1, 50], [2, 1], [3, -4])];
    expect(extentOf(spiky, [0, 3], false)).toEqual([-4, 50]);
    expect(extentOf(spiky, [2, 3], false)).toEqual([-4, 1]);
    expect(extentOf(spiky, [10, 20], false)).toBeNull();
  });
});
