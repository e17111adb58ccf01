import "server-only";
import { z } from "zod";
import { axes } from "@/db/enums";
import { invalidInput, notFound } from "@/lib/errors";
import { loadSliceComparison } from "@/lib/experiments/compare-page-query";
import { parseCompare } from "@/lib/experiments/compare-url";
import { findComparison, listComparisons } from "@/lib/experiments/comparisons-query";
import { figure, moment, name, paged, pageOf } from "../fields";
import { readCursor, writeCursor } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const sliceChange = z
  .object({
    dimension: z.string(),
    value: z.string(),
    n: z.number(),
    denominator: figure.meta({ description: "Rows that the metric is taken over" }),
    baseline: figure,
    candidate: figure,
    delta: figure,
    interval: z.array(z.number()).readonly().nullable().meta({ description: "95 % interval of the change" }),
    test: z.enum(["mcnemar", "two_proportion", "none"]),
    why: z.string().meta({ description: "Why this test" }),
    pValue: figure,
    qValue: figure.meta({ description: "Adjusted over all tested slices of this candidate" }),
    verdict: z.enum(["worse", "better", "changed", "unclear", "too_small", "untested", "missing"]),
    worsening: figure,
  })
  .meta({ id: "SliceChange" });
const sides = z.object({ from: z.unknown(), to: z.unknown() });
const comparison = z
  .object({
    baseline: z.string(),
    metric: z.string(),
    missing: z.array(z.string()).meta({ description: "Ids that are no runs of this project" }),
    candidates: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        axes: z.object({
          sentence: z.string(),
          moved: z.array(z.enum(axes)),
          unknown: z.array(z.enum(axes)),
          changes: z.array(sides.extend({ axis: z.enum(axes), state: z.enum(["equal", "moved", "unknown"]) })),
        }),
        slices: z.array(sliceChange),
      }),
    ),
  })
  .meta({ id: "Comparison" });

const savedComparison = z
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
    path: "/comparisons",
    tag: "Experiments",
    scope: "read",
    summary: "Compare runs: what moved, slice by slice",
    description: "The first run is the baseline unless `baseline` names another of them.",
    query: z.object({
      runs: z.string().min(1).max(20_000).meta({ description: "Ids of runs, separated by commas" }),
      baseline: name.optional(),
      metric: z.string().max(250).optional().meta({ description: "Metric that slices are compared on" }),
    }),
    response: comparison,
    handle: async ({ ctx, query }) => {
      const { missing, runs, compared } = await loadSliceComparison(ctx, parseCompare(query));
      const [baseline, ...candidates] = runs;
      if (!baseline || !compared)
        throw invalidInput(
          "runs",
          `name two runs of this project at least${missing.length ? `; not found: ${missing.join(", ").slice(0, 300)}` : ""}`,
        );
      return {
        baseline: baseline.id,
        metric: compared.metric,
        missing,
        candidates: candidates.map(({ id, name }, i) => ({
          id,
          name,
          axes: compared.diffs[i] ?? { sentence: "", moved: [], unknown: [], changes: [] },
          slices: compared.deltas[i] ?? [],
        })),
      };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/saved-comparisons",
    tag: "Experiments",
    scope: "read",
    summary: "List saved comparisons, changed last first",
    query: z.object({ q: z.string().max(200).default("").meta({ description: "Part of a name" }), ...paged }),
    response: pageOf(savedComparison),
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
    response: savedComparison,
    handle: async ({ ctx, params }) => {
      const found = await findComparison(ctx, params.comparison);
      if (!found) throw notFound(`Comparison ${params.comparison.slice(0, 64)}`);
      return found;
    },
  }),
];
