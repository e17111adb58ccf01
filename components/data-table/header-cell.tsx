import clsx from "clsx";
import Link from "next/link";
import type { Column, Sort } from "./column";
import type { pinProps } from "./pin-props";

type HeaderCellProps<Row> = {
  column: Column<Row>;
  sort?: Sort | null;
  href?: string;
  pin: ReturnType<typeof pinProps>;
};

/** A column header; when the column can be sorted it is a link that sorts by it, or turns the order round. */
export function HeaderCell<Row>({ column, sort, href, pin }: HeaderCellProps<Row>) {
  const direction = sort?.column === column.id ? sort.direction : null;
  const ariaSort = { asc: "ascending", desc: "descending" } as const;
  return (
    <th
      scope="col"
      title={column.title}
      data-align={column.align}
      data-pin={pin["data-pin"]}
      aria-sort={direction ? ariaSort[direction] : undefined}
      style={{ ...pin.style, ...(column.width ? { width: column.width, minWidth: column.width } : {}) }}
    >
      {column.sortable && href ? (
        <Link
          href={href}
          prefetch={false}
          scroll={false}
          className={clsx(
            "group inline-flex items-center gap-1 hover:text-ink",
            column.align === "end" && "flex-row-reverse",
          )}
        >
          {column.header}
          <span
            aria-hidden="true"
            className={direction ? "text-ink" : "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"}
          >
            {direction === "asc" ? "↑" : "↓"}
          </span>
        </Link>
      ) : (
        column.header
      )}
    </th>
  );
}
