import { expect, it } from "vitest";
import { flattenParams, paramRows } from "./compare-params";

it("names nested parameters with dots and keeps lists whole", () => {
  const flat = flattenParams({ model: { depth: 4, empty: {} }, layers: [64, 32], name: "x", none: null });
  expect(Object.fromEntries(flat)).toEqual({
    "model.depth": "4",
    "model.empty": "{}",
    layers: "[64,32]",
    name: "x",
    none: "null",
  });
});

it("tells what differs from the baseline, and what two algorithms share by name only", () => {
  const rows = paramRows([
    { algorithm: "logreg", params: { C: 1, max_iter: 400, penalty: "l2" } },
    { algorithm: "logreg", params: { C: 0.1, max_iter: 400, penalty: "l2" } },
    { algorithm: "hgb", params: { max_iter: 180 } },
  ]);
  expect(rows).toEqual([
    { key: "algorithm", values: ["logreg", "logreg", "hgb"], differs: true, crossesAlgorithms: false },
    { key: "C", values: ["1", "0.1", null], differs: true, crossesAlgorithms: false },
    { key: "max_iter", values: ["400", "400", "180"], differs: true, crossesAlgorithms: true },
    { key: "penalty", values: ["l2", "l2", null], differs: true, crossesAlgorithms: false },
  ]);
});

it("does not mix up the text 1 of a string and a number", () => {
  expect(
    paramRows([
      { algorithm: null, params: { a: "1" } },
      { algorithm: null, params: { a: 1 } },
    ])[1]?.differs,
  ).toBe(false);
});
