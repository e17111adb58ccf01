import type { Series } from "./read-curves";
import { mostBuckets, type Point, Rollup } from "./rollup";

/** What a curve is drawn over: steps, milliseconds since its first point, or time. */
export type CurveAxis = "step" | "relative" | "time";

/** A curve in at most 500 places: buckets of equal width with lowest, highest and last, or (width 0) its own points. */
export type DrawnCurve = {
  run: string;
  /** x of the first place; the others are counted from it, so that single precision is enough. */
  origin: number;
  width: number;
  /** Only when width is 0: distance from the origin. */
  x: Float32Array;
  low: Float32Array;
  high: Float32Array;
  last: Float32Array;
  /** Exact, unlike the drawn values, which are of single precision. */
  lowest: number | null;
  highest: number | null;
  /** Points behind the curve. */
  points: number;
};

const none = new Float32Array(0);
const byStep = (a: Point, b: Point) => a.step - b.step || a.at - b.at;
const isFinitePoint = (point: Point) => Number.isFinite(point.value);

const emptyCurve = (run: string, points = 0): DrawnCurve => ({
  ...{ run, origin: 0, width: 0, x: none, low: none, high: none, last: none },
  ...{ lowest: null, highest: null, points },
});

const extremes = (low: ArrayLike<number>, high: ArrayLike<number>) => {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < low.length; i++) {
    lowest = Math.min(lowest, Number.isNaN(low[i]) ? lowest : (low[i] ?? lowest));
    highest = Math.max(highest, Number.isNaN(high[i]) ? highest : (high[i] ?? highest));
  }
  return lowest > highest ? { lowest: null, highest: null } : { lowest, highest };
};

function ofRollup(run: string, rollup: Rollup, origin: number, points: number): DrawnCurve {
  const { low, high, last } = rollup.values();
  return {
    ...{ run, origin, width: rollup.width, x: none },
    ...{ low: Float32Array.from(low), high: Float32Array.from(high), last: Float32Array.from(last) },
    ...extremes(low, high),
    points,
  };
}

/** Points as they are while they are few, else in buckets; `xOf` must grow with the points. */
function ofPoints(run: string, points: readonly Point[], axis: CurveAxis, count: number): DrawnCurve {
  const finite = points.filter(isFinitePoint);
  const first = finite[0];
  if (!first) return emptyCurve(run, count);
  const start = axis === "step" ? first.step : first.at;
  const origin = axis === "relative" ? 0 : start;
  if (finite.length <= mostBuckets) {
    const last = Float32Array.from(finite, ({ value }) => value);
    const values = finite.map(({ value }) => value);
    const x = Float32Array.from(finite, (point) => (axis === "step" ? point.step : point.at) - start);
    return { run, origin, width: 0, x, low: last, high: last, last, ...extremes(values, values), points: count };
  }
  const rollup = Rollup.empty(axis === "step" ? "step" : "at", start);
  for (const point of finite) rollup.add(point);
  return ofRollup(run, rollup, origin, count);
}

/** All that is known of a series: every point, or the lowest, highest and last of its buckets and what came after. */
const knownPoints = ({ rollup, points }: Series): Point[] =>
  rollup ? [...rollup.pointsOf("low"), ...rollup.pointsOf("high"), ...rollup.pointsOf("last"), ...points] : points;

/** A series over steps or time. Its extremes are those of all points ever logged. Over time it must know the places of its extremes. */
export function drawCurve(series: Series, axis: CurveAxis): DrawnCurve {
  const { runId, rollup, points } = series;
  const count = (rollup?.points ?? 0) + points.length;
  if (axis === "step") {
    if (!rollup || rollup.axis === "at") return ofPoints(runId, knownPoints(series).toSorted(byStep), axis, count);
    for (const point of points) rollup.add(point);
    return ofRollup(runId, rollup, rollup.start, count);
  }
  const timed = knownPoints(series).filter((point) => point.at > 0);
  return ofPoints(
    runId,
    timed.toSorted((a, b) => a.at - b.at),
    axis,
    timed.length === 0 ? 0 : count,
  );
}

/** Points of a part of a series, as a zoom shows them. */
export const drawRange = (run: string, points: readonly Point[]): DrawnCurve =>
  ofPoints(run, points.toSorted(byStep), "step", points.length);

const lastPoints = ({ rollup, points }: Series): Point[] =>
  (rollup ? [...rollup.pointsOf("last"), ...points] : points).filter(isFinitePoint).toSorted(byStep);

/** One metric over another: at each step the value of `over` that was logged last by then; in order of x. */
export function drawOver(series: Series, over: Series): DrawnCurve {
  const steps = lastPoints(over);
  const pairs: { x: number; value: number }[] = [];
  let at = -1;
  for (const { step, value } of lastPoints(series)) {
    while ((steps[at + 1]?.step ?? Number.POSITIVE_INFINITY) <= step) at += 1;
    const x = steps[at]?.value;
    if (x !== undefined) pairs.push({ x, value });
  }
  const every = Math.ceil(pairs.length / mostBuckets);
  const kept = pairs.filter((_, index) => index % every === 0 || index === pairs.length - 1).sort((a, b) => a.x - b.x);
  const origin = kept[0]?.x;
  if (origin === undefined) return emptyCurve(series.runId);
  const last = Float32Array.from(kept, ({ value }) => value);
  const x = Float32Array.from(kept, (pair) => pair.x - origin);
  const values = kept.map(({ value }) => value);
  const base = { run: series.runId, origin, width: 0, x, low: last, high: last, last };
  return { ...base, ...extremes(values, values), points: pairs.length };
}
