import { CellStrip, type StripCell } from "@/components/charts/cell-strip";
import { axes } from "@/db/enums";
import { type AxisValues, axisLabels, diffAxes } from "@/lib/experiments/axes";

const letters = {
  code_commit: "C",
  dataset_snapshot: "D",
  feature_definitions: "F",
  hyperparameters: "H",
  runtime_image: "I",
  seed_policy: "S",
} as const;

/** The heads of a strip's six cells. */
export const axisCells = axes.map((axis) => ({ letter: letters[axis], name: axisLabels[axis] }));

/** Six cells: what moved against the baseline, and what is not on record. Without a baseline only the missing ones show. */
export function AxesStrip({ own, baseline }: { own: AxisValues; baseline: AxisValues | null }) {
  const { changes, moved } = diffAxes(baseline ?? own, own);
  const cells = changes.map(
    ({ axis, to, state }): StripCell => ({
      letter: letters[axis],
      name: axisLabels[axis],
      state: to === null || state === "unknown" ? "missing" : state,
    }),
  );
  return (
    <span className="inline-flex items-center gap-2">
      <CellStrip cells={cells} />
      {baseline && <span className="w-2 text-end text-ink-3 tabular-nums">{moved.length}</span>}
    </span>
  );
}
