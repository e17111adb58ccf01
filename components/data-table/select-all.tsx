"use client";

import { useEffect, useRef } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { useSelection } from "./selection";

type SelectAllProps = { ids: readonly string[]; label?: string };

/** Selects or unselects all rows of this page; half-checked while only some are. */
export function SelectAll({ ids, label = "Select all rows of this page" }: SelectAllProps) {
  const { ids: selected, max, add, remove } = useSelection();
  const box = useRef<HTMLInputElement>(null);
  const chosen = new Set(selected);
  const here = ids.filter((id) => chosen.has(id)).length;
  const isAll = here > 0 && here === Math.min(ids.length, max);
  useEffect(() => {
    if (box.current) box.current.indeterminate = here > 0 && !isAll;
  }, [here, isAll]);
  return (
    <Checkbox
      ref={box}
      aria-label={label}
      checked={isAll}
      disabled={ids.length === 0}
      onChange={() => (here > 0 ? remove(ids) : add(ids))}
    />
  );
}
