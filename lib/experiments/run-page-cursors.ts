import type { PageEntry, PageIds } from "./run-page-ids";
import { formatCursor, type RunCursor } from "./run-view";

/** Rows of the list before a page's first one; null where the cursor it was found by does not say it. */
function startOf({ entries, hasBefore }: PageIds, cursor: RunCursor | null): number | null {
  if (!hasBefore) return 0;
  if (cursor === null || cursor.rank === null) return null;
  return cursor.direction === "after" ? cursor.rank : Math.max(0, cursor.rank - 1 - entries.length);
}

/** Where a page begins and the cursors to the pages around it; each says how many rows come before it. */
export function cursorsOf(
  ids: PageIds,
  cursor: RunCursor | null,
): { start: number | null; after: string | null; before: string | null } {
  const start = startOf(ids, cursor);
  const at = (entry: PageEntry | undefined, place: number): string | null =>
    entry ? formatCursor({ ...entry, rank: start === null ? null : start + place }) : null;
  return {
    start,
    after: ids.hasAfter ? at(ids.entries.at(-1), ids.entries.length) : null,
    before: ids.hasBefore ? at(ids.entries[0], 1) : null,
  };
}
