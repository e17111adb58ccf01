import { formatList, plural } from "@/lib/format";
import type { Evidence } from "./evidence";
import type { SliceFinding } from "./gate-result";
import { sliceName } from "./numbers";
import { perEvidence } from "./per-evidence";

/** A judged slice with its distance to the limit, positive inside it. */
export type JudgedSlice = SliceFinding & { margin: number | null; standardError: number | null; isSmall: boolean };

const order = { failed: 0, inconclusive: 1, passed: 2 } as const;

/** Worst first: failed, inconclusive, passed; inside each the smallest margin first, then by name. */
export function byUrgency(a: JudgedSlice, b: JudgedSlice): number {
  const margins = (a.margin ?? Number.POSITIVE_INFINITY) - (b.margin ?? Number.POSITIVE_INFINITY);
  return (
    order[a.outcome] - order[b.outcome] ||
    (Number.isNaN(margins) ? 0 : margins) ||
    (a.slice < b.slice ? -1 : a.slice > b.slice ? 1 : 0)
  );
}

const lostSlices = perEvidence((_, { candidate, live }) => {
  const present = new Set(candidate.slices.map(sliceName));
  return (live?.slices ?? []).filter((slice) => !present.has(sliceName(slice)));
});

/** What should be on record and is not: guarded dimensions without a slice, and slices of the live version that the candidate lacks. */
export function absentSlices(evidence: Evidence, dimensions: readonly string[] | null): string[] {
  const { candidate } = evidence;
  const empty = (dimensions ?? []).filter((name) => !candidate.slices.some((slice) => slice.dimension === name));
  const lost = lostSlices("", evidence).filter(
    (slice) => (dimensions?.includes(slice.dimension) ?? true) && !empty.includes(slice.dimension),
  );
  return [...empty, ...lost.map(sliceName).sort()];
}

export type SliceVerdict = {
  outcome: "passed" | "failed" | "inconclusive";
  deciding: JudgedSlice | null;
  note: string;
};

/**
 * One outcome from many slices. Slices with too few cases hold the gate open, or are only listed when the policy says `report`;
 * either way something has to be judged for the gate to pass.
 */
export function decideSlices(
  slices: readonly JudgedSlice[],
  smallSlices: "inconclusive" | "report",
  absent: readonly string[],
): SliceVerdict {
  const counting = slices.filter((slice) => !(slice.isSmall && smallSlices === "report"));
  const first = counting.reduce<JudgedSlice | null>(
    (most, slice) => (most === null || byUrgency(slice, most) < 0 ? slice : most),
    null,
  );
  const small = slices.filter((slice) => slice.isSmall).length;
  const listed =
    small === 0 ? "" : ` ${plural(small, "slice")} ${small === 1 ? "has" : "have"} too few cases to judge.`;
  if (first?.outcome === "failed") return { outcome: "failed", deciding: first, note: listed };
  if (absent.length > 0)
    return {
      outcome: "inconclusive",
      deciding: first,
      note: ` Not on record for this version: ${formatList(absent)}.${listed}`,
    };
  if (!first) return { outcome: "inconclusive", deciding: null, note: listed || " No slices are on record." };
  return { outcome: first.outcome, deciding: first, note: listed };
}

const named = 4;

/** " Also failed: sex=Female, age_band=65+." for the failing slices besides the one that decides. */
export function alsoFailed(slices: readonly JudgedSlice[], deciding: JudgedSlice | null): string {
  const others = slices.filter((slice) => slice.outcome === "failed" && slice !== deciding).map((slice) => slice.slice);
  if (others.length === 0) return "";
  const more = others.length > named ? ` and ${others.length - named} more` : "";
  return ` Also failed: ${others.slice(0, named).join(", ")}${more}.`;
}

/** What a result stores of a judged slice. */
export function toFinding({
  margin: _margin,
  standardError: _error,
  isSmall: _small,
  ...finding
}: JudgedSlice): SliceFinding {
  return finding;
}
