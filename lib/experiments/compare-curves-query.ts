import "server-only";
import { sql } from "drizzle-orm";
import type { Context } from "@/lib/context";
import { type CurveAxis, type DrawnCurve, drawCurve, drawOver, drawRange } from "./curves/draw-curve";
import { readRange, readSeries } from "./curves/read-curves";
import { parseSliceKey } from "./slice-key";

export type CurveKey = { key: string; runs: number };
export type CurvesAsked = { runs: readonly string[]; key: string; x: string; from?: number; to?: number };

/**
 * Metrics of which any of these runs logged more than one point, those of most runs first. Counts are kept with the latest values;
 * only for runs that came as records, with few points, the points themselves are counted.
 */
export async function listCurveKeys(ctx: Context, runIds: readonly string[]): Promise<CurveKey[]> {
  if (runIds.length === 0) return [];
  const ids = [...runIds];
  const rows = await ctx.db.execute<CurveKey>(sql`
    with counted as (
      select run_id, key from run_metrics where project_id = ${ctx.projectId} and run_id in ${ids} and points > 1
    ), recorded as (
      select id from runs where project_id = ${ctx.projectId} and id in ${ids}
        and not exists (select 1 from run_metrics m where m.project_id = ${ctx.projectId} and m.run_id = runs.id and m.points > 0)
    )
    select key, count(*)::int as runs from (
      select run_id, key from counted
      union
      select p.run_id, p.key from recorded join metric_points p on p.project_id = ${ctx.projectId} and p.run_id = recorded.id
      group by p.run_id, p.key having count(*) > 1
    ) curves
    group by key order by count(*) desc, (key like 'valid%') desc, key limit 200`);
  return rows.filter(({ key }) => parseSliceKey(key) === null);
}

/** One metric of runs, in the order asked for, as it is drawn: over steps, time or another metric, or a range of steps in detail. */
export async function loadDrawnCurves(ctx: Context, asked: CurvesAsked): Promise<DrawnCurve[]> {
  const client = ctx.db.$client;
  const of = (key: string) => asked.runs.map((runId) => ({ runId, key }));
  if (asked.x.startsWith("metric:")) {
    const [series, over] = await Promise.all(
      [asked.key, asked.x.slice("metric:".length)].map((key) =>
        readSeries(client, ctx.projectId, of(key), { places: true }),
      ),
    );
    return (series ?? []).flatMap((one, index) => {
      const base = over?.[index];
      return base ? [drawOver(one, base)] : [];
    });
  }
  if (asked.x === "step" && (asked.from !== undefined || asked.to !== undefined)) {
    const points = await readRange(client, ctx.projectId, of(asked.key), asked);
    return asked.runs.map((run, index) => drawRange(run, points[index] ?? []));
  }
  const axis = asked.x as CurveAxis;
  const series = await readSeries(client, ctx.projectId, of(asked.key), { places: axis !== "step" });
  return series.map((one) => drawCurve(one, axis));
}
