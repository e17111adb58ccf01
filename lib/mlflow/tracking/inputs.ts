import "server-only";
import { z } from "zod";
import { changeRun } from "@/lib/experiments/ingest/change-run";
import { type DatasetInput, logInputs } from "@/lib/experiments/ingest/log-inputs";
import { logRunModels } from "@/lib/experiments/ingest/log-run-models";
import { missingValue } from "../wire/complaints";
import { invalidValue } from "../wire/errors";
import { int64, keyValue, list, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { assertLength, limits } from "../wire/limits";
import { axesFromMlflow } from "./axes-from-mlflow";
import { onRun, runIdOf, runRef } from "./run-fields";

const contextTag = "mlflow.data.context";
const datasetInput = z.object({
  tags: list(keyValue),
  dataset: z.object({
    name: requiredText,
    digest: requiredText,
    source_type: requiredText,
    source: requiredText,
    schema: text.optional(),
    profile: text.optional(),
  }),
});

function inputOf({ tags, dataset }: z.output<typeof datasetInput>, index: number): DatasetInput {
  const at = `datasets[${index}].dataset`;
  assertLength(`${at}.name`, dataset.name, limits.datasetName);
  assertLength(`${at}.digest`, dataset.digest, limits.datasetDigest);
  assertLength(`${at}.source`, dataset.source, limits.datasetSource);
  assertLength(`${at}.schema`, dataset.schema ?? "", limits.datasetSchema);
  assertLength(`${at}.profile`, dataset.profile ?? "", limits.datasetProfile);
  for (const { key, value } of tags) {
    assertLength(`datasets[${index}].tags.key`, key, limits.inputTagKey);
    assertLength(`datasets[${index}].tags.value`, value, limits.inputTagValue);
  }
  const named = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  return {
    name: dataset.name,
    digest: dataset.digest,
    sourceType: dataset.source_type,
    source: dataset.source,
    schema: dataset.schema ?? null,
    profile: dataset.profile ?? null,
    context: named[contextTag] ?? null,
    tags: named,
  };
}

/** A profile may have 16 MB. */
const maxBytes = 20 * 1024 * 1024;

export const logInputsHandler = mlflowHandler(
  {
    scope: "ingest",
    schema: z.object({ ...runRef, datasets: list(datasetInput), models: list(z.object({ model_id: requiredText })) }),
    maxBytes,
  },
  async (ctx, input) => {
    const runId = runIdOf(input);
    if (input.datasets.length > limits.datasetsPerBatch) {
      throw invalidValue(
        `A log-inputs request can contain at most ${limits.datasetsPerBatch} datasets. Got ${input.datasets.length} datasets. Please split up datasets across multiple requests and try again.`,
      );
    }
    const datasets = input.datasets.map(inputOf);
    await onRun(runId, async () => {
      if (datasets.length > 0) await logInputs(ctx, runId, datasets, axesFromMlflow);
      const models = input.models.map((model) => ({ modelId: model.model_id, step: 0 }));
      await logRunModels(ctx, runId, "input", models);
    });
  },
);

export const logOutputsHandler = mlflowHandler(
  {
    scope: "ingest",
    schema: z.object({ ...runRef, models: list(z.object({ model_id: requiredText, step: int64.default(0) })) }),
  },
  async (ctx, input) => {
    const runId = runIdOf(input);
    if (input.models.length === 0) throw invalidValue(missingValue("models"));
    const models = input.models.map(({ model_id: modelId, step }) => ({ modelId, step }));
    await onRun(runId, () => logRunModels(ctx, runId, "output", models));
  },
);

const historyTag = "mlflow.log-model.history";
const modelFields = ["artifact_path", "flavors", "utc_time_created", "run_id"] as const;

function parseModel(json: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw invalidValue(`Malformed model info. \n ${json.slice(0, 500)} \n not a valid JSON.`);
  }
  const model = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : {};
  const missing = modelFields.filter((name) => !Object.hasOwn(model, name));
  if (missing.length > 0) throw invalidValue(`Model json is missing mandatory fields: ${missing.join(", ")}`);
  return model;
}

function historyOf(tag: string | undefined): unknown[] {
  try {
    const history: unknown = JSON.parse(tag ?? "[]");
    return Array.isArray(history) ? history : [];
  } catch {
    return [];
  }
}

/** How clients before 3.0 said that they logged a model: it is added to a tag of the run. */
export const logModelHandler = mlflowHandler(
  { scope: "ingest", schema: z.object({ ...runRef, model_json: requiredText }) },
  async (ctx, input) => {
    const runId = runIdOf(input);
    const model = parseModel(input.model_json);
    await onRun(runId, () =>
      changeRun(ctx, runId, axesFromMlflow, ({ tags }) => ({
        tags: { ...tags, [historyTag]: JSON.stringify([...historyOf(tags[historyTag]), model]) },
      })),
    );
  },
);
