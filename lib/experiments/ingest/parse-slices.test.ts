import { expect, it, test } from "vitest";
import { parseSlices } from "./parse-slices";

const slice = {
  dimension: "hours",
  value: "<35",
  n: 2812,
  positives: 300,
  recall: 0.43,
  metrics_ci95: { recall: [0.4, 0.46] },
};

it("reads a list of slices, or one under its name, in the form of an import record", () => {
  const expected = {
    slices: [
      {
        dimension: "hours",
        value: "<35",
        n: 2812,
        positives: 300,
        metrics: { recall: 0.43 },
        intervals: { recall: [0.4, 0.46] },
        confusion: null,
      },
    ],
    problem: null,
  };
  expect(parseSlices(JSON.stringify([slice]))).toEqual(expected);
  expect(parseSlices(JSON.stringify({ slices: [slice] }))).toEqual(expected);
});

test.each([
  ["no JSON", "{oops"],
  ["no list", '{"slices": 3}'],
  ["a slice without rows", JSON.stringify([{ ...slice, n: undefined }])],
  ["more positives than rows", JSON.stringify([{ ...slice, positives: 5000 }])],
  ["the same slice twice", JSON.stringify([slice, slice])],
  ["nothing", ""],
])("says what is wrong with %s and takes none", (_, text) => {
  const { slices, problem } = parseSlices(text);
  expect(slices).toBeNull();
  expect(problem).toMatch(/^countersign\/slices\.json: .{5,}/);
});
