import type { ReactNode } from "react";
import { type Column, pinOffsets, type Sort, type SpanningCell } from "./column";
import { PinnedRows } from "./pinned-rows";
import { RowCells } from "./row-cells";
import { RowCheckbox } from "./row-checkbox";
import { TableHead } from "./table-head";
import { TableRow } from "./table-row";

export type DataTableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** The row's name, for its checkbox. */
  rowLabel: (row: Row) => string;
  rowTone?: (row: Row) => "muted" | "sunken" | undefined;
  rowSpan?: (row: Row) => SpanningCell | null;
  /** Rows that stay on top under the header, whatever the order; they are not selected. */
  pinnedRows?: readonly Row[];
  /** Row height: dense 24 px, normal 32 px, roomy 44 px. */
  density?: "dense" | "normal" | "roomy";
  /** Checkboxes; needs a SelectionProvider around. */
  selectable?: boolean;
  sort?: Sort | null;
  /** The address that sorts by a column. */
  sortHref?: (columnId: string) => string;
  /** What to show instead of rows. */
  empty?: ReactNode;
  /** Sticky header inside a FullPage or another box that scrolls. */
  sticky?: boolean;
  minWidth?: number;
};

/** A server-rendered table: sorted by links, with pinned columns and rows and, if wanted, checkboxes. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, rowTone, pinnedRows = [], density = "normal", selectable = false } = props;
  const { sort, sortHref, empty, sticky = false, minWidth } = props;
  const pins = pinOffsets(columns, selectable);
  const ids = rows.map(rowId);
  return (
    <table
      data-density={density}
      data-sticky={sticky || undefined}
      className="table"
      style={minWidth ? { minWidth } : undefined}
    >
      <caption className="sr-only">{caption}</caption>
      <TableHead columns={columns} pins={pins} selectable={selectable} ids={ids} sort={sort} sortHref={sortHref} />
      <PinnedRows {...props} rows={pinnedRows} pins={pins} />
      <tbody>
        {rows.map((row) => (
          <TableRow key={rowId(row)} id={rowId(row)} tone={rowTone?.(row)} selectable={selectable}>
            {selectable && (
              <td data-pin="edge">
                <RowCheckbox id={rowId(row)} label={props.rowLabel(row)} />
              </td>
            )}
            <RowCells {...props} row={row} pins={pins} />
          </TableRow>
        ))}
        {rows.length === 0 && empty && (
          <tr>
            <td colSpan={columns.length + (selectable ? 1 : 0)} data-wrap>
              {empty}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
