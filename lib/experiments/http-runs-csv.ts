import "server-only";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import type { Handler } from "@/lib/http";
import { logger } from "@/lib/log";
import { runsCsvHead, runsCsvLines } from "./run-table-csv";
import { listRunPage } from "./run-table-query";
import { parseRunView } from "./run-view";

const rowsAtOnce = 500;

/** GET with the query of a run table: every run that matches, page by page as the reader takes them, with the same columns and order. */
export const getRunsCsv: Handler = async (request, { project = "" }) => {
  const ctx = await requireUserContext(project, getDb());
  authorize(ctx, "project.view");
  const search = new URL(request.url).searchParams;
  const view = { ...parseRunView(Object.fromEntries(search), search.get("experiment")), cursor: null };
  const first = await listRunPage(ctx, view, rowsAtOnce);
  let next = first.after;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`\ufeff${runsCsvHead(first)}${runsCsvLines(first)}`)),
    async pull(controller) {
      if (!next) return controller.close();
      try {
        const { cursor } = parseRunView({ after: next }, null);
        const page = await listRunPage(ctx, { ...view, columns: first.columns.map((c) => c.id), cursor }, rowsAtOnce);
        controller.enqueue(encoder.encode(runsCsvLines(page)));
        next = page.after;
      } catch (error) {
        logger.error({ err: error, requestId: ctx.requestId }, "CSV of runs broke off");
        controller.error(error);
      }
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="runs.csv"',
      "cache-control": "no-store",
    },
  });
};
