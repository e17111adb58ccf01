import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clip, domainOf, fraction, percent, tickDigits, ticksOf } from "./scale";

test("fraction and clip", () => {
  expect(fraction(5, [0, 10])).toBe(0.5);
  expect(fraction(3, [3, 3])).toBe(0.5);
  expect([clip(-1, [0, 1]), clip(2, [0, 1]), clip(0.5, [0, 1])]).toEqual([
    { value: 0, cut: "low" },
    { value: 1, cut: "high" },
    { value: 0.5, cut: null },
  ]);
  expect(percent(1 / 3)).toBe("33.33%");
});

describe("domainOf", () => {
  test.each([
    [
      [1, 3],
      [1, 3],
    ],
    [
      [1, Number.NaN, null, Number.POSITIVE_INFINITY, 3],
      [1, 3],
    ],
    [[], [0, 1]],
    [[0], [-1, 1]],
    [[10], [9, 11]],
    [[-10], [-11, -9]],
  ])("of %o is %o", (values, domain) => {
    expect(domainOf(values, 0)).toEqual(domain);
  });

  test("copes with more values than a call can take arguments", () => {
    expect(
      domainOf(
        Array.from({ length: 300_000 }, (_, index) => index),
        0,
      ),
    ).toEqual([0, 299_999]);
  });
});

describe("ticksOf", () => {
  test.each([
    [[0, 1], 4, [0, 0.25, 0.5, 0.75, 1]],
    [[0.9, 0.93], 3, [0.9, 0.91, 0.92, 0.93]],
    [[-0.12, 0.11], 4, [-0.1, 0, 0.1]],
    [[0, 180], 4, [0, 50, 100, 150]],
    [[5, 5], 4, [5]],
  ] as const)("of %o, about %i", (domain, count, ticks) => {
    expect(ticksOf(domain, count)).toEqual(ticks);
  });

  test("ticks lie inside the domain, ascend and stay few", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        (low, width) => {
          const ticks = ticksOf([low, low + width], 5);
          const slack = width * 1e-3 + Math.abs(low) * 1e-9;
          expect(ticks.length).toBeLessThanOrEqual(7);
          expect(ticks.every((tick) => tick >= low - slack && tick <= low + width + slack)).toBe(true);
        },
      ),
    );
  });
});

test("digits tell neighbouring ticks apart", () => {
  expect([tickDigits([0, 50]), tickDigits([0, 0.25]), tickDigits([0.9, 0.91]), tickDigits([5])]).toEqual([0, 2, 2, 0]);
});
