import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostBuckets, type Point, Rollup, rollupBytes, valueBytes } from "./rollup";

const series = (n: number, valueAt: (step: number) => number): Point[] =>
  Array.from({ length: n }, (_, step) => ({ step, at: 1_000 + step, value: valueAt(step) }));

function fold(points: readonly Point[], axis: "step" | "at" = "step"): Rollup {
  const first = points[0];
  const rollup = Rollup.empty(axis, (axis === "step" ? first?.step : first?.at) ?? 0);
  for (const point of points) rollup.add(point);
  return rollup;
}
const values = (points: readonly Point[]) => points.map((point) => point.value);

describe("a folded series", () => {
  it("keeps the one peak and the one dip of a hundred thousand points, with their places", () => {
    const rollup = fold(series(100_000, (step) => (step === 54_321 ? 9 : step === 77_777 ? -9 : 0.5)));
    const highest = rollup.pointsOf("high").toSorted((a, b) => b.value - a.value)[0];
    const lowest = rollup.pointsOf("low").toSorted((a, b) => a.value - b.value)[0];
    expect(highest).toEqual({ step: 54_321, at: 55_321, value: 9 });
    expect(lowest).toEqual({ step: 77_777, at: 78_777, value: -9 });
    expect(rollup.used).toBeLessThanOrEqual(mostBuckets);
    expect(rollup.used).toBeGreaterThan(mostBuckets / 3);
    expect(rollup.points).toBe(100_000);
  });

  it("keeps lowest, highest and last exactly, whatever the points", () => {
    const point = fc.record({
      step: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      at: fc.nat(),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 300 }), (points) => {
        const sorted = points.toSorted((a, b) => a.step - b.step || a.at - b.at);
        const rollup = fold(sorted);
        expect(Math.min(...values(rollup.pointsOf("low")))).toBe(Math.min(...values(sorted)));
        expect(Math.max(...values(rollup.pointsOf("high")))).toBe(Math.max(...values(sorted)));
        expect(rollup.pointsOf("last").at(-1)).toEqual(sorted.at(-1));
        for (const kept of [...rollup.pointsOf("low"), ...rollup.pointsOf("high"), ...rollup.pointsOf("last")])
          expect(sorted).toContainEqual(kept);
      }),
    );
  });

  it("gives the same whether it is folded at once or bit by bit", () => {
    const points = series(5_000, (step) => Math.sin(step / 17) * step);
    const half = Rollup.from(fold(points.slice(0, 1_234)).bytes());
    for (const point of points.slice(1_234)) half.add(point);
    expect(half.bytes().equals(fold(points).bytes())).toBe(true);
  });

  it("is read from its first part alone when only values are drawn", () => {
    const whole = fold(series(3_000, (step) => step * step));
    expect(whole.bytes()).toHaveLength(rollupBytes);
    const part = Rollup.from(whole.bytes().subarray(0, valueBytes));
    expect(part.values()).toEqual(whole.values());
    expect([part.start, part.width, part.used]).toEqual([whole.start, whole.width, whole.used]);
  });

  it("draws points of one step over time", () => {
    const rollup = fold(
      series(10_000, (n) => n).map((point) => ({ ...point, step: 0 })),
      "at",
    );
    expect(rollup.used).toBeGreaterThan(mostBuckets / 3);
    expect(rollup.takes({ step: 0, at: 99_999, value: 1 }, 0)).toBe(true);
    expect(rollup.takes({ step: 1, at: 99_999, value: 1 }, 0)).toBe(false);
  });

  it("counts what is not a number and leaves its bucket empty", () => {
    const rollup = fold([
      { step: 0, at: 0, value: 1 },
      { step: 1, at: 0, value: Number.NaN },
      { step: 2, at: 0, value: 3 },
    ]);
    expect(rollup.points).toBe(3);
    expect(values(rollup.pointsOf("last"))).toEqual([1, 3]);
    expect([...rollup.values().last]).toEqual([1, Number.NaN, 3]);
  });
});
