import { type Axis, axes } from "@/db/enums";
import type { RunRow } from "@/db/schema/experiments";

/** The value of each reproducibility axis of a run; null = not on record. */
export type AxisValues = Readonly<Record<Axis, string | null>>;

export const axisLabels: Readonly<Record<Axis, string>> = {
  code_commit: "Code commit",
  dataset_snapshot: "Dataset snapshot",
  feature_definitions: "Feature definitions",
  hyperparameters: "Hyperparameters",
  runtime_image: "Runtime image",
  seed_policy: "Seed policy",
};

/** The columns that the axes of a run are in. */
export type RunAxes = Pick<
  RunRow,
  | "codeCommit"
  | "datasetSnapshot"
  | "featureDefinitions"
  | "hyperparameters"
  | "runtimeImage"
  | "seedPolicy"
  | "axisDetails"
>;

/** The axis values of a run. A policy of one fixed seed includes the seed: another seed is another run. */
export function axesOfRun(run: RunAxes): AxisValues {
  const { seed } = run.axisDetails;
  const hasSeed = run.seedPolicy === "fixed" && seed !== undefined;
  return {
    code_commit: run.codeCommit,
    dataset_snapshot: run.datasetSnapshot,
    feature_definitions: run.featureDefinitions,
    hyperparameters: run.hyperparameters,
    runtime_image: run.runtimeImage,
    seed_policy: hasSeed ? `fixed, ${seed}` : run.seedPolicy,
  };
}

const isMissing = (value: string | null): boolean => value === null || value.trim() === "";

/** Axes that are not on record, in the standard order. */
export const missingAxes = (values: AxisValues): Axis[] => axes.filter((axis) => isMissing(values[axis]));

export type AxisChange = {
  axis: Axis;
  from: string | null;
  to: string | null;
  /** `unknown` when a side is not on record: it may have moved. */
  state: "equal" | "moved" | "unknown";
};

export type AxisDiff = {
  changes: AxisChange[];
  moved: Axis[];
  unknown: Axis[];
  /** More than one axis moved: a difference in results has no single cause. */
  confounded: boolean;
  sentence: string;
};

const list = (items: readonly Axis[]): string =>
  items
    .map((axis) => axisLabels[axis].toLowerCase())
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1");

function summarize(moved: readonly Axis[], unknown: readonly Axis[]): string {
  const tail =
    unknown.length === 0
      ? ""
      : ` ${list(unknown).replace(/^./, (letter) => letter.toUpperCase())} cannot be compared: not on record.`;
  if (moved.length === 0)
    return unknown.length === 0 ? "All six axes are equal." : `No axis is known to have moved.${tail}`;
  if (moved.length === 1) return `Only ${list(moved)} moved.${tail}`;
  return `Confounded: ${moved.length} of ${axes.length} axes moved (${list(moved)}), so no difference has a single cause.${tail}`;
}

/** Compares two runs or versions axis by axis. */
export function diffAxes(from: AxisValues, to: AxisValues): AxisDiff {
  const changes = axes.map((axis): AxisChange => {
    const unknown = isMissing(from[axis]) || isMissing(to[axis]);
    return {
      axis,
      from: from[axis],
      to: to[axis],
      state: unknown ? "unknown" : from[axis] === to[axis] ? "equal" : "moved",
    };
  });
  const moved = changes.filter((change) => change.state === "moved").map((change) => change.axis);
  const unknown = changes.filter((change) => change.state === "unknown").map((change) => change.axis);
  return { changes, moved, unknown, confounded: moved.length > 1, sentence: summarize(moved, unknown) };
}
