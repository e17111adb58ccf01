import type { Axis } from "@/db/enums";
import { type AxisValues, axisLabels, diffAxes, missingAxes } from "./axes";

/** A run with the value of the metric (overall or of one slice) that is to be explained. */
export type AttributedRun = { id: string; name: string; axes: AxisValues; value: number | null };

/** A run on record that moved only some of the axes that moved between baseline and candidate. */
export type AttributionStep = {
  id: string;
  name: string;
  moved: Axis[];
  value: number;
  /** Change from the baseline, and as a share of the whole change (1 = all of it). */
  delta: number;
  share: number | null;
};

export type Attribution = {
  moved: Axis[];
  /** Whole change, candidate - baseline; null when a value is missing. */
  total: number | null;
  /** Fewest moved axes first. */
  steps: AttributionStep[];
  sentence: string;
};

const most = 0.5;
const names = (moved: readonly Axis[]): string => moved.map((axis) => axisLabels[axis].toLowerCase()).join(" and ");
const percent = (share: number): string => `${Math.round(share * 100)} %`;

function sentenceFor(steps: readonly AttributionStep[], moved: readonly Axis[], total: number | null): string {
  if (moved.length < 2)
    return moved.length === 1 ? `Only ${names(moved)} moved: the change comes from there.` : "No axis moved.";
  if (total === null) return "The change cannot be attributed: a value is not on record.";
  if (steps.length === 0) return "No run on record moved fewer of these axes: the causes cannot be told apart.";
  const carrying = steps.filter((step) => step.share !== null && step.share >= most);
  const first = carrying[0];
  if (!first)
    return `No part of the move alone brings most of the change (${steps.length} ${steps.length === 1 ? "run" : "runs"} on record).`;
  const rest = moved.filter((axis) => !first.moved.includes(axis));
  const other = steps.find(
    (step) => step.moved.length === rest.length && step.moved.every((axis) => rest.includes(axis)),
  );
  const contrast =
    other && (other.share ?? 0) < most ? `, not with ${names(rest)} (${percent(other.share ?? 0)}, ${other.name})` : "";
  return `Most of the change comes with ${names(first.moved)} (${percent(first.share ?? 0)}, ${first.name})${contrast}.`;
}

/**
 * Attributes the change from baseline to candidate to axes, from runs on record: each step is a run whose every axis equals the
 * baseline's or the candidate's and that moved some, not all, of the moved axes. No model is fitted and nothing is rerun.
 */
export function attributeChange(
  baseline: AttributedRun,
  candidate: AttributedRun,
  onRecord: readonly AttributedRun[],
): Attribution {
  const { moved, unknown } = diffAxes(baseline.axes, candidate.axes);
  const total = baseline.value === null || candidate.value === null ? null : candidate.value - baseline.value;
  if (unknown.length > 0) {
    return {
      moved,
      total,
      steps: [],
      sentence: "The change cannot be attributed: an axis is not on record for one of the two.",
    };
  }
  const steps = onRecord.flatMap((run): AttributionStep[] => {
    if (run.id === baseline.id || run.id === candidate.id || run.value === null || baseline.value === null) return [];
    if (missingAxes(run.axes).length > 0) return [];
    const fromBaseline = diffAxes(baseline.axes, run.axes).moved;
    const toCandidate = diffAxes(run.axes, candidate.axes).moved;
    const between = fromBaseline.every((axis) => moved.includes(axis) && !toCandidate.includes(axis));
    if (!between || fromBaseline.length === 0 || fromBaseline.length === moved.length) return [];
    const delta = run.value - baseline.value;
    return [
      { id: run.id, name: run.name, moved: fromBaseline, value: run.value, delta, share: total ? delta / total : null },
    ];
  });
  steps.sort(
    (a, b) => a.moved.length - b.moved.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1),
  );
  return { moved, total, steps, sentence: sentenceFor(steps, moved, total) };
}
