type Place = { step: number; at: number };
type Curves = readonly { points: readonly Place[] }[];
export type CurveAxis = {
  kind: "step" | "time";
  /** What the axis counts: "step", "minutes". */
  label: string;
  /** The other axis can be drawn, too. */
  hasOther: boolean;
  x: (place: Place) => number;
};

const units = [
  ["seconds", 1_000, 120],
  ["minutes", 60_000, 120],
  ["hours", 3_600_000, 72],
  ["days", 86_400_000, Number.POSITIVE_INFINITY],
] as const;

const spread = (values: readonly number[]): { from: number; size: number } => {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  return { from, size: to - from };
};

/** The axis that curves are drawn over: what was asked for, or the one that has more than one place. Time counts from the first point. */
export function curveAxis(curves: Curves, asked: "step" | "time"): CurveAxis {
  const places = curves.flatMap(({ points }) => points);
  const steps = spread(places.map(({ step }) => step));
  const times = spread(places.flatMap(({ at }) => (at > 0 ? [at] : [])));
  const [hasSteps, hasTimes] = [steps.size > 0, times.size > 0];
  if (hasTimes && (asked === "time" || !hasSteps)) {
    const [label, size] = units.find(([, unit, most]) => times.size / unit < most) ?? units[3];
    return { kind: "time", label, hasOther: hasSteps, x: ({ at }) => (at - times.from) / size };
  }
  return { kind: "step", label: "step", hasOther: hasTimes, x: ({ step }) => step };
}
