import { expect, it } from "vitest";
import { sliceRows } from "./compare-slice-rows";

const columns = [
  { name: "sex", values: ["Female", "Male"], codes: Uint8Array.from([0, 1, 0, 1]) },
  { name: "race", values: ["A|B", "C"], codes: Uint8Array.from([0, 0, 1, 1]) },
];

it.each([
  ["sex", "Female", [0, 2]],
  ["sex_x_race", "Male|C", [3]],
  ["sex_x_race", "Female|A|B", [0]],
  ["sex", "Other", []],
])("finds the rows of %s = %s", (dimension, value, rows) => {
  expect([...(sliceRows(columns, dimension, value) ?? [])]).toEqual(rows);
});

it("says when the rows do not hold the column", () => {
  expect(sliceRows(columns, "age_band", "65+")).toBeNull();
});
