import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawCurve, drawOver, drawRange } from "./draw-curve";
import { packCurves, placeOf, unpackCurves } from "./pack-curves";
import type { Series } from "./read-curves";
import { type Point, Rollup } from "./rollup";

const raw = (points: Point[]): Series => ({ runId: "r", key: "loss", rollup: null, points });
const course = (n: number): Point[] =>
  Array.from({ length: n }, (_, step) => ({
    step,
    at: 1_700_000_000_000 + step * 50,
    value: step === 1234 ? 99.125 : step === 2000 ? -7.1 : 1 / (step + 1),
  }));
const bytesOf = (curves: Parameters<typeof packCurves>[0]) => packCurves(curves).buffer;

describe("a drawn curve", () => {
  it.each(["step", "relative", "time"] as const)("keeps the one peak and the one dip over %s", (axis) => {
    const curve = drawCurve(raw(course(4000)), axis);
    expect(curve).toMatchObject({ lowest: -7.1, highest: 99.125, points: 4000 });
    expect(curve.last.length).toBeLessThanOrEqual(500);
    expect(Math.max(...curve.high)).toBe(99.125);
  });

  it("adds what came after the rollup, and keeps its extremes", () => {
    const points = course(100_000);
    const rollup = Rollup.empty("step", 0);
    for (const point of points) rollup.add(point);
    const later = [{ step: 100_000, at: 0, value: 123 }];
    const curve = drawCurve({ runId: "r", key: "loss", rollup, points: later }, "step");
    expect(curve).toMatchObject({ lowest: -7.1, highest: 123, points: 100_001 });
    const place = curve.high.indexOf(99.125);
    expect(placeOf(curve, place)).toBeLessThanOrEqual(1234);
    expect(placeOf(curve, place + 1)).toBeGreaterThan(1234);
  });

  it("has the extremes of the raw points, whatever they are", () => {
    const value = fc.double({ noDefaultInfinity: true, min: -1e30, max: 1e30 });
    const point = fc.record({ step: fc.integer({ min: -1e6, max: 1e6 }), at: fc.nat(), value });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 1200 }), (points) => {
        const finite = points.map((one) => one.value).filter(Number.isFinite);
        const curve = drawRange("r", points);
        expect(curve.lowest).toBe(finite.length > 0 ? Math.min(...finite) : null);
        expect(curve.highest).toBe(finite.length > 0 ? Math.max(...finite) : null);
      }),
      { numRuns: 50 },
    );
  });

  it("is empty over time when no point has a time", () => {
    const curve = drawCurve(raw(course(10).map((point) => ({ ...point, at: 0 }))), "time");
    expect(curve).toMatchObject({ points: 0, lowest: null });
  });

  it("goes over another metric by the value logged last before", () => {
    const at = (step: number, value: number): Point => ({ step, at: 0, value });
    const curve = drawOver(raw([at(0, 5), at(1, 4), at(2, 3)]), raw([at(1, 10), at(2, 30)]));
    expect([0, 1].map((index) => [placeOf(curve, index), curve.last[index]])).toEqual([
      [10, 4],
      [30, 3],
    ]);
  });

  it("comes out of the bytes as it went in", () => {
    const curves = [
      drawCurve(raw(course(4000)), "step"),
      drawCurve({ ...raw(course(3)), runId: "é" }, "time"),
      drawRange("x", []),
    ];
    expect(unpackCurves(bytesOf(curves))).toEqual(curves);
  });

  it("of a hundred runs fits in 0.6 MB, at the most buckets there can be", () => {
    const full = drawCurve(raw(course(4000).map((point) => ({ ...point, step: point.step / 8 }))), "step");
    expect(full.last.length).toBe(500);
    const curves = Array.from({ length: 100 }, (_, i) => ({ ...full, run: `${i}`.padStart(32, "0") }));
    expect(packCurves(curves).byteLength).toBeLessThanOrEqual(0.6 * 1024 * 1024);
  });
});
