import "server-only";
import { z } from "zod";
import { can } from "@/lib/auth/permissions";
import { DomainError } from "@/lib/errors";
import {
  createExperiment,
  defaultExperimentId,
  ensureDefaultExperiment,
} from "@/lib/experiments/commands/create-experiment";
import { setExperimentDeleted } from "@/lib/experiments/commands/delete-experiment";
import { renameExperiment } from "@/lib/experiments/commands/rename-experiment";
import { deleteExperimentTag, setExperimentTag } from "@/lib/experiments/ingest/experiment-tags";
import type { WireContext } from "../wire/authenticate";
import { doesNotExist, invalidValue, MlflowError } from "../wire/errors";
import { keyValue, list, requiredId, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { assertKey, assertLength, limits } from "../wire/limits";
import { findWireExperiment } from "./experiment-query";
import { experimentMessage } from "./messages";

const readScopes = ["read", "ingest"] as const;
const noExperiment = (id: string) => doesNotExist(`No Experiment with id=${id} exists`);

/** The words of the wire for what a command refuses. */
async function asExperiment<T>(id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === "NOT_FOUND" && error.message.startsWith("Experiment")) throw noExperiment(id);
    if (error.code === "CONFLICT") throw new MlflowError("RESOURCE_ALREADY_EXISTS", error.message);
    throw error;
  }
}

/** Clients expect a default experiment to exist: it is made when it is first asked for by somebody who may write. */
export async function withDefault(ctx: WireContext, asked: boolean): Promise<void> {
  if (asked && can(ctx.actor, "run.import")) await ensureDefaultExperiment(ctx);
}

export const createExperimentHandler = mlflowHandler(
  {
    scope: "ingest",
    schema: z.object({ name: requiredText, artifact_location: text.optional(), tags: list(keyValue) }),
  },
  async (ctx, { name, artifact_location, tags }) => {
    assertLength("name", name, limits.experimentName);
    if (artifact_location) assertLength("artifact_location", artifact_location, limits.artifactLocation);
    for (const tag of tags) assertExperimentTag(tag);
    await withDefault(ctx, true);
    const { experimentId } = await asExperiment("", () =>
      createExperiment(ctx, {
        name,
        artifactLocation: artifact_location || null,
        tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      }),
    );
    return { experiment_id: experimentId };
  },
);

function assertExperimentTag({ key, value }: { key: string; value: string }): void {
  assertKey("key", key, limits.experimentTagKey);
  assertLength("value", value, limits.experimentTagValue);
}

export const getExperimentHandler = mlflowHandler(
  { scope: readScopes, schema: z.object({ experiment_id: requiredId }) },
  async (ctx, { experiment_id: id }) => {
    await withDefault(ctx, id === defaultExperimentId);
    const found = await findWireExperiment(ctx.db.$client, ctx.projectId, { id });
    if (!found) throw noExperiment(id);
    return { experiment: experimentMessage(found) };
  },
);

export const getExperimentByNameHandler = mlflowHandler(
  { scope: readScopes, schema: z.object({ experiment_name: requiredText }) },
  async (ctx, { experiment_name: name }) => {
    await withDefault(ctx, name === "Default");
    const found = await findWireExperiment(ctx.db.$client, ctx.projectId, { name });
    if (!found) throw doesNotExist(`Could not find experiment with name '${name}'`);
    return { experiment: experimentMessage(found) };
  },
);

export const updateExperimentHandler = mlflowHandler(
  { scope: "ingest", schema: z.object({ experiment_id: requiredId, new_name: requiredText }) },
  async (ctx, { experiment_id: experimentId, new_name: name }) => {
    assertLength("new_name", name, limits.experimentName);
    await asExperiment(experimentId, () => renameExperiment(ctx, { experimentId, name }));
  },
);

const deleting = (deleted: boolean) =>
  mlflowHandler(
    { scope: "ingest", schema: z.object({ experiment_id: requiredId }) },
    async (ctx, { experiment_id: experimentId }) => {
      try {
        await setExperimentDeleted(ctx, { experimentId, deleted });
      } catch (error) {
        if (!(error instanceof DomainError) || !["NOT_FOUND", "PRECONDITION_FAILED"].includes(error.code)) throw error;
        throw noExperiment(experimentId);
      }
    },
  );
export const deleteExperimentHandler = deleting(true);
export const restoreExperimentHandler = deleting(false);

export const setExperimentTagHandler = mlflowHandler(
  { scope: "ingest", schema: z.object({ experiment_id: requiredId, key: requiredText, value: text.default("") }) },
  async (ctx, { experiment_id: id, key, value }) => {
    assertExperimentTag({ key, value });
    await asExperiment(id, () => setExperimentTag(ctx, id, key, value));
  },
);

export const deleteExperimentTagHandler = mlflowHandler(
  { scope: "ingest", schema: z.object({ experiment_id: requiredId, key: requiredText }) },
  async (ctx, { experiment_id: id, key }) => {
    try {
      await asExperiment(id, () => deleteExperimentTag(ctx, id, key));
    } catch (error) {
      if (error instanceof DomainError && error.code === "NOT_FOUND")
        throw doesNotExist(`No tag with name: ${key} in experiment with id ${id}`);
      throw error;
    }
  },
);

type Summary = { experiment_id: string; name: string; digest: string; context: string | null };

/** Datasets of experiments with what their runs used them as: what the dataset filter of a run list offers. */
export const searchDatasetsHandler = mlflowHandler(
  { scope: readScopes, schema: z.object({ experiment_ids: list(requiredId) }) },
  async (ctx, { experiment_ids: ids }) => {
    if (ids.length === 0 || ids.length > 20) {
      throw invalidValue(
        ids.length === 0
          ? "SearchDatasets request must specify at least one experiment_id."
          : "SearchDatasets request cannot specify more than 20 experiment_ids. Received " +
              `${ids.length} experiment_ids.`,
      );
    }
    const found = await ctx.db.$client<Summary[]>`
      select distinct i.experiment_id, i.name, i.digest, i.context from run_inputs i
      join runs r on r.project_id = i.project_id and r.id = i.run_id and r.archived_at is null
      where i.project_id = ${ctx.projectId} and i.experiment_id = any(${ids}::text[])
      order by i.experiment_id, i.name, i.digest, i.context limit 1000`;
    return { dataset_summaries: found.map(({ context, ...rest }) => ({ ...rest, context: context ?? undefined })) };
  },
);
