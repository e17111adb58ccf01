import "server-only";
import type { Context } from "@/lib/context";
import { parseSliceKey } from "../slice-key";
import { listSeriesKeys, readSeries, type Series } from "./read-curves";
import type { Point } from "./rollup";
import { thin } from "./thin";

/** A metric over a run: `at` is 0 when the producer gave no time. */
export type Curve = { key: string; points: { step: number; at: number; value: number | null }[] };

/** Points drawn of one curve; of more, the lowest and highest of equal parts are kept. */
const maxPoints = 500;
/** Curves on one page; a run may have far more metrics. */
export const maxCurves = 60;

function drawn({ rollup, points }: Series): Point[] {
  if (!rollup && points.length <= maxPoints) return points;
  const all = rollup
    ? [...rollup.pointsOf("low"), ...rollup.pointsOf("high"), ...rollup.pointsOf("last"), ...points]
    : points;
  return thin(
    all.filter(({ value }) => Number.isFinite(value)),
    maxPoints,
  );
}

const toCurve = (series: Series): Curve => ({
  key: series.key,
  points: drawn(series).map(({ step, at, value }) => ({ step, at, value: Number.isFinite(value) ? value : null })),
});

/** Metrics that a run recorded more than once, those of slices aside; at most `maxCurves`, in key order. */
export async function loadRunCurves(ctx: Context, runId: string): Promise<Curve[]> {
  const sql = ctx.db.$client;
  const keys = (await listSeriesKeys(sql, ctx.projectId, runId)).filter((key) => parseSliceKey(key) === null);
  const curves: Curve[] = [];
  for (let from = 0; from < keys.length && curves.length < maxCurves; from += 100) {
    const ids = keys.slice(from, from + 100).map((key) => ({ runId, key }));
    const series = await readSeries(sql, ctx.projectId, ids, { places: true });
    curves.push(...series.map(toCurve).filter(({ points }) => points.length > 1));
  }
  return curves.slice(0, maxCurves);
}
