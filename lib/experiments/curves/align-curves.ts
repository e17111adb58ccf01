import type { DrawnCurve } from "./draw-curve";
import { placeOf } from "./pack-curves";
import { smooth } from "./smooth";

export type AlignedCurves = {
  /** Every place of any curve, in order. */
  xs: number[];
  /** Per curve the smoothed value at each place; null where it has none. */
  values: (number | null)[][];
};

/** Curves on one common x, smoothed each by itself; on a log scale what is not above zero has no place. */
export function alignCurves(curves: readonly DrawnCurve[], weight: number, logScale: boolean): AlignedCurves {
  const isShown = (value: number) => !Number.isNaN(value) && (!logScale || value > 0);
  const own = curves.map((curve) => {
    const values = weight > 0 ? smooth(curve.last, weight) : curve.last;
    const places = new Map<number, number>();
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? Number.NaN;
      if (isShown(value)) places.set(placeOf(curve, i), value);
    }
    return places;
  });
  const xs = [...new Set(own.flatMap((places) => [...places.keys()]))].sort((a, b) => a - b);
  return { xs, values: own.map((places) => xs.map((x) => places.get(x) ?? null)) };
}

/** The lowest and highest value of any curve between two places, on a log scale above zero; null when there is none. */
export function extentOf(
  curves: readonly DrawnCurve[],
  [from, to]: readonly [number, number],
  logScale: boolean,
): [low: number, high: number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const curve of curves) {
    for (let i = 0; i < curve.last.length; i++) {
      const x = placeOf(curve, i);
      if ((x < from && x + curve.width <= from) || x > to) continue;
      for (const value of [curve.low[i] ?? Number.NaN, curve.high[i] ?? Number.NaN]) {
        if (Number.isNaN(value) || (logScale && value <= 0)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return low > high ? null : [low, high];
}
