import "server-only";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import { preconditionFailed } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { loadComparisonCsv } from "./compare-csv-query";
import { parseCompare } from "./compare-url";

/** GET with the query of a comparison: its changes as CSV. */
export const compareCsvHandler: Handler = async (request, { project = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "project.view");
  const csv = await loadComparisonCsv(ctx, parseCompare(Object.fromEntries(new URL(request.url).searchParams)));
  if (csv === null)
    throw preconditionFailed("A comparison needs two runs of this project; choose another run and export again.");
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="comparison.csv"',
      "cache-control": "no-store",
    },
  });
};
