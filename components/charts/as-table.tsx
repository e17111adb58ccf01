import { ScrollArea } from "@/components/ui/scroll-area";
import { Table, Td, Th } from "@/components/ui/table";

type AsTableProps = { caption: string; columns: readonly string[]; rows: readonly (readonly string[])[] };

/** The figures of a chart as a table, folded away; first column is the name of the row. */
export function AsTable({ caption, columns, rows }: AsTableProps) {
  return (
    // A reader may open it before the page is hydrated.
    <details className="text-s" suppressHydrationWarning>
      <summary className="w-fit text-xs text-ink-2 hover:text-ink">Figures as a table</summary>
      <ScrollArea className="mt-2 max-h-72 overflow-auto rounded-s border border-line">
        <Table caption={caption} density="dense" data-sticky>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <Th key={column} align={index === 0 ? undefined : "end"}>
                  {column}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.join("|")}>
                {row.map((cell, index) => (
                  <Td key={columns[index]} align={index === 0 ? undefined : "end"}>
                    {cell}
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </ScrollArea>
    </details>
  );
}
