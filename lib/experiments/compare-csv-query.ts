import "server-only";
import type { Context } from "@/lib/context";
import { comparisonCsv } from "./compare-csv";
import { loadComparePage } from "./compare-page-query";
import type { CompareState } from "./compare-url";

/** Every change of a comparison as CSV, of all candidates; null where fewer than two of its runs are of this project. */
export async function loadComparisonCsv(ctx: Context, state: CompareState): Promise<string | null> {
  const { comparison } = await loadComparePage(ctx, state, { whole: true });
  return comparison && comparisonCsv(comparison);
}
