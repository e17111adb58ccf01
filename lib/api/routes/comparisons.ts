import "server-only";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import { findComparison, listComparisons } from "@/lib/experiments/comparisons-query";
import { moment, name, paged, pageOf } from "../fields";
import { readCursor, writeCursor } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const comparison = z
  .object({
    id: z.string(),
    name: z.string(),
    note: z.string(),
    query: z.string().meta({ description: "The query of its address below compare: runs and view" }),
    digest: z.string().meta({ description: "SHA-256 over the view and the contents of the runs when it was saved" }),
    runs: z.array(
      z.object({ id: z.string(), digest: z.string().nullable().meta({ description: "Null: was still being logged" }) }),
    ),
    changed: z
      .array(z.object({ id: z.string(), name: z.string().nullable(), how: z.enum(["changed", "settled", "gone"]) }))
      .meta({ description: "Runs whose content is another since" }),
    author: z.string(),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: "SavedComparison" });

export const comparisonRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/saved-comparisons",
    tag: "Experiments",
    scope: "read",
    summary: "List saved comparisons, changed last first",
    query: z.object({ q: z.string().max(200).default("").meta({ description: "Part of a name" }), ...paged }),
    response: pageOf(comparison),
    handle: async ({ ctx, query }) => {
      const after = query.cursor === undefined ? null : readCursor(query.cursor);
      const page = await listComparisons(ctx, { q: query.q, after, limit: query.limit });
      return { items: page.rows, next: writeCursor(page.next) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/saved-comparisons/{comparison}",
    tag: "Experiments",
    scope: "read",
    summary: "Read a saved comparison",
    description: "Its figures: GET /comparisons with the runs, baseline and metric of `query`.",
    params: z.object({ comparison: name }),
    response: comparison,
    handle: async ({ ctx, params }) => {
      const found = await findComparison(ctx, params.comparison);
      if (!found) throw notFound(`Comparison ${params.comparison.slice(0, 64)}`);
      return found;
    },
  }),
];
