import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeScale } from "./scale";

describe("makeScale", () => {
  it.each<[number[], number[]]>([
    [
      [0.1, 0.93],
      [0, 0.25, 0.5, 0.75, 1],
    ],
    [
      [0.74, 0.97],
      [0.7, 0.8, 0.9, 1],
    ],
    [[], [0, 0.25, 0.5, 0.75, 1]],
  ])("gives readable ticks for %j", (values, ticks) => {
    expect(makeScale(values, 200, [0, 1]).ticks).toEqual(ticks);
  });

  it("keeps every value inside the picture and in order", () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), value, value, (values, a, b) => {
        const scale = makeScale(values, 200);
        expect(scale.ticks.length).toBeLessThanOrEqual(7);
        expect(scale.low).toBeLessThanOrEqual(Math.min(...values) + 1e-6);
        expect(scale.high).toBeGreaterThanOrEqual(Math.max(...values) - 1e-6);
        if (a <= b) expect(scale.x(a)).toBeLessThanOrEqual(scale.x(b));
        expect(scale.x(a)).toBeGreaterThanOrEqual(8);
        expect(scale.x(a)).toBeLessThanOrEqual(192);
      }),
    );
  });
});
