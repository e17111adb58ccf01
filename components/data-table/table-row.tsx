"use client";

import type { ReactNode } from "react";
import { useIsSelected } from "./selection";

type TableRowProps = {
  id: string;
  tone?: "muted" | "sunken";
  /** Place in a table of which not all rows are drawn. */
  place?: number;
  children: ReactNode;
};

/** A row that keys can reach; shows its selection when the table has checkboxes. */
export function TableRow({ selectable, ...row }: TableRowProps & { selectable: boolean }) {
  return selectable ? <SelectableRow {...row} /> : <PlainRow {...row} />;
}

function SelectableRow(row: TableRowProps) {
  return <PlainRow {...row} isSelected={useIsSelected(row.id)} />;
}

function PlainRow({ id, tone, place, isSelected = false, children }: TableRowProps & { isSelected?: boolean }) {
  return (
    <tr data-row-id={id} data-tone={tone} data-selected={isSelected || undefined} aria-rowindex={place} tabIndex={-1}>
      {children}
    </tr>
  );
}
