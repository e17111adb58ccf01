"use client";

import { Fragment, memo, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { pinOffsets } from "./column";
import type { DataTableProps } from "./data-table";
import { Gap } from "./gap";
import { PinnedRows } from "./pinned-rows";
import { TableHead } from "./table-head";
import { useLockedWidths } from "./use-locked-widths";
import { usePlace } from "./use-place";
import { useRowWindow } from "./use-row-window";
import { useSoftLinks } from "./use-soft-links";
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
/** Rows drawn until the window has been measured: at least a page, for those without scripts. */
const atFirst = 60;
/** Rows before the end at which more are asked for: few until somebody scrolls. */
const nearEnd = { atRest: 4, scrolled: 120 };

const Head = memo(TableHead) as typeof TableHead;
const OnTop = memo(PinnedRows) as typeof PinnedRows;
const noRows: readonly never[] = [];

/** A DataTable that grows while it is scrolled and draws only the rows near the view. Goes inside a FullPage, whose box scrolls it. */
export function VirtualDataTable<Row>(props: VirtualDataTableProps<Row>) {
  const { caption, columns, rows, rowId, rowTone, rowLabel, rowSpan, pinnedRows = noRows } = props;
  const { density = "dense", selectable = false, sort, sortHref, empty } = props;
  const { start, total, hasMore, isLoading, onNearEnd, tail } = props;
  const table = useRef<HTMLTableElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const key = `${columns.map((column) => `${column.id}${column.pinned ? "!" : ""}`).join()} ${pinnedRows.length}`;
  const locked = useLockedWidths(table, key);
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const active = useMemo(() => (activeId === null ? -1 : ids.indexOf(activeId)), [ids, activeId]);
  const rowHeight = locked?.rowHeight || guessedHeight;
  const drawn = useRowWindow({ table, count: rows.length, rowHeight, top: locked?.top ?? 0, atFirst });
  const margin = drawn.isScrolled ? nearEnd.scrolled : nearEnd.atRest;
  const isNear = hasMore && !isLoading && drawn.seenEnd >= rows.length - margin;
  useEffect(() => {
    if (isNear) onNearEnd();
  }, [isNear, onNearEnd]);
  usePlace({ table, rows: rows.length, isLoading, hasMore });
  useSoftLinks(table);

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
  const places = Array.from({ length: drawn.end - drawn.first }, (_, i) => drawn.first + i);
  // The row with the focus stays, wherever it is scrolled to: its place must not be lost.
  if (active >= 0 && active < drawn.first) places.unshift(active);
  if (active >= drawn.end) places.push(active);
  const last = places.at(-1) ?? -1;
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
        <Head
          columns={columns}
          pins={pins}
          selectable={selectable}
          ids={ids}
          selectLabel="Select all rows loaded"
          sort={sort}
          sortHref={sortHref}
          place={1}
        />
        <OnTop
          rows={pinnedRows}
          rowId={rowId}
          columns={columns}
          rowSpan={rowSpan}
          selectable={selectable}
          pins={pins}
          places
        />
        <tbody>
          {places.map((place, i) => {
            const row = rows[place];
            if (row === undefined) return null;
            const id = ids[place] ?? "";
            return (
              <Fragment key={id}>
                <Gap height={(place - (places[i - 1] ?? -1) - 1) * rowHeight} span={span} />
                <VirtualRow
                  row={row}
                  id={id}
                  label={rowLabel(row)}
                  place={firstPlace + place}
                  tone={rowTone?.(row)}
                  selectable={selectable}
                  columns={columns}
                  rowSpan={rowSpan}
                  pins={pins}
                />
              </Fragment>
            );
          })}
          <Gap height={(rows.length - last - 1) * rowHeight} span={span} />
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
