import { expect, test } from "vitest";
import { compareCells } from "./compare-cells";

test("numbers sort by size with NaN first, texts by the numbers in them", () => {
  expect([3, Number.NaN, -1, 10].sort(compareCells)).toEqual([Number.NaN, -1, 3, 10]);
  expect(["run10", "run9", "Run1"].sort(compareCells)).toEqual(["Run1", "run9", "run10"]);
  expect([Number.NaN, Number.NaN].map((value) => compareCells(value, Number.NaN))).toEqual([0, 0]);
});
