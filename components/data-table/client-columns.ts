import {
  columnFilteringFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  filterFn_includesString,
  globalFilteringFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { ReactNode } from "react";
import type { Align } from "./column";
import { type CellValue, compareCells } from "./compare-cells";

/** A column of a VirtualTable: its value for order and search, and how it is drawn. */
export type ClientColumn<Row> = {
  id: string;
  header: string;
  align?: Align;
  width?: number;
  value: (row: Row) => CellValue;
  /** Drawn instead of the value. */
  cell?: (row: Row) => ReactNode;
};

export const clientFeatures = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  filterFns: { includesString: filterFn_includesString },
});

/** TanStack columns for ours: missing values last in either order. */
export function toTableColumns<Row extends object>(columns: readonly ClientColumn<Row>[]) {
  const helper = createColumnHelper<typeof clientFeatures, Row>();
  return helper.columns(
    columns.map((column) =>
      helper.accessor((row): string | number | undefined => column.value(row) ?? undefined, {
        id: column.id,
        header: column.header,
        sortUndefined: "last",
        sortFn: (a, b, id) => compareCells(a.getValue<CellValue>(id), b.getValue<CellValue>(id)),
      }),
    ),
  );
}
