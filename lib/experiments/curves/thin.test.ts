import fc from "fast-check";
import { expect, it } from "vitest";
import { thin } from "./thin";

const point = fc.record({
  step: fc.integer({ min: 0, max: 500 }),
  at: fc.integer({ min: 0, max: 3 }),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }),
});

it("keeps few points in order, each once, with first, last, lowest and highest among them", () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 400 }), fc.integer({ min: 4, max: 50 }), (points, most) => {
      const kept = thin(points, most);
      expect(kept.length).toBeLessThanOrEqual(most);
      const values = points.map((p) => p.value);
      const keptValues = kept.map((p) => p.value);
      expect(Math.max(...keptValues)).toBe(Math.max(...values));
      expect(Math.min(...keptValues)).toBe(Math.min(...values));
      const steps = kept.map((p) => p.step);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      expect([steps[0], steps.at(-1)]).toEqual([
        Math.min(...points.map((p) => p.step)),
        Math.max(...points.map((p) => p.step)),
      ]);
      expect(new Set(kept.map((p) => JSON.stringify(p))).size).toBe(kept.length);
    }),
  );
});
