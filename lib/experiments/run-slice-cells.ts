import "server-only";
import type { Context } from "@/lib/context";
import { metricMeaning } from "@/lib/metric-meaning";
import { type MetricDelta, type MetricFigure, metricDelta } from "./compare-metrics";

export type SliceName = { dimension: string; value: string };
/** The slice a run does worst on: against the baseline by the change, without one by the value. */
export type WorstSlice = SliceName & { n: number; figure: MetricFigure; change: MetricDelta | null };

/** Fewest positives (or rows) for a slice to be called worst. */
export const smallestJudgedSlice = 50;

type Interval = [number, number] | null;
type Found = {
  runId: string;
  dimension: string;
  value: string;
  n: number;
  figure: number;
  interval: Interval;
  before: number | null;
  beforeInterval: Interval;
};

const figure = (value: number | null, interval: Interval, n: number | null): MetricFigure => ({
  value,
  raw: null,
  low: interval?.[0] ?? null,
  high: interval?.[1] ?? null,
  n,
});

/** Metrics that are taken over the positives of a slice only. */
const overPositives = new Set(["recall", "tpr"]);

/** Per run its worst slice on a metric; slices under 50 positives (for recall) or rows are not judged. One query for all runs. */
export async function loadWorstSlices(
  ctx: Context,
  ids: readonly string[],
  metric: string,
  baselineId: string | null,
): Promise<Map<string, WorstSlice>> {
  if (ids.length === 0) return new Map();
  const sql = ctx.db.$client;
  const lowerIsWorse = metricMeaning(metric).better !== "lower";
  const value = sql`(s.metrics->>${metric}::text)::float8`;
  const before = baselineId ? sql`(b.metrics->>${metric}::text)::float8` : sql`null::float8`;
  const join = baselineId
    ? sql`join run_slices b on b.project_id = s.project_id and b.run_id = ${baselineId} and b.dimension = s.dimension and b.value = s.value`
    : sql``;
  const rank = baselineId ? sql`${value} - ${before}` : value;
  const judged = overPositives.has(metric) ? sql`coalesce(s.positives, s.n)` : sql`s.n`;
  const found = await sql<Found[]>`
    select distinct on (s.run_id) s.run_id as "runId", s.dimension, s.value, ${judged} as n, ${value} as figure, s.intervals->${metric}::text as interval,
      ${before} as before, ${baselineId ? sql`b.intervals->${metric}::text` : sql`null::jsonb`} as "beforeInterval"
    from run_slices s ${join}
    where s.project_id = ${ctx.projectId} and s.run_id = any(${[...ids]}::text[]) and ${judged} >= ${smallestJudgedSlice} and ${rank} is not null
    order by s.run_id, ${lowerIsWorse ? sql`${rank} asc` : sql`${rank} desc`}, s.dimension, s.value`;
  return new Map(
    found.map((row) => {
      const own = figure(row.figure, row.interval, row.n);
      const change =
        row.before === null ? null : metricDelta(metric, figure(row.before, row.beforeInterval, null), own, null);
      return [row.runId, { dimension: row.dimension, value: row.value, n: row.n, figure: own, change }];
    }),
  );
}

/** One metric on named slices, by run id and "dimension=value". */
export async function loadSliceFigures(
  ctx: Context,
  ids: readonly string[],
  slices: readonly SliceName[],
): Promise<Map<string, Map<string, Record<string, number | null>>>> {
  const byRun = new Map<string, Map<string, Record<string, number | null>>>();
  if (ids.length === 0 || slices.length === 0) return byRun;
  const sql = ctx.db.$client;
  const found = await sql<
    { run_id: string; dimension: string; value: string; metrics: Record<string, number | null> }[]
  >`
    select s.run_id, s.dimension, s.value, s.metrics from run_slices s
    join unnest(${slices.map((s) => s.dimension)}::text[], ${slices.map((s) => s.value)}::text[]) as wanted(dimension, value)
      on s.dimension = wanted.dimension and s.value = wanted.value
    where s.project_id = ${ctx.projectId} and s.run_id = any(${[...ids]}::text[])`;
  for (const row of found) {
    const own = byRun.get(row.run_id) ?? new Map<string, Record<string, number | null>>();
    byRun.set(row.run_id, own.set(`${row.dimension}=${row.value}`, row.metrics));
  }
  return byRun;
}
