import "server-only";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import { createExperiment } from "@/lib/experiments/commands/create-experiment";
import { findExperiment, listExperiments } from "@/lib/experiments/experiment-queries";
import { moment, name, paged, pageOf } from "../fields";
import { sliceOf } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const head = z.object({
  id: z.string(),
  name: z.string(),
  family: z.string().nullable(),
  useCase: z.string().nullable(),
});
const experiment = head
  .extend({
    runs: z.int().meta({ description: "Counted up to 10,000" }),
    isMore: z.boolean().meta({ description: "There are more runs than `runs` says" }),
    failed: z.int(),
    running: z.int(),
    last: moment.nullable().meta({ description: "When the newest run started" }),
    best: z.object({ metric: z.string(), value: z.number(), runId: z.string(), runName: z.string() }).nullable(),
  })
  .meta({ id: "Experiment" });

export const experimentRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/experiments",
    tag: "Experiments",
    scope: "read",
    summary: "List experiments by last activity",
    description: "The 200 that were active last; find others by name.",
    query: z.object({
      q: z.string().max(200).default("").meta({ description: "Part of a name or use case" }),
      ...paged,
    }),
    response: pageOf(experiment),
    handle: async ({ ctx, query }) => sliceOf((await listExperiments(ctx, query.q)).experiments, ({ id }) => id, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/experiments/{experiment}",
    tag: "Experiments",
    scope: "read",
    summary: "Read an experiment",
    params: z.object({ experiment: name }),
    response: head.meta({ id: "ExperimentHead" }),
    handle: async ({ ctx, params }) => {
      const found = await findExperiment(ctx, params.experiment);
      if (!found) throw notFound(`Experiment ${params.experiment.slice(0, 120)}`);
      return found;
    },
  }),
  jsonRoute({
    method: "POST",
    path: "/experiments",
    tag: "Logging runs",
    scope: "ingest",
    summary: "Create an experiment",
    body: z.strictObject({
      name: z.string().trim().min(1).max(500),
      tags: z.record(z.string().min(1).max(250), z.string().max(5000)).default({}),
    }),
    example: { name: "adult-income", tags: { team: "risk" } },
    response: z.object({ experimentId: z.string() }),
    status: 201,
    handle: ({ ctx, body }) => createExperiment(ctx, body),
  }),
];
