import type { Table } from "@tanstack/react-table";
import clsx from "clsx";
import type { ClientColumn, clientFeatures } from "./client-columns";

type VirtualHeaderProps<Row extends object> = {
  table: Table<typeof clientFeatures, Row>;
  columns: readonly ClientColumn<Row>[];
};

/** Headers that sort on click: up, down, back to the given order. */
export function VirtualHeader<Row extends object>({ table, columns }: VirtualHeaderProps<Row>) {
  "use no memo";
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const sorting = table.getColumn(column.id);
          const direction = sorting?.getIsSorted();
          return (
            <th
              key={column.id}
              scope="col"
              data-align={column.align}
              aria-sort={direction ? (direction === "asc" ? "ascending" : "descending") : undefined}
              style={column.width ? { width: column.width, minWidth: column.width } : undefined}
            >
              <button
                type="button"
                onClick={() => sorting?.toggleSorting()}
                className={clsx(
                  "group inline-flex items-center gap-1 hover:text-ink",
                  column.align === "end" && "flex-row-reverse",
                )}
              >
                {column.header}
                <span aria-hidden="true" className={direction ? "text-ink" : "opacity-0 group-hover:opacity-60"}>
                  {direction === "desc" ? "↓" : "↑"}
                </span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
