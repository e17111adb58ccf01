import type { LoggedModelMetricRow, LoggedModelRow } from "@/db/schema";

const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** Tags or parameters as the wire lists them: in the order of their keys. */
export const keyValues = (record: Readonly<Record<string, string>>): { key: string; value: string }[] =>
  Object.entries(record)
    .map(([key, value]) => ({ key, value }))
    .sort(byKey);

/** Tags or parameters as they are sent; of a key that comes twice the last holds. */
export const recordOf = (list: readonly { key: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(list.map(({ key, value }) => [key, value]));

/** A metric of a logged model, with the run and dataset it was measured on. */
export const modelMetricMessage = (metric: LoggedModelMetricRow) => ({
  key: metric.key,
  value: metric.value,
  timestamp: metric.at,
  step: metric.step,
  dataset_name: metric.datasetName,
  dataset_digest: metric.datasetDigest,
  model_id: metric.modelId,
  run_id: metric.runId,
});

/** A logged model as the wire says it. */
export const loggedModelMessage = (
  model: LoggedModelRow,
  artifactUri: string,
  metrics: readonly LoggedModelMetricRow[],
) => ({
  info: {
    model_id: model.id,
    experiment_id: model.experimentId,
    name: model.name,
    creation_timestamp_ms: model.createdAt.getTime(),
    last_updated_timestamp_ms: model.updatedAt.getTime(),
    artifact_uri: artifactUri,
    status: `LOGGED_MODEL_${model.status}`,
    model_type: model.modelType,
    source_run_id: model.sourceRunId ?? "",
    status_message: model.statusMessage,
    tags: keyValues(model.tags),
  },
  data: { params: keyValues(model.params), metrics: metrics.map(modelMetricMessage) },
});
