import { expect, test } from "vitest";
import { sparkPath, thin } from "./sparkline-geometry";

const points = [
  { at: 0, value: 0 },
  { at: 1, value: 1 },
  { at: 2, value: null },
  { at: 3, value: Number.NaN },
  { at: 4, value: 5 },
];

test("a path lifts the pen over gaps and stays inside its box", () => {
  expect(sparkPath(points, [0, 4], [0, 1], 20)).toBe("M0 20L25 0M100 0");
  expect(sparkPath([], [0, 1], [0, 1], 20)).toBe("");
});

test("thinning keeps the ends", () => {
  const all = Array.from({ length: 1000 }, (_, index) => index);
  const few = thin(all, 50);
  expect(few).toHaveLength(50);
  expect([few[0], few.at(-1)]).toEqual([0, 999]);
  expect(thin([1, 2], 50)).toEqual([1, 2]);
});
