import type { Column, SpanningCell } from "./column";
import type { pinProps } from "./pin-props";
import { RowCells } from "./row-cells";

type PinnedRowsProps<Row> = {
  rows: readonly Row[];
  rowId: (row: Row) => string;
  columns: readonly Column<Row>[];
  rowSpan?: (row: Row) => SpanningCell | null;
  selectable?: boolean;
  pins: Parameters<typeof pinProps>[1];
  /** Says their place in the table, where not all rows are drawn. */
  places?: boolean;
};

/** Rows that stay on top under the header. */
export function PinnedRows<Row>({ rows, rowId, columns, rowSpan, selectable, pins, places }: PinnedRowsProps<Row>) {
  if (rows.length === 0) return null;
  return (
    <tbody data-pinned-rows>
      {rows.map((row, index) => (
        <tr key={rowId(row)} data-tone="pinned" aria-rowindex={places ? index + 2 : undefined}>
          {selectable && <td data-pin="edge" />}
          <RowCells columns={columns} rowSpan={rowSpan} row={row} pins={pins} />
        </tr>
      ))}
    </tbody>
  );
}
