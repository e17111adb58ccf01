import "server-only";
import { axes } from "@/db/enums";
import type { Context } from "@/lib/context";
import { type Attribution, attributeChange } from "./attribution";
import { type AxisValues, diffAxes } from "./axes";
import { findRunsAmong, loadFigures, type RecordedRun } from "./compare-attribution-query";
import type { CompareRun } from "./compare-query";
import type { SliceRef } from "./compare-url";
import type { SliceDelta } from "./slice-deltas";

/** The change of one candidate traced to axes; `baseline` and `candidate` are the figures that were traced. */
export type TracedChange = Attribution & { slice: SliceRef | null; baseline: number | null; candidate: number | null };
type Traced = Pick<CompareRun, "id" | "name" | "axes">;

/**
 * Traces each candidate's change through runs on record: on the pinned slice, else on the slice that lost most, else overall.
 * Null for a candidate that moved one axis or none, where nothing is to be told apart.
 */
export async function traceChanges(
  ctx: Context,
  metric: string,
  pinned: SliceRef | null,
  baseline: Traced,
  candidates: readonly Traced[],
  deltas: readonly (readonly SliceDelta[])[],
): Promise<(TracedChange | null)[]> {
  const isConfounded = (run: Traced) => diffAxes(baseline.axes, run.axes).confounded;
  const confounded = candidates.filter(isConfounded);
  if (confounded.length === 0) return candidates.map(() => null);
  const records = await findRunsAmong(
    ctx,
    [baseline, ...confounded].map((run) => run.axes),
  );
  return Promise.all(
    candidates.map((run, index) => {
      if (!isConfounded(run)) return null;
      const worst = deltas[index]?.find((delta) => delta.verdict === "worse");
      const slice = pinned ?? (worst ? { dimension: worst.dimension, value: worst.value } : null);
      const between = records.filter((record) => liesBetween(record.axes, baseline.axes, run.axes));
      return trace(ctx, metric, slice, baseline, run, between);
    }),
  );
}

const liesBetween = (values: AxisValues, from: AxisValues, to: AxisValues) =>
  axes.every((axis) => values[axis] === from[axis] || values[axis] === to[axis]);

async function trace(
  ctx: Context,
  metric: string,
  slice: SliceRef | null,
  baseline: Traced,
  run: Traced,
  between: readonly RecordedRun[],
): Promise<TracedChange> {
  const ids = [baseline.id, run.id, ...between.map(({ id }) => id)];
  const figures = await loadFigures(ctx, ids, metric, slice);
  const measured = ({ id, name, axes: values }: Traced) => ({ id, name, axes: values, value: figures.get(id) ?? null });
  const [from, to] = [measured(baseline), measured(run)];
  return { ...attributeChange(from, to, between.map(measured)), slice, baseline: from.value, candidate: to.value };
}
