"use client";

import { memo } from "react";
import type { Column, SpanningCell } from "./column";
import type { pinProps } from "./pin-props";
import { RowCells } from "./row-cells";
import { RowCheckbox } from "./row-checkbox";
import { TableRow } from "./table-row";

type VirtualRowProps<Row> = {
  row: Row;
  id: string;
  label: string;
  /** Place of the row in the whole table, as screen readers count: the header is 1. */
  place: number;
  tone?: "muted" | "sunken";
  selectable: boolean;
  columns: readonly Column<Row>[];
  rowSpan?: (row: Row) => SpanningCell | null;
  pins: Parameters<typeof pinProps>[1];
};

function Drawn<Row>({ row, id, label, place, tone, selectable, columns, rowSpan, pins }: VirtualRowProps<Row>) {
  return (
    <TableRow id={id} tone={tone} selectable={selectable} place={place}>
      {selectable && (
        <td data-pin="edge">
          <RowCheckbox id={id} label={label} />
        </td>
      )}
      <RowCells columns={columns} rowSpan={rowSpan} row={row} pins={pins} />
    </TableRow>
  );
}

/** One row of a VirtualDataTable; drawn again only when it changed, not at each step of scrolling. */
export const VirtualRow = memo(Drawn) as typeof Drawn;
