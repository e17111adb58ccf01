/** Places of rows in a list: from `first` up to, but not with, `end`. */
export type RowWindow = { first: number; end: number };

/** Rows drawn beyond the view on each side, so that keys and the next turn of the wheel find them there. */
export const overscan = 12;
/** Rows that are made at once: more would be one long task. The rest follows, some with each frame. While a scroll event waits they are few. */
export const mostAtOnce = { inEvent: 6, perFrame: 12 };
/** The view is taken in steps of so many rows, so that not each one that passes its edge is a change. */
const step = 4;

type View = { top: number; height: number; rowHeight: number; count: number };

/** The rows in view of a box scrolled so that `top` px of the list lie above it. */
export function seenRows({ top, height, rowHeight, count }: View): RowWindow {
  const at = (px: number) => Math.max(0, Math.min(count, px / rowHeight));
  return {
    first: Math.floor(Math.floor(at(top)) / step) * step,
    end: Math.min(count, Math.ceil(at(top + height) / step) * step),
  };
}

/** The rows in view and those around them. */
const wantedRows = ({ first, end }: RowWindow, count: number): RowWindow => ({
  first: Math.max(0, first - overscan),
  end: Math.min(count, end + overscan),
});

/**
 * The rows to draw next. Of those drawn before, the ones no longer wanted go at once; new ones come a few at a time, those in view first.
 * Apply it until nothing changes.
 */
export function nextRows(drawn: RowWindow, seen: RowWindow, count: number, most: number): RowWindow {
  const wanted = wantedRows(seen, count);
  const next = { first: Math.max(drawn.first, wanted.first), end: Math.min(drawn.end, wanted.end) };
  if (next.first >= next.end) next.first = next.end = seen.first;
  let room = most;
  for (const goal of [seen, wanted]) {
    const below = Math.max(0, Math.min(room, goal.end - next.end));
    next.end += below;
    room -= below;
    const above = Math.max(0, Math.min(room, next.first - goal.first));
    next.first -= above;
    room -= above;
  }
  return next;
}
