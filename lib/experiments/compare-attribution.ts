import { type Axis, axes } from "@/db/enums";
import { type AxisValues, axisLabels, diffAxes } from "./axes";

export type RecordedRun = { id: string; name: string; axes: AxisValues };
/** A run that moved some of the axes that moved between baseline and candidate, to the candidate's values. */
export type Step = { run: RecordedRun; moved: Axis[] };

/**
 * Runs on record that lie between baseline and candidate: every axis at one of their two values, and fewer axes moved than
 * in the candidate. One run for each set of moved axes (the first given), fewest first. Empty when one axis moved or none.
 */
export function stepsBetween(from: AxisValues, to: AxisValues, records: readonly RecordedRun[]): Step[] {
  const moved = diffAxes(from, to).moved;
  if (moved.length < 2) return [];
  const steps = new Map<string, Step>();
  for (const run of records) {
    if (!axes.every((axis) => run.axes[axis] === from[axis] || run.axes[axis] === to[axis])) continue;
    const own = moved.filter((axis) => run.axes[axis] === to[axis]);
    if (own.length === 0 || own.length === moved.length || steps.has(own.join())) continue;
    steps.set(own.join(), { run, moved: own });
  }
  return [...steps.values()].sort((a, b) => a.moved.length - b.moved.length || (a.moved.join() < b.moved.join() ? -1 : 1));
}

export type MeasuredStep = Step & { value: number | null; delta: number | null };

/** Puts the figure of each step beside it, and its distance from the baseline. */
export const measureSteps = (steps: readonly Step[], baseline: number | null, valueOf: (runId: string) => number | null): MeasuredStep[] =>
  steps.map((step) => {
    const value = valueOf(step.run.id);
    return { ...step, value, delta: value === null || baseline === null ? null : value - baseline };
  });

const names = (moved: readonly Axis[]) => new Intl.ListFormat("en-GB").format(moved.map((axis) => axisLabels[axis].toLowerCase()));

/** What the steps say about a change of `delta`: the fewest moved axes that carry half of it or more, and those that carry little. */
export function attributionSentence(delta: number | null, steps: readonly MeasuredStep[]): string {
  const measured = steps.flatMap((step) => (step.delta === null || !delta ? [] : [{ moved: step.moved, share: step.delta / delta }]));
  if (measured.length === 0) return "No run on record moved fewer of these axes, so the change cannot be traced to one of them.";
  const enough = measured.find((step) => step.share >= 0.5);
  const little = measured.find((step) => Math.abs(step.share) < 0.25);
  const parts = [
    enough
      ? `${Math.round(enough.share * 100)} % of the change is there when only ${names(enough.moved)} ${enough.moved.length === 1 ? "moves" : "move"}.`
      : "No run on record that moved fewer axes shows half of the change: it takes more of them together.",
    little && `Moving only ${names(little.moved)} gives ${Math.round(little.share * 100)} % of it.`,
  ];
  return parts.filter(Boolean).join(" ");
}
