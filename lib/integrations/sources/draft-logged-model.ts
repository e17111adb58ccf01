import type { LoggedModelMetricRow, LoggedModelRow } from "@/db/schema/logged-models";
import { cut, limits } from "@/lib/mlflow/wire/limits";
import { artifactAddress, readValue, whyNotText } from "./draft-run";
import type { RemoteLoggedModel } from "./messages";

type Columns =
  | "id"
  | "name"
  | "modelType"
  | "sourceRunId"
  | "status"
  | "statusMessage"
  | "params"
  | "tags"
  | "artifactUri"
  | "createdAt"
  | "updatedAt";
/** A logged model of a source as it will be stored. */
export type LoggedModelDraft = Pick<LoggedModelRow, Columns> & { metrics: Omit<LoggedModelMetricRow, "projectId">[] };
export type DraftedModel = { ok: true; draft: LoggedModelDraft } | { ok: false; reason: string };

const most = 10_000;
/** What became of it in the registry of the source: no version here is named by that. */
const versionsTag = "mlflow.modelVersions";
const statuses: Readonly<Record<string, LoggedModelRow["status"]>> = {
  LOGGED_MODEL_READY: "READY",
  LOGGED_MODEL_UPLOAD_FAILED: "UPLOAD_FAILED",
};

function whyNot(model: RemoteLoggedModel): string | null {
  const { info, data } = model;
  if (!/^[a-zA-Z0-9][\w-]{0,63}$/.test(info.model_id)) return "Its id has characters that no logged model here has.";
  for (const time of [info.creation_timestamp_ms, info.last_updated_timestamp_ms])
    if (time < 0 || time > 8_640_000_000_000_000) return "It says no time at which it was made.";
  for (const [what, list] of Object.entries({ tags: info.tags, ...data })) {
    if (list.length > most) return `It has more than ${most.toLocaleString("en")} ${what}.`;
    if (list.some(({ key }) => key.length > limits.key))
      return `A name among its ${what} has more than 250 characters.`;
  }
  return whyNotText(model);
}

/** A logged model as it will be stored, with its metrics; says why when it cannot be kept. Its files stay at the source. */
export function draftLoggedModel(model: RemoteLoggedModel, sourceUrl: string): DraftedModel {
  const reason = whyNot(model);
  if (reason) return { ok: false, reason };
  const { info, data } = model;
  const named = (pairs: readonly { key: string; value: string }[], longest: number) =>
    Object.fromEntries(pairs.map(({ key, value }) => [key, cut(value, longest)]));
  const tags = named(info.tags, limits.runTagValue);
  delete tags[versionsTag];
  const draft: LoggedModelDraft = {
    id: info.model_id,
    name: cut(info.name, limits.experimentName),
    modelType: cut(info.model_type, limits.experimentName),
    sourceRunId: info.source_run_id || null,
    status: statuses[info.status] ?? "PENDING",
    statusMessage: info.status_message || null,
    params: named(data.params, limits.paramValue),
    tags,
    artifactUri: artifactAddress(info.artifact_uri, sourceUrl),
    createdAt: new Date(info.creation_timestamp_ms),
    updatedAt: new Date(info.last_updated_timestamp_ms),
    metrics: data.metrics.map((metric) => ({
      ...{ modelId: info.model_id, key: metric.key, runId: metric.run_id, step: metric.step, at: metric.timestamp },
      value: readValue(metric.value),
      datasetName: metric.dataset_name || null,
      datasetDigest: metric.dataset_digest || null,
    })),
  };
  return { ok: true, draft };
}
