import fc from "fast-check";
import { expect, it } from "vitest";
import { logTicks, wholeTicks } from "./log-ticks";

it.each([
  [
    [0.27, 0.38],
    [0.28, 0.3, 0.32, 0.34, 0.36, 0.38],
  ],
  [
    [0.02, 3],
    [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
  ],
  [
    [0.001, 100],
    [0.001, 0.01, 0.1, 1, 10, 100],
  ],
  [[0, 1], []],
] as const)("a log scale over %j has lines at %j", ([low, high], ticks) => {
  expect(logTicks([low, high])).toEqual(ticks);
});

it("lines lie in order within the scale, and are neither none nor a crowd", () => {
  const positive = fc.double({ min: 1e-12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(positive, fc.double({ min: 1.05, max: 1e9, noNaN: true }), (low, factor) => {
      const ticks = logTicks([low, low * factor]);
      expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThan(13);
    }),
  );
});

it("steps have no halves between them", () => {
  expect(wholeTicks([3, 6])).toEqual([3, 4, 5, 6]);
  expect(wholeTicks([0, 40])).toEqual([0, 10, 20, 30, 40]);
  expect(wholeTicks([3, 12], 3)).toEqual([5, 10]);
  expect(wholeTicks([7, 7])).toEqual([7]);
});
