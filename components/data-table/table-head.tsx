import type { Column, Sort } from "./column";
import { HeaderCell } from "./header-cell";
import { pinProps } from "./pin-props";
import { SelectAll } from "./select-all";

type TableHeadProps<Row> = {
  columns: readonly Column<Row>[];
  pins: Parameters<typeof pinProps>[1];
  selectable: boolean;
  /** Rows that the checkbox of the head selects, and what it is called. */
  ids: readonly string[];
  selectLabel?: string;
  sort?: Sort | null;
  sortHref?: (columnId: string) => string;
  /** Place of the head where not all rows are drawn. */
  place?: number;
};

/** The head of a table: a checkbox for all rows, then the columns. */
export function TableHead<Row>(props: TableHeadProps<Row>) {
  const { columns, pins, selectable, ids, selectLabel, sort, sortHref, place } = props;
  return (
    <thead>
      <tr aria-rowindex={place}>
        {selectable && (
          <th scope="col" data-pin="edge" className="w-9">
            <SelectAll ids={ids} label={selectLabel} />
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
  );
}
