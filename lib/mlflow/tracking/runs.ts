import "server-only";
import { z } from "zod";
import { DomainError } from "@/lib/errors";
import { setRunArchived } from "@/lib/experiments/commands/archive-run";
import { defaultExperimentId } from "@/lib/experiments/commands/create-experiment";
import { updateRun } from "@/lib/experiments/commands/update-run";
import { changeRun } from "@/lib/experiments/ingest/change-run";
import { createRun } from "@/lib/experiments/ingest/create-run";
import { sealVersionsOfRun } from "@/lib/models/seal-pending";
import { doesNotExist, invalidValue } from "../wire/errors";
import { idText, int64, keyValue, list, runStatus, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { assertExperimentId, assertKey, cut, limits } from "../wire/limits";
import { axesFromMlflow } from "./axes-from-mlflow";
import { withDefault } from "./experiments";
import { runInfo, runMessage, type StoredRun } from "./messages";
import { noRun, onRun, runIdOf, runRef } from "./run-fields";
import { createdName, nameOfId, runNameTag } from "./run-name";
import { loadWireRuns } from "./run-query";

/** Latest moment a clock of ours can show. */
const latest = 8_640_000_000_000_000;

function momentOf(field: string, at: number): Date {
  if (at < 0 || at > latest)
    throw invalidValue(`Invalid value ${at} for parameter '${field}' supplied: it is not a time in milliseconds.`);
  return new Date(at);
}

/** Tags of a call by key; of one that comes twice the last counts. Values that are too long are cut. */
export function tagsOf(tags: readonly { key: string; value: string }[], field = "tags"): Record<string, string> {
  return Object.fromEntries(
    tags.map(({ key, value }, index) => {
      assertKey(`${field}[${index}].key`, key);
      return [key, cut(value, limits.runTagValue)];
    }),
  );
}

export const createRunHandler = mlflowHandler(
  {
    scope: "ingest",
    schema: z.object({
      experiment_id: idText.optional(),
      user_id: text.default(""),
      run_name: text.optional(),
      start_time: int64.optional(),
      tags: list(keyValue),
    }),
  },
  async (ctx, { experiment_id, user_id: user, run_name, start_time, tags: sent }) => {
    const experimentId = experiment_id || defaultExperimentId;
    assertExperimentId(experimentId);
    await withDefault(ctx, experimentId === defaultExperimentId);
    const tags = tagsOf(sent);
    const name = createdName(run_name, tags[runNameTag], nameOfId(ctx.newId()));
    const startedAt = start_time ? momentOf("start_time", start_time) : ctx.now();
    const all = { ...tags, [runNameTag]: name };
    try {
      const { runId, artifactLocation } = await createRun(
        ctx,
        { experimentId, name, startedAt, user, tags: all },
        axesFromMlflow,
      );
      const run: StoredRun = {
        id: runId,
        experimentId,
        artifactLocation,
        artifactUri: null,
        name,
        user,
        status: "RUNNING",
        started: startedAt.getTime(),
        ended: null,
        deleted: false,
        params: {},
        tags: all,
        metrics: {},
        marks: null,
        inputs: null,
        models: null,
      };
      return { run: runMessage(run) };
    } catch (error) {
      if (error instanceof DomainError && error.code === "NOT_FOUND")
        throw doesNotExist(`No Experiment with id=${experimentId} exists`);
      throw error;
    }
  },
);

export const getRunHandler = mlflowHandler(
  { scope: ["read", "ingest"], schema: z.object(runRef) },
  async (ctx, input) => {
    const id = runIdOf(input);
    const [run] = await loadWireRuns(ctx.db.$client, ctx.projectId, [id]);
    if (!run) throw noRun(id);
    return { run: runMessage(run) };
  },
);

export const updateRunHandler = mlflowHandler(
  {
    scope: "ingest",
    schema: z.object({
      ...runRef,
      status: runStatus.optional(),
      end_time: int64.optional(),
      run_name: text.optional(),
    }),
  },
  async (ctx, input) => {
    const runId = runIdOf(input);
    const endedAt = input.end_time === undefined ? undefined : momentOf("end_time", input.end_time);
    const { run_name: name } = input;
    if (name) {
      const rename = (run: { tags: Readonly<Record<string, string>> }) => ({
        name,
        tags: { ...run.tags, [runNameTag]: cut(name, limits.runTagValue) },
      });
      await onRun(runId, () => changeRun(ctx, runId, axesFromMlflow, rename));
    }
    await onRun(runId, () => updateRun(ctx, { runId, status: input.status, endedAt }));
    if (input.status === "FINISHED") await sealVersionsOfRun(ctx, runId);
    const [run] = await loadWireRuns(ctx.db.$client, ctx.projectId, [runId]);
    if (!run) throw noRun(runId);
    return { run_info: runInfo(run) };
  },
);

const deleting = (archived: boolean) =>
  mlflowHandler({ scope: "ingest", schema: z.object(runRef) }, async (ctx, input) => {
    const runId = runIdOf(input);
    await onRun(runId, () => setRunArchived(ctx, { runId, archived }));
  });
export const deleteRunHandler = deleting(true);
export const restoreRunHandler = deleting(false);
