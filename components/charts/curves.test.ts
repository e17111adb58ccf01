import { expect, test } from "vitest";
import { curveSummary, joinCurves } from "./curves";

const curve = (id: string, ys: (number | null)[], from = 0) => ({
  id,
  name: id,
  style: 0,
  points: ys.map((y, index) => ({ x: from + index, y })),
});

test("curves are joined by x and not-a-number becomes a gap", () => {
  expect(joinCurves([curve("a", [1, Number.NaN]), curve("b", [3, 4], 1)])).toEqual([
    { x: 0, c0: 1 },
    { x: 1, c0: null, c1: 3 },
    { x: 2, c1: 4 },
  ]);
});

test("a summary names the best and the last finite point", () => {
  const { points } = curve("a", [5, 2, 3, null]);
  expect(curveSummary(points, "lower")).toEqual({ best: { x: 1, y: 2 }, last: { x: 2, y: 3 } });
  expect(curveSummary(points, "higher")?.best).toEqual({ x: 0, y: 5 });
  expect(curveSummary([{ x: 0, y: Number.NaN }], "higher")).toBeNull();
});
