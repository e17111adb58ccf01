import { describe, expect, it, test } from "vitest";
import { parseSliceKey, slicesOfMetrics } from "./slice-key";

test.each([
  ["slice/sex/Female/recall", { dimension: "sex", value: "Female", metric: "recall" }],
  ["slice/age band/65 and older/roc_auc", { dimension: "age band", value: "65 and older", metric: "roc_auc" }],
  ["recall", null],
  ["slice/sex/recall", null],
  ["slice/sex/Female/recall/more", null],
  ["slice//Female/recall", null],
  ["train/slice/sex/Female/recall", null],
])("the key %s is read", (key, expected) => {
  expect(parseSliceKey(key)).toEqual(expected);
});

describe("slices of metrics", () => {
  it("puts the figures of one slice together, with rows and positives from n and positives", () => {
    const { slices, withoutCount } = slicesOfMetrics([
      { key: "recall", value: 0.7 },
      { key: "slice/sex/Male/recall", value: 0.8 },
      { key: "slice/sex/Male/n", value: 900 },
      { key: "slice/sex/Female/recall", value: 0.6 },
      { key: "slice/sex/Female/accuracy", value: null },
      { key: "slice/sex/Female/n", value: 300 },
      { key: "slice/sex/Female/positives", value: 40 },
    ]);
    expect(withoutCount).toEqual([]);
    expect(slices).toEqual([
      { dimension: "sex", value: "Female", n: 300, positives: 40, metrics: { accuracy: null, recall: 0.6 } },
      { dimension: "sex", value: "Male", n: 900, positives: null, metrics: { recall: 0.8 } },
    ]);
  });

  it.each([
    ["none", undefined],
    ["a fraction", 1.5],
    ["a negative one", -1],
    ["one that is not finite", null],
  ])("names a slice whose count is %s, and does not take it", (_, n) => {
    const metrics = [{ key: "slice/sex/Female/recall", value: 0.6 }];
    if (n !== undefined) metrics.push({ key: "slice/sex/Female/n", value: n as number });
    expect(slicesOfMetrics(metrics)).toEqual({ slices: [], withoutCount: ["sex/Female"] });
  });
});
