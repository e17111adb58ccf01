"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { useChoose, useIsSelected } from "./selection";

/** Selects a row; with Shift, all rows from the last one chosen to here. */
export function RowCheckbox({ id, label }: { id: string; label: string }) {
  const isSelected = useIsSelected(id);
  const choose = useChoose();
  return (
    <Checkbox
      aria-label={`Select ${label}`}
      checked={isSelected}
      onChange={(event) => choose(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
    />
  );
}
