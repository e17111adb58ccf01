import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smooth } from "./smooth";

const value = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 1000 + 0);

describe("a smoothed curve", () => {
  it("starts at the first value and follows the formula", () => {
    expect([...smooth([1, 2, 4], 0.5)]).toEqual([1, 2.5 / 1.5, (0.5 * 1.25 + 2) / 0.875]);
  });

  it("stays within the values seen so far, and is the curve itself at weight 0", () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, weight) => {
          smooth(values, weight).forEach((smoothed, index) => {
            const seen = values.slice(0, index + 1);
            const slack = 1e-6 * Math.max(1, ...seen.map(Math.abs));
            expect(smoothed).toBeGreaterThanOrEqual(Math.min(...seen) - slack);
            expect(smoothed).toBeLessThanOrEqual(Math.max(...seen) + slack);
          });
          expect([...smooth(values, 0)]).toEqual(values);
        },
      ),
    );
  });

  it("passes over places without a value", () => {
    expect([...smooth([1, Number.NaN, 3], 0.5)]).toEqual([1, Number.NaN, (0.25 + 1.5) / 0.75]);
  });
});
