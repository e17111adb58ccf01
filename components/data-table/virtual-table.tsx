"use client";

import { useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useMemo, useRef } from "react";
import { Input } from "@/components/ui/input";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount } from "@/lib/format";
import { type ClientColumn, clientFeatures, toTableColumns } from "./client-columns";
import { Gap } from "./gap";
import { VirtualHeader } from "./virtual-header";

type VirtualTableProps<Row extends object> = {
  caption: string;
  columns: readonly ClientColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Plural of what is listed. */
  noun: string;
  density?: "dense" | "normal";
  /** Height of the box in px; shorter lists take less. */
  maxHeight?: number;
  empty?: ReactNode;
};

/** A long list that is all here: searched and sorted in the browser, drawing only the rows in view. */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  // The table and the virtualizer are mutable objects; the compiler must not memoize reads of them.
  "use no memo";
  const { caption, columns, rows: data, rowId, noun, density = "dense", maxHeight = 560, empty } = props;
  const box = useRef<HTMLDivElement>(null);
  const tableColumns = useMemo(() => toTableColumns(columns), [columns]);
  const table = useTable({
    features: clientFeatures,
    columns: tableColumns,
    data,
    getRowId: rowId,
    globalFilterFn: "includesString",
    getColumnCanGlobalFilter: () => true,
    enableSortingRemoval: true,
  });
  const rows = table.getRowModel().rows;
  const rowHeight = density === "dense" ? 24 : 32;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    initialRect: { width: 0, height: maxHeight },
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const query: string = table.state.globalFilter ?? "";

  return (
    <div>
      <div className="mb-2 flex items-center gap-3">
        <Input
          type="search"
          aria-label={`Search ${noun}`}
          placeholder={`Search ${noun}`}
          value={query}
          onChange={(event) => table.setGlobalFilter(event.target.value)}
          className="h-7.5! max-w-72"
        />
        <span role="status" className="text-s text-ink-2 tabular-nums">
          {formatCount(rows.length)} of {formatCount(data.length)} {noun}
        </span>
      </div>
      <ScrollArea ref={box} className="overflow-auto rounded-m border border-line bg-panel" style={{ maxHeight }}>
        <table data-density={density} data-sticky className="table" aria-rowcount={rows.length + 1}>
          <caption className="sr-only">{caption}</caption>
          <VirtualHeader table={table} columns={columns} />
          <tbody>
            <Gap height={before} span={columns.length} />
            {items.map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              return (
                <tr key={row.id} data-row-id={row.id} aria-rowindex={item.index + 2} tabIndex={-1}>
                  {columns.map((column) => (
                    <td key={column.id} data-align={column.align} className="max-w-96 overflow-hidden text-ellipsis">
                      {column.cell ? column.cell(row.original) : column.value(row.original)}
                    </td>
                  ))}
                </tr>
              );
            })}
            <Gap height={after} span={columns.length} />
          </tbody>
        </table>
        {rows.length === 0 && (
          <div className="px-3 py-8 text-center text-ink-2">{query ? `No ${noun} match “${query}”.` : empty}</div>
        )}
      </ScrollArea>
    </div>
  );
}
