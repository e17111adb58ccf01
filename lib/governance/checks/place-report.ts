type Stored = { id: string; digest: string; ranAt: Date; isCurrent: boolean };
type Incoming = { digest: string; ranAt: Date /** Whether the producer said when it ran. */; isDated: boolean };

/** `recorded` becomes the current report, `late` only part of the history; `unchanged` is on record already, as `id`. */
export type Placement = { outcome: "recorded" | "late" } | { outcome: "unchanged"; id: string };

/**
 * Where a report of a check belongs among those on record for the same commit or version. A retry changes nothing. A report
 * that ran before the current one does not take its place, so that a delayed "passed" cannot cover a later failure.
 */
export function placeReport(stored: readonly Stored[], incoming: Incoming): Placement {
  const current = stored.find((report) => report.isCurrent);
  const same = stored.filter((report) => report.digest === incoming.digest);
  // Without a date, equal content after something else is a new run of the check that ended as an earlier one did.
  const known = same.find((report) => report.isCurrent || incoming.isDated);
  if (known) return { outcome: "unchanged", id: known.id };
  return { outcome: current && incoming.ranAt < current.ranAt ? "late" : "recorded" };
}
