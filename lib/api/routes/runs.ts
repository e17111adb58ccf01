import "server-only";
import { z } from "zod";
import { getDb } from "@/db/client";
import { axes, runStatuses } from "@/db/enums";
import { isSafePath } from "@/lib/artifacts/artifact-path";
import { findArtifact } from "@/lib/artifacts/artifact-queries";
import { artifactResponse } from "@/lib/artifacts/artifact-response";
import { requireTokenContext } from "@/lib/auth/token-context";
import type { Context } from "@/lib/context";
import { invalidInput, notFound } from "@/lib/errors";
import { axesOfRun } from "@/lib/experiments/axes";
import { listCurveKeys } from "@/lib/experiments/compare-curves-query";
import { readSeries } from "@/lib/experiments/curves/read-curves";
import { filterHelp } from "@/lib/experiments/run-filter";
import { findRun, type RunDetail } from "@/lib/experiments/run-queries";
import { listRunPage } from "@/lib/experiments/run-table-query";
import { parseRunView, sortName } from "@/lib/experiments/run-view";
import { cursor, figure, limit, moment, name, pageOf } from "../fields";
import { type ApiRoute, jsonRoute, rawRoute } from "../route";

const axisValues = z.object(
  Object.fromEntries(axes.map((axis) => [axis, z.string().nullable()])) as Record<
    (typeof axes)[number],
    z.ZodNullable<z.ZodString>
  >,
);
const metric = z.object({
  value: figure,
  raw: z.string().nullable().meta({ description: "What was sent, when it was not a finite number" }),
  low: figure.meta({ description: "Lower end of the interval" }),
  high: figure,
  n: z.int().nullable(),
});
const runHead = z.object({
  id: z.string(),
  name: z.string(),
  experimentId: z.string(),
  experimentName: z.string(),
  status: z.enum(runStatuses),
  intent: z.string().nullable(),
  algorithm: z.string().nullable(),
  owner: z.string().nullable(),
  startedAt: moment,
  durationSeconds: figure,
  axes: axisValues,
  params: z.record(z.string(), z.unknown()),
  isArchived: z.boolean(),
});
const listedRun = runHead
  .extend({
    sliceCount: z.int(),
    hasPredictions: z.boolean(),
    metrics: z.record(z.string(), metric).meta({ description: "Those asked for by `columns`" }),
  })
  .meta({ id: "ListedRun" });
const wholeRun = runHead
  .extend({
    endedAt: moment.nullable(),
    error: z.object({ type: z.string(), message: z.string() }).nullable(),
    tags: z.record(z.string(), z.string()),
    contentDigest: z.string().nullable().meta({ description: "SHA-256 of what was logged; null while it is open" }),
    evalDatasetDigest: z.string().nullable(),
    evalRows: z.int().nullable(),
    threshold: figure,
    metrics: z.array(metric.extend({ key: z.string(), step: z.int(), at: z.int() })),
    inputs: z.array(
      z.object({ name: z.string(), digest: z.string(), context: z.string().nullable(), sourceType: z.string() }),
    ),
    predictions: z.object({ rows: z.int(), rowsDigest: z.string() }).nullable(),
  })
  .meta({ id: "Run" });
const slice = z
  .object({
    dimension: z.string(),
    value: z.string(),
    n: z.int(),
    positives: z.int().nullable(),
    metrics: z.record(z.string(), figure),
    intervals: z.record(z.string(), z.array(z.number())),
  })
  .meta({ id: "Slice" });
const artifact = z
  .object({
    path: z.string(),
    sizeBytes: z.number().nullable(),
    sha256: z.string().nullable(),
    isStored: z.boolean().meta({ description: "Its bytes can be downloaded here" }),
  })
  .meta({ id: "Artifact" });

const params = z.object({ run: name });

async function requireRun(ctx: Context, id: string): Promise<RunDetail> {
  const found = await findRun(ctx, id);
  if (!found) throw notFound(`Run ${id.slice(0, 120)}`);
  return found;
}

const runOf = ({ run, experiment, owner, metrics, inputs, predictions }: RunDetail) => ({
  ...run,
  experimentName: experiment.name,
  owner,
  axes: axesOfRun(run),
  isArchived: run.archivedAt !== null,
  metrics: metrics.map(({ ciLow, ciHigh, ...rest }) => ({ ...rest, low: ciLow, high: ciHigh })),
  inputs,
  predictions,
});

export const runRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/runs",
    tag: "Experiments",
    scope: "read",
    summary: "List runs: filtered, sorted, by page",
    description: `The filter is that of the run table: ${filterHelp}`,
    query: z.object({
      experiment: name.optional().meta({ description: "Id of an experiment" }),
      filter: z.string().max(2000).default(""),
      sort: z
        .string()
        .max(300)
        .default("-started")
        .meta({ description: "started, name, duration, metric:KEY or param:KEY; with - before it, greatest first" }),
      columns: z.string().max(4000).default("").meta({ description: "Metrics to answer with, separated by commas" }),
      limit,
      cursor,
    }),
    response: pageOf(listedRun),
    handle: async ({ ctx, query }) => {
      const columns = query.columns.split(",").flatMap((key) => (key.trim() ? [`metric:${key.trim()}`] : []));
      const view = parseRunView(
        {
          q: query.filter,
          sort: query.sort,
          after: query.cursor,
          columns: columns.join(",") || "started",
        },
        query.experiment ?? null,
      );
      const [bad] = view.filter.problems;
      if (bad) throw invalidInput("filter", `"${bad.source.slice(0, 100)}" ${bad.message}`);
      if (sortName(view.sort) !== query.sort.replace(/^-/, ""))
        throw invalidInput(
          "sort",
          "is started, name, duration, metric:KEY or param:KEY, with - before it for descending",
        );
      if (query.cursor !== undefined && view.cursor === null)
        throw invalidInput("cursor", "is not one that this list gave; leave it out to start at the first page");
      const page = await listRunPage(ctx, view, query.limit);
      return { items: page.rows, next: page.after };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/runs/{run}",
    tag: "Experiments",
    scope: "read",
    summary: "Read a run",
    params,
    response: wholeRun,
    handle: async ({ ctx, params: { run } }) => runOf(await requireRun(ctx, run)),
  }),
  jsonRoute({
    method: "GET",
    path: "/runs/{run}/metrics",
    tag: "Experiments",
    scope: "read",
    summary: "List the metrics that a run recorded over time",
    params,
    response: z.object({ keys: z.array(z.string()) }),
    handle: async ({ ctx, params: { run } }) => {
      await requireRun(ctx, run);
      return { keys: (await listCurveKeys(ctx, [run])).map(({ key }) => key) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/runs/{run}/metrics/{key*}",
    tag: "Experiments",
    scope: "read",
    summary: "Read the history of a metric",
    description:
      "Long histories come folded into at most 500 buckets: the lowest, highest and last point of each, so that no extreme is lost.",
    params: params.extend({ key: name }),
    response: z.object({
      key: z.string(),
      isFolded: z.boolean(),
      points: z.array(z.object({ step: z.int(), at: z.int(), value: figure })),
    }),
    handle: async ({ ctx, params: { run, key } }) => {
      await requireRun(ctx, run);
      const [series] = await readSeries(ctx.db.$client, ctx.projectId, [{ runId: run, key }], { places: true });
      if (!series) throw notFound(`Metric ${key.slice(0, 250)} of run ${run.slice(0, 120)}`);
      const { rollup, points } = series;
      const folded = rollup ? [...rollup.pointsOf("low"), ...rollup.pointsOf("high"), ...rollup.pointsOf("last")] : [];
      const all = [...folded, ...points].sort((a, b) => a.step - b.step || a.at - b.at);
      return {
        key,
        isFolded: rollup !== null,
        points: all.map(({ step, at, value }) => ({ step, at, value: Number.isFinite(value) ? value : null })),
      };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/runs/{run}/slices",
    tag: "Experiments",
    scope: "read",
    summary: "List the slices of a run",
    params,
    response: z.object({ items: z.array(slice) }),
    handle: async ({ ctx, params: { run } }) => ({ items: (await requireRun(ctx, run)).slices }),
  }),
  jsonRoute({
    method: "GET",
    path: "/runs/{run}/artifacts",
    tag: "Experiments",
    scope: "read",
    summary: "List the artifacts of a run",
    params,
    response: z.object({ items: z.array(artifact) }),
    handle: async ({ ctx, params: { run } }) => ({ items: (await requireRun(ctx, run)).artifacts }),
  }),
  rawRoute({
    method: "GET",
    path: "/runs/{run}/artifacts/{path*}",
    tag: "Experiments",
    scope: "read",
    summary: "Download an artifact",
    description:
      "With `Range` one range of its bytes, so that a transfer can go on; `If-Range` with the ETag makes sure of what.",
    also: {
      "206": "The range of bytes that was asked for",
      "304": "Not changed since the ETag in If-None-Match",
      "416": "The range lies beyond the end; Content-Range says how long the file is",
    },
    params: params.extend({ path: name }),
    answers: { stream: "application/octet-stream" },
    handler: async (request, { run = "", path = "" }) => {
      const ctx = await requireTokenContext(request, "read", getDb());
      if (!isSafePath(path)) throw invalidInput("path", "leaves the folder of the run");
      return artifactResponse(request, await findArtifact(ctx, { owner: "run", ownerId: run, path }));
    },
  }),
];
