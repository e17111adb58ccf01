import fc from "fast-check";
import { expect, test } from "vitest";
import { delongTest, rocAuc, rocAucInterval } from "./roc-auc";

const row = fc.record({
  label: fc.integer({ min: 0, max: 1 }),
  a: fc.integer({ min: 0, max: 6 }),
  b: fc.integer({ min: 0, max: 6 }),
});
const rows = fc.array(row, { minLength: 4, maxLength: 40 }).filter((all) => {
  const positives = all.filter((one) => one.label === 1).length;
  return positives >= 2 && all.length - positives >= 2;
});
const kernel = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);

/** The definitions in the DeLong paper, pair by pair. */
function bruteForce(all: { label: number; a: number; b: number }[]) {
  const x = all.filter((one) => one.label === 1);
  const y = all.filter((one) => one.label === 0);
  const mean = (values: number[]) => values.reduce((s, v) => s + v, 0) / values.length;
  const variance = (values: number[]) => values.reduce((s, v) => s + (v - mean(values)) ** 2, 0) / (values.length - 1);
  const v10 = (key: "a" | "b") => x.map((one) => mean(y.map((other) => kernel(one[key], other[key]))));
  const v01 = (key: "a" | "b") => y.map((other) => mean(x.map((one) => kernel(one[key], other[key]))));
  const minus = (p: number[], q: number[]) => q.map((value, index) => value - (p[index] ?? 0));
  return {
    auc: mean(v10("a")),
    difference: mean(v10("b")) - mean(v10("a")),
    standardError: Math.sqrt(
      variance(minus(v10("a"), v10("b"))) / x.length + variance(minus(v01("a"), v01("b"))) / y.length,
    ),
    ownError: Math.sqrt(variance(v10("a")) / x.length + variance(v01("a")) / y.length),
  };
}

test("equals the definition, pair by pair", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const labels = Uint8Array.from(all, (one) => one.label);
      const a = Float32Array.from(all, (one) => one.a);
      const b = Float32Array.from(all, (one) => one.b);
      const expected = bruteForce(all);
      expect(rocAuc(labels, a)).toBeCloseTo(expected.auc, 12);
      expect(rocAucInterval(labels, a)?.standardError).toBeCloseTo(expected.ownError, 12);
      expect(delongTest(labels, a, b)?.difference).toBeCloseTo(expected.difference, 12);
      expect(delongTest(labels, a, b)?.standardError).toBeCloseTo(expected.standardError, 12);
    }),
  );
});

test("one class has no AUC; equal scorings have no difference", () => {
  expect(rocAuc([1, 1], [0.2, 0.4])).toBeNull();
  expect(delongTest([0, 0], [1, 2], [1, 2])).toBeNull();
  expect(delongTest([0, 1, 0, 1], [1, 2, 3, 4], [1, 2, 3, 4])).toMatchObject({ difference: 0, z: null, pValue: 1 });
});
