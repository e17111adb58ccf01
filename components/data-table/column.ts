import type { ReactNode } from "react";

export type Align = "start" | "center" | "end";

/** A column of a DataTable: how its header and its cells are drawn. */
export type Column<Row> = {
  id: string;
  header: ReactNode;
  align?: Align;
  /** In px. Needed for pinned columns, whose place depends on it. */
  width?: number;
  /** Stays in view while the rest scrolls sideways. Pinned columns come first. */
  pinned?: boolean;
  sortable?: boolean;
  /** Explains the column in its header's title. */
  title?: string;
  cell: (row: Row) => ReactNode;
};

/** One cell that takes the place of several, as an error in place of missing figures. */
export type SpanningCell = { from: string; to: string; content: ReactNode };

export type Sort = { column: string; direction: "asc" | "desc" };

const checkboxWidth = 36;

/** Distance of each pinned column from the left edge, and which one is the last of them. */
export function pinOffsets(
  columns: readonly { id: string; pinned?: boolean; width?: number }[],
  hasCheckbox: boolean,
): { offsets: ReadonlyMap<string, number>; last: string | null } {
  const offsets = new Map<string, number>();
  let left = hasCheckbox ? checkboxWidth : 0;
  let last: string | null = null;
  for (const column of columns) {
    if (!column.pinned) continue;
    offsets.set(column.id, left);
    left += column.width ?? 0;
    last = column.id;
  }
  return { offsets, last };
}

/** The columns a row draws one by one, with the span put where its first column stands. */
export function layOutRow<C extends { id: string }>(
  columns: readonly C[],
  span: SpanningCell | null,
): readonly ({ column: C } | { span: SpanningCell; columns: number })[] {
  if (!span) return columns.map((column) => ({ column }));
  const from = columns.findIndex((column) => column.id === span.from);
  const to = columns.findIndex((column) => column.id === span.to);
  if (from < 0 || to < from) return columns.map((column) => ({ column }));
  return [
    ...columns.slice(0, from).map((column) => ({ column })),
    { span, columns: to - from + 1 },
    ...columns.slice(to + 1).map((column) => ({ column })),
  ];
}
