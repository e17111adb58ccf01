import "server-only";
import { sql } from "drizzle-orm";
import type { Context } from "@/lib/context";

export type CurvePoint = { step: number; value: number };
export type CurveKey = { key: string; runs: number };
const pointsPerCurve = 240;

/** Metrics recorded over more than one step by any of these runs, those of most runs first. */
export async function listCurveKeys(ctx: Context, runIds: readonly string[]): Promise<CurveKey[]> {
  if (runIds.length === 0) return [];
  const rows = await ctx.db.execute<{ key: string; runs: number }>(sql`
    select key, count(*)::int as runs
    from (
      select run_id, key from metric_points
      where project_id = ${ctx.projectId} and run_id in ${[...runIds]} and value not in ('NaN', 'Infinity', '-Infinity')
      group by run_id, key having count(*) > 1
    ) curves
    group by key order by count(*) desc, (key like 'valid%') desc, key`);
  return [...rows];
}

/** One metric over steps per run, thinned evenly to a few hundred points; first and last are kept. */
export async function loadCurves(
  ctx: Context,
  runIds: readonly string[],
  key: string,
): Promise<Map<string, CurvePoint[]>> {
  if (runIds.length === 0) return new Map();
  const rows = await ctx.db.execute<{ run_id: string; step: number; value: number }>(sql`
    select run_id, step::float8 as step, value
    from (
      select run_id, step, value,
        row_number() over (partition by run_id order by step, at, value) as place,
        count(*) over (partition by run_id) as total
      from metric_points
      where project_id = ${ctx.projectId} and key = ${key} and run_id in ${[...runIds]} and value not in ('NaN', 'Infinity', '-Infinity')
    ) points
    where total > 1 and (place = total or (place - 1) % ceil(total / ${pointsPerCurve}::numeric)::bigint = 0)
    order by run_id, step`);
  const curves = new Map<string, CurvePoint[]>();
  for (const { run_id, step, value } of rows) curves.set(run_id, [...(curves.get(run_id) ?? []), { step, value }]);
  return curves;
}
