import "server-only";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import { preconditionFailed } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { comparisonCsv } from "./compare-csv";
import { loadComparePage } from "./compare-page-query";
import { parseCompare } from "./compare-url";

/** GET with the query of a comparison: its changes as CSV. */
export const compareCsvHandler: Handler = async (request, { project = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "project.view");
  const { comparison } = await loadComparePage(
    ctx,
    parseCompare(Object.fromEntries(new URL(request.url).searchParams)),
    { whole: true },
  );
  if (!comparison)
    throw preconditionFailed("A comparison needs two runs of this project; choose another run and export again.");
  return new Response(comparisonCsv(comparison), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="comparison.csv"',
      "cache-control": "no-store",
    },
  });
};
