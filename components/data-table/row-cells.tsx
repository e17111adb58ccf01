import clsx from "clsx";
import { type Column, layOutRow, type SpanningCell } from "./column";
import { pinProps } from "./pin-props";

type RowCellsProps<Row> = {
  columns: readonly Column<Row>[];
  rowSpan?: (row: Row) => SpanningCell | null;
  row: Row;
  pins: Parameters<typeof pinProps>[1];
};

/** The cells of one row, those of pinned columns in their place. */
export function RowCells<Row>({ columns, rowSpan, row, pins }: RowCellsProps<Row>) {
  return layOutRow(columns, rowSpan?.(row) ?? null).map((part) =>
    "span" in part ? (
      <td key="span" colSpan={part.columns} className="max-w-0 overflow-clip text-ellipsis">
        {part.span.content}
      </td>
    ) : (
      <td
        key={part.column.id}
        data-align={part.column.align}
        {...pinProps(part.column.id, pins)}
        className={clsx(part.column.width && part.column.pinned && "overflow-clip text-ellipsis")}
      >
        {part.column.cell(row)}
      </td>
    ),
  );
}
