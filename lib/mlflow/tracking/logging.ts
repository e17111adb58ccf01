import "server-only";
import { z } from "zod";
import { withTransaction } from "@/lib/context";
import { changeRun, type LockedRun, type RunChange } from "@/lib/experiments/ingest/change-run";
import { logMetrics } from "@/lib/experiments/ingest/log-metrics";
import { mergeParams, type NamedText } from "@/lib/experiments/ingest/merge-params";
import type { MetricPoint } from "@/lib/experiments/ingest/metric-point";
import { storeModelMetrics } from "@/lib/models/logged-models/model-metrics";
import type { WireContext } from "../wire/authenticate";
import { invalidBecause } from "../wire/complaints";
import { doesNotExist, invalidValue } from "../wire/errors";
import { double, int64, keyValue, list, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { assertBatch, assertKey, cut, limits } from "../wire/limits";
import { axesFromMlflow } from "./axes-from-mlflow";
import { onRun, runIdOf, runRef } from "./run-fields";
import { runNameTag } from "./run-name";
import { tagsOf } from "./runs";

const metricFields = {
  key: requiredText,
  value: double,
  timestamp: int64,
  step: int64.default(0),
  model_id: text.optional(),
  dataset_name: text.optional(),
  dataset_digest: text.optional(),
};
const metric = z.object(metricFields);
type SentMetric = z.output<typeof metric>;

/** A metric as it is stored; refuses what cannot be one. `at` is where it was sent, as in "metrics[3].". */
function pointOf(sent: SentMetric, at: string): MetricPoint {
  assertKey(`${at}name`, sent.key);
  if (sent.timestamp < 0) {
    throw invalidValue(
      invalidBecause(`${at}timestamp`, sent.timestamp, "Timestamps must be a nonnegative long (64-bit integer)"),
    );
  }
  if (Boolean(sent.dataset_name) !== Boolean(sent.dataset_digest)) {
    throw invalidValue(
      `Both 'dataset_name' and 'dataset_digest' must be given, or neither, but metric '${sent.key}' has one of them.`,
    );
  }
  return { key: sent.key, value: sent.value, step: sent.step, at: sent.timestamp };
}

/** What params and tags make of a run. The tag of the run's name is its name. */
function change(run: LockedRun, params: readonly NamedText[], tags: Record<string, string>): RunChange {
  const merged = mergeParams(run.id, run.params, params);
  const moved = Object.entries(tags).some(([key, value]) => run.tags[key] !== value);
  if (!merged && !moved) return null;
  return {
    ...(merged ? { params: merged } : {}),
    ...(moved ? { tags: { ...run.tags, ...tags }, name: tags[runNameTag] || run.name } : {}),
  };
}

type Batch = {
  metrics: readonly SentMetric[];
  params: readonly NamedText[];
  tags: Record<string, string>;
  /** What was sent is named by its place. */
  isBatch?: boolean;
};

/** Logs what a call brings: params and tags under the run's lock, then metrics. A refused parameter keeps all of it out. */
async function log(ctx: WireContext, runId: string, { metrics, params, tags, isBatch }: Batch): Promise<void> {
  const points = metrics.map((sent, index) => pointOf(sent, isBatch ? `metrics[${index}].` : ""));
  await onRun(runId, async () => {
    if (params.length > 0 || Object.keys(tags).length > 0)
      await changeRun(ctx, runId, axesFromMlflow, (run) => change(run, params, tags));
    await logMetrics(ctx, runId, points);
  });
  await logModelMetrics(ctx, runId, metrics);
}

/** What a run measured of a logged model is also a metric of that model. */
async function logModelMetrics(ctx: WireContext, runId: string, metrics: readonly SentMetric[]): Promise<void> {
  const measured = metrics.flatMap(
    ({ model_id: modelId, key, value, step, timestamp, dataset_name, dataset_digest }) =>
      modelId
        ? {
            ...{ modelId, runId, key, value, step, at: timestamp },
            datasetName: dataset_name || null,
            datasetDigest: dataset_digest || null,
          }
        : [],
  );
  if (measured.length > 0) await withTransaction(ctx, (tx) => storeModelMetrics(tx, ctx.projectId, measured));
}

const paramOf = ({ key, value }: NamedText, at: string): NamedText => {
  assertKey(`${at}key`, key);
  return { key, value: cut(value, limits.paramValue) };
};

export const logMetricHandler = mlflowHandler(
  { scope: "ingest", schema: z.object({ ...runRef, ...metricFields }) },
  async (ctx, input) => log(ctx, runIdOf(input), { metrics: [input], params: [], tags: {} }),
);

export const logParameterHandler = mlflowHandler(
  { scope: "ingest", schema: z.object({ ...runRef, key: requiredText, value: text.default("") }) },
  async (ctx, input) => log(ctx, runIdOf(input), { metrics: [], params: [paramOf(input, "")], tags: {} }),
);

export const setTagHandler = mlflowHandler(
  { scope: "ingest", schema: z.object({ ...runRef, key: requiredText, value: text.default("") }) },
  async (ctx, input) => {
    const runId = runIdOf(input);
    assertKey("key", input.key);
    await log(ctx, runId, {
      metrics: [],
      params: [],
      tags: { [input.key]: cut(input.value, limits.runTagValue) },
    });
  },
);

export const deleteTagHandler = mlflowHandler(
  { scope: "ingest", schema: z.object({ ...runRef, key: requiredText }) },
  async (ctx, input) => {
    const runId = runIdOf(input);
    const { key } = input;
    await onRun(runId, () =>
      changeRun(ctx, runId, axesFromMlflow, ({ tags }) => {
        if (!Object.hasOwn(tags, key)) throw doesNotExist(`No tag with name: ${key} in run with id ${runId}`);
        return { tags: Object.fromEntries(Object.entries(tags).filter(([name]) => name !== key)) };
      }),
    );
  },
);

export const logBatchHandler = mlflowHandler(
  {
    scope: "ingest",
    schema: z.object({ ...runRef, metrics: list(metric), params: list(keyValue), tags: list(keyValue) }),
  },
  async (ctx, input) => {
    const runId = runIdOf(input);
    assertBatch(input);
    const params = input.params.map((param, index) => paramOf(param, `params[${index}].`));
    await log(ctx, runId, { metrics: input.metrics, params, tags: tagsOf(input.tags), isBatch: true });
  },
);
