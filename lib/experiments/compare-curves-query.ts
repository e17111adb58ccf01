import "server-only";
import type { Context } from "@/lib/context";
import { listSeriesKeys, readSeries } from "./curves/read-curves";
import { thin } from "./curves/thin";
import { parseSliceKey } from "./slice-key";

export type CurvePoint = { step: number; value: number };
export type CurveKey = { key: string; runs: number };
const pointsPerCurve = 240;

const isHeldOut = (key: string) => key.startsWith("valid");

/** Metrics recorded over more than one step by any of these runs, those of most runs first. Costs a few probes each, however long they are. */
export async function listCurveKeys(ctx: Context, runIds: readonly string[]): Promise<CurveKey[]> {
  if (runIds.length === 0) return [];
  const sql = ctx.db.$client;
  const keys = await Promise.all(runIds.map((runId) => listSeriesKeys(sql, ctx.projectId, runId)));
  const series = runIds.flatMap((runId, index) =>
    (keys[index] ?? []).filter((key) => parseSliceKey(key) === null).map((key) => ({ runId, key })),
  );
  const rows = await sql<{ key: string; runs: number }[]>`
    select w.key, count(*)::int as runs
    from unnest(${series.map((one) => one.runId)}::text[], ${series.map((one) => one.key)}::text[]) as w(run_id, key)
    where 2 = (select count(*) from (
      select 1 from metric_points m where m.project_id = ${ctx.projectId} and m.run_id = w.run_id and m.key = w.key
        and m.value not in ('NaN', 'Infinity', '-Infinity') limit 2) few)
    group by w.key`;
  return [...rows].sort(
    (a, b) => b.runs - a.runs || Number(isHeldOut(b.key)) - Number(isHeldOut(a.key)) || (a.key < b.key ? -1 : 1),
  );
}

/** One metric over steps per run, thinned to a few hundred points; first, last, lowest and highest are kept. */
export async function loadCurves(
  ctx: Context,
  runIds: readonly string[],
  key: string,
): Promise<Map<string, CurvePoint[]>> {
  const series = await readSeries(
    ctx.db.$client,
    ctx.projectId,
    runIds.map((runId) => ({ runId, key })),
    { places: true },
  );
  const curves = new Map<string, CurvePoint[]>();
  for (const { runId, rollup, points } of series) {
    const folded = rollup ? [...rollup.pointsOf("low"), ...rollup.pointsOf("high"), ...rollup.pointsOf("last")] : [];
    const finite = [...folded, ...points].filter(({ value }) => Number.isFinite(value));
    const drawn = thin(finite, pointsPerCurve).map(({ step, value }) => ({ step, value }));
    if (drawn.length > 1) curves.set(runId, drawn);
  }
  return curves;
}
