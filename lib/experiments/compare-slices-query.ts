import "server-only";
import type { Context } from "@/lib/context";
import type { GroupConfusion } from "@/lib/stats/fairness";
import type { SliceRef } from "./compare-url";
import type { SliceRecord } from "./slice-deltas";

/** A slice of one run, with the figure that is compared and its interval; other metrics are left where they are. */
export type CompareSlice = SliceRecord & { intervals: Readonly<Record<string, [number, number]>> };

/** Every metric of one run on the slice that the page is pinned to. */
export type PinnedSlice = Pick<CompareSlice, "n" | "metrics" | "intervals">;

type Packed = [
  dimension: string,
  value: string,
  n: number,
  positives: number | null,
  figure: number | null,
  interval: [number, number] | null,
  confusion: GroupConfusion | null,
];

/** Names of the metrics that slices of these runs carry. */
export async function listSliceMetrics(ctx: Context, runIds: readonly string[]): Promise<string[]> {
  const sql = ctx.db.$client;
  const rows = await sql<{ key: string }[]>`
    select distinct jsonb_object_keys(metrics) as key from run_slices
    where project_id = ${ctx.projectId} and run_id in ${sql([...runIds])}`;
  return rows.map(({ key }) => key);
}

/**
 * The slices of runs with one metric of each. A hundred runs hold thousands of slices with ten metrics each: they come as one
 * text a run, which is a fraction of the time of a row and an object for everything that nobody looks at.
 */
export async function loadCompareSlices(
  ctx: Context,
  runIds: readonly string[],
  metric: string,
): Promise<ReadonlyMap<string, CompareSlice[]>> {
  const sql = ctx.db.$client;
  const rows = await sql<{ id: string; slices: Packed[] }[]>`
    select run_id as id,
      json_agg(json_build_array(dimension, value, n, positives, metrics->${metric}, intervals->${metric}, confusion)
        order by dimension collate "C", value collate "C") as slices
    from run_slices where project_id = ${ctx.projectId} and run_id in ${sql([...runIds])} group by run_id`;
  return new Map(
    rows.map(({ id, slices }) => [
      id,
      slices.map(([dimension, value, n, positives, figure, interval, confusion]) => ({
        dimension,
        value,
        n,
        positives,
        metrics: { [metric]: figure },
        intervals: interval ? { [metric]: interval } : {},
        confusion,
      })),
    ]),
  );
}

/** The pinned slice of each run that recorded it. */
export async function loadPinned(
  ctx: Context,
  runIds: readonly string[],
  { dimension, value }: SliceRef,
): Promise<ReadonlyMap<string, PinnedSlice>> {
  const sql = ctx.db.$client;
  const rows = await sql<(PinnedSlice & { id: string })[]>`
    select run_id as id, n, metrics, intervals from run_slices
    where project_id = ${ctx.projectId} and run_id in ${sql([...runIds])} and dimension = ${dimension} and value = ${value}`;
  return new Map(rows.map(({ id, ...slice }) => [id, slice]));
}
