"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { Fragment, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { pinOffsets } from "./column";
import type { DataTableProps } from "./data-table";
import { Gap } from "./gap";
import { HeaderCell } from "./header-cell";
import { pinProps } from "./pin-props";
import { PinnedRows } from "./pinned-rows";
import { SelectAll } from "./select-all";
import { useLockedWidths } from "./use-locked-widths";
import { usePlace } from "./use-place";
import { VirtualRow } from "./virtual-row";

type VirtualDataTableProps<Row> = DataTableProps<Row> & {
  /** Rows of the whole list before the first one here. */
  start: number;
  /** Rows of the whole list; null when nobody counted them. */
  total: number | null;
  hasMore: boolean;
  isLoading: boolean;
  /** Called while the last rows are in view or near it. */
  onNearEnd: () => void;
  /** Below the last row. */
  tail?: ReactNode;
};

/** Height of a dense row with controls in it, until one has been measured. */
const guessedHeight = 25;
/** Rows drawn beyond the view on each side, so that keys and fast wheels find them there. */
const overscan = 30;
/** Rows before the end at which more are asked for: few until somebody scrolls. */
const nearEnd = { atRest: 4, scrolled: 120 };

/** A DataTable that grows while it is scrolled and draws only the rows near the view. Goes inside a FullPage, whose box scrolls it. */
export function VirtualDataTable<Row>(props: VirtualDataTableProps<Row>) {
  // The virtualizer is a mutable object; the compiler must not memoize reads of it.
  "use no memo";
  const { caption, columns, rows, rowId, rowTone, pinnedRows = [], density = "dense", selectable = false } = props;
  const { sort, sortHref, empty, start, total, hasMore, isLoading, onNearEnd, tail } = props;
  const table = useRef<HTMLTableElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const scroller = () => table.current?.closest("[data-scroller]") ?? null;
  const key = `${columns.map((column) => `${column.id}${column.pinned ? "!" : ""}`).join()} ${pinnedRows.length}`;
  const locked = useLockedWidths(table, key);
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const active = activeId === null ? -1 : ids.indexOf(activeId);
  const rowHeight = locked?.rowHeight || guessedHeight;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: scroller,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: locked?.top ?? 0,
    initialRect: { width: 0, height: 60 * guessedHeight },
    // The row with the focus stays, wherever it is scrolled to: its place must not be lost.
    rangeExtractor: (range: Range) => {
      const drawn = defaultRangeExtractor(range);
      return active < 0 || drawn.includes(active) ? drawn : [...drawn, active].sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes that were estimated with another height are forgotten
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  usePlace({ scroller, rows: rows.length, isLoading, hasMore });
  const lastSeen = virtualizer.range?.endIndex ?? 0;
  const margin = (virtualizer.scrollOffset ?? 0) > 0 ? nearEnd.scrolled : nearEnd.atRest;
  const isNear = hasMore && !isLoading && lastSeen >= rows.length - margin;
  useEffect(() => {
    if (isNear) onNearEnd();
  }, [isNear, onNearEnd]);

  const widths = locked?.widths;
  const shift = selectable ? 1 : 0;
  const pins = useMemo(
    () =>
      pinOffsets(
        columns.map(({ id, pinned, width }, i) => ({ id, pinned, width: widths?.[i + shift] ?? width })),
        shift === 1,
      ),
    [columns, widths, shift],
  );
  const span = columns.length + shift;
  const firstPlace = 2 + pinnedRows.length + start;
  let drawnTo = 0;
  return (
    <>
      <table
        ref={table}
        data-density={density}
        data-sticky
        data-fixed={widths ? true : undefined}
        className="table"
        style={widths && { width: widths.reduce((sum, width) => sum + width, 0) }}
        aria-rowcount={total === null ? -1 : 1 + pinnedRows.length + total}
        onFocus={(event) => setActiveId(event.target.closest<HTMLElement>("[data-row-id]")?.dataset.rowId ?? null)}
      >
        <caption className="sr-only">{caption}</caption>
        {widths && (
          <colgroup>
            {widths.map((width, i) => (
              <col key={columns[i - shift]?.id ?? "checkbox"} style={{ width }} />
            ))}
          </colgroup>
        )}
        <thead>
          <tr aria-rowindex={1}>
            {selectable && (
              <th scope="col" data-pin="edge" className="w-9">
                <SelectAll ids={ids} label="Select all rows loaded" />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                sort={sort}
                href={sortHref?.(column.id)}
                pin={pinProps(column.id, pins)}
              />
            ))}
          </tr>
        </thead>
        <PinnedRows {...props} rows={pinnedRows} pins={pins} places />
        <tbody>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const before = (item.index - drawnTo) * rowHeight;
            drawnTo = item.index + 1;
            const id = rowId(row);
            return (
              <Fragment key={id}>
                <Gap height={before} span={span} />
                <VirtualRow
                  row={row}
                  id={id}
                  label={props.rowLabel(row)}
                  place={firstPlace + item.index}
                  tone={rowTone?.(row)}
                  selectable={selectable}
                  columns={columns}
                  rowSpan={props.rowSpan}
                  pins={pins}
                />
              </Fragment>
            );
          })}
          <Gap height={(rows.length - drawnTo) * rowHeight} span={span} />
          {rows.length === 0 && empty && (
            <tr>
              <td colSpan={span} data-wrap>
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {tail}
    </>
  );
}
