import { z } from "zod";
import {
  double,
  idText,
  int64,
  keyValue,
  list,
  requiredId,
  requiredText,
  runStatus,
  text,
} from "@/lib/mlflow/wire/fields";

const pageToken = text.optional();
const said = text.default("");

export const remoteExperiment = z.object({
  experiment_id: requiredId,
  name: requiredText,
  lifecycle_stage: text.default("active"),
});
export const experimentsPage = z.object({ experiments: list(remoteExperiment), next_page_token: pageToken });
export type RemoteExperiment = z.output<typeof remoteExperiment>;

const metric = z.object({ key: requiredText, value: double, timestamp: int64.default(0), step: int64.default(0) });
/** Points of several runs; it says no token of a next page. */
export const bulkHistoryPage = z.object({ metrics: list(metric.extend({ run_id: requiredText })) });
export const historyPage = z.object({ metrics: list(metric), next_page_token: pageToken });
export type RemotePoint = z.output<typeof metric>;

export const remoteRun = z.object({
  info: z.object({
    run_id: requiredText,
    run_name: said,
    experiment_id: requiredId,
    user_id: said,
    status: runStatus.default("RUNNING"),
    start_time: int64.optional(),
    end_time: int64.optional(),
    artifact_uri: said,
    lifecycle_stage: text.default("active"),
  }),
  data: z
    .object({ metrics: list(metric), params: list(keyValue), tags: list(keyValue) })
    .default({ metrics: [], params: [], tags: [] }),
  inputs: z
    .object({
      dataset_inputs: list(
        z.object({
          tags: list(keyValue),
          dataset: z.object({
            name: requiredText,
            digest: requiredText,
            source_type: said,
            source: said,
            schema: text.optional(),
            profile: text.optional(),
          }),
        }),
      ),
      model_inputs: list(z.object({ model_id: requiredText })),
    })
    .default({ dataset_inputs: [], model_inputs: [] }),
  outputs: z
    .object({ model_outputs: list(z.object({ model_id: requiredText, step: int64.default(0) })) })
    .default({ model_outputs: [] }),
});
export type RemoteRun = z.output<typeof remoteRun>;

/** A page whose runs are read one by one: one that cannot be read is skipped, and the others come in. */
export const runsPage = z.object({ runs: z.array(z.unknown()).default([]), next_page_token: pageToken });
export const runAnswer = z.object({ run: z.unknown() });

/** As much of a run as is needed to say which one could not be read, and to go on after it. */
export const runHead = z.object({
  info: z.object({
    run_id: z.string().catch(""),
    run_name: z.string().catch(""),
    start_time: int64.optional().catch(undefined),
  }),
});

const modelMetric = metric.extend({
  run_id: requiredText,
  dataset_name: text.optional(),
  dataset_digest: text.optional(),
});
export const remoteLoggedModel = z.object({
  info: z.object({
    model_id: requiredText,
    experiment_id: requiredId,
    name: requiredText,
    creation_timestamp_ms: int64,
    last_updated_timestamp_ms: int64,
    artifact_uri: said,
    status: said,
    model_type: said,
    source_run_id: said,
    status_message: text.optional(),
    tags: list(keyValue),
  }),
  data: z.object({ params: list(keyValue), metrics: list(modelMetric) }).default({ params: [], metrics: [] }),
});
export type RemoteLoggedModel = z.output<typeof remoteLoggedModel>;
/** Read one by one, as the runs of a page. */
export const loggedModelsPage = z.object({ models: z.array(z.unknown()).default([]), next_page_token: pageToken });
export const loggedModelHead = z.object({
  info: z.object({ model_id: z.string().catch(""), name: z.string().catch("") }),
});

export const modelsPage = z.object({
  registered_models: list(
    z.object({
      name: requiredText,
      description: said,
      aliases: list(z.object({ alias: requiredText, version: idText.default("") })),
    }),
  ),
  next_page_token: pageToken,
});
export const versionsPage = z.object({
  model_versions: list(
    z.object({
      name: requiredText,
      version: requiredId,
      run_id: said,
      source: said,
      current_stage: said,
      description: said,
      creation_timestamp: int64.optional(),
    }),
  ),
  next_page_token: pageToken,
});
export type RemoteModel = z.output<typeof modelsPage>["registered_models"][number];
export type RemoteVersion = z.output<typeof versionsPage>["model_versions"][number];
