export type CurvePoint = { x: number; y: number | null };
export type Curve = {
  id: string;
  name: string;
  points: readonly CurvePoint[];
  /** Index into the series styles; 0 is the baseline's grey. */
  style: number;
};

/** One place on the x axis with the value of each curve under its key; see curveKey. */
export type CurveRow = Record<string, number | null>;

/** The key of the n-th curve in a row: never a name, which the drawing library could read as a path. */
export const curveKey = (index: number) => `c${index}`;

/** Curves side by side by x, as the drawing library wants them; a value that is no number becomes a gap. */
export function joinCurves(curves: readonly Curve[]): CurveRow[] {
  const rows = new Map<number, CurveRow>();
  curves.forEach((curve, index) => {
    for (const { x, y } of curve.points) {
      const row = rows.get(x) ?? { x };
      row[curveKey(index)] = y !== null && Number.isFinite(y) ? y : null;
      rows.set(x, row);
    }
  });
  return [...rows.entries()].sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** The lowest or highest finite point of a curve, and its last; null for a curve without points. */
export function curveSummary(
  points: readonly CurvePoint[],
  better: "higher" | "lower",
): { best: CurvePoint; last: CurvePoint } | null {
  const finite = points.filter(
    (point): point is { x: number; y: number } => point.y !== null && Number.isFinite(point.y),
  );
  const last = finite.at(-1);
  if (!last) return null;
  const best = finite.reduce((kept, point) =>
    (better === "lower" ? point.y < kept.y : point.y > kept.y) ? point : kept,
  );
  return { best, last };
}
