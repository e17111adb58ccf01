import type { GateKind, GateOutcome, GateSeverity } from "@/db/enums";

/** One slice that a gate judged or could not judge. */
export type SliceFinding = {
  /** "sex=Female" */
  slice: string;
  outcome: Exclude<GateOutcome, "waived">;
  observed: number | null;
  baseline: number | null;
  /** Candidate - live, for a regression. */
  difference: number | null;
  interval: readonly [number, number] | null;
  test: "mcnemar" | "two_proportion" | "paired_z" | "none";
  qValue: number | null;
  n: number | null;
};

/** Result of one gate. Every number is finite or null, so that the result has one canonical form. */
export type GateResult = {
  gateId: string;
  kind: GateKind;
  title: string;
  severity: GateSeverity;
  outcome: GateOutcome;
  /** The figure that decided, its limit, and on which side of it is allowed. */
  observed: number | null;
  limit: number | null;
  comparison: ">=" | "<=" | null;
  /** Distance to the limit in the metric's own unit, positive inside it; as a share of the limit; in standard errors. */
  margin: number | null;
  headroom: number | null;
  headroomSe: number | null;
  /** The live version's figure. */
  baseline: number | null;
  n: number | null;
  /** Where the figure is on record, e.g. "run:22f3/metric/accuracy". */
  evidenceRefs: readonly string[];
  /** Age of the evidence in seconds when it was gathered. */
  ageSeconds: number | null;
  sentence: string;
  /** Slices behind a slice gate, worst first. */
  slices: readonly SliceFinding[];
  /** The waiver that applies, and what the outcome was without it. */
  waiver: {
    id: string;
    ownerName: string;
    compensatingControl: string;
    expiresAt: string;
    waivedOutcome: "failed" | "inconclusive";
  } | null;
};

export type Judgement = Partial<Omit<GateResult, "gateId" | "kind" | "title" | "severity" | "outcome" | "sentence">> & {
  outcome: Exclude<GateOutcome, "waived">;
  sentence: string;
};

// Probabilities pass through exp and log, whose last digits differ between engines: results must replay byte for byte.
const digits = 12;

/** A number as it stands in results: 12 significant digits, null for what is not finite. */
export function settled(value: number | null | undefined): number | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  const rounded = Number(value.toPrecision(digits));
  return rounded === 0 ? 0 : rounded;
}

/** An interval as it stands in results. */
export const settledInterval = (interval: readonly [number, number] | null): readonly [number, number] | null =>
  interval && [settled(interval[0]) ?? 0, settled(interval[1]) ?? 0];

/** Distance of an observed figure to its limit: own unit, share of the limit, and standard errors where known. */
export function headroomOf(
  observed: number,
  comparison: ">=" | "<=",
  limit: number,
  standardError: number | null,
): { margin: number | null; headroom: number | null; headroomSe: number | null } {
  const margin = comparison === ">=" ? observed - limit : limit - observed;
  return {
    margin: settled(margin),
    headroom: limit === 0 ? null : settled(margin / Math.abs(limit)),
    headroomSe: standardError !== null && standardError > 0 ? settled(margin / standardError) : null,
  };
}
