"use client";

import { hrefWith } from "@/components/data-table/href";
import { KeysetPager } from "@/components/data-table/keyset-pager";
import type { TableParams } from "@/lib/experiments/run-table-address";
import { useRunRows } from "./run-rows";

type RunPagerProps = { path: string; params: TableParams; total: number | null };

/** How many runs are here of how many, and the pages around them. */
export function RunPager({ path, params, total }: RunPagerProps) {
  const { shown } = useRunRows();
  const { before, after } = shown;
  return (
    <KeysetPager
      shown={shown.rows.length}
      total={total}
      noun="runs"
      firstHref={before ? hrefWith(path, params, {}) : null}
      previousHref={before ? hrefWith(path, params, { before }) : null}
      nextHref={after ? hrefWith(path, params, { after }) : null}
    />
  );
}
