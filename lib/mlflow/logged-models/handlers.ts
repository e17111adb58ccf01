import "server-only";
import { z } from "zod";
import type { LoggedModelRow } from "@/db/schema";
import type { Context } from "@/lib/context";
import { deleteLoggedModel } from "@/lib/models/commands/delete-logged-model";
import { finishLoggedModel } from "@/lib/models/commands/finish-logged-model";
import { logModelParams, tagLoggedModel, untagLoggedModel } from "@/lib/models/logged-models/change-logged-model";
import { createLoggedModel } from "@/lib/models/logged-models/create-logged-model";
import { getLoggedModel } from "@/lib/models/logged-models/lock-logged-model";
import { bool, enumeration, keyValue, list, requiredId, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { assertKey, cut, limits } from "../wire/limits";
import { describeLoggedModels } from "./describe";
import { recordOf } from "./message";

type KeyValue = { key: string; value: string };
const loggedModelStatus = enumeration({
  LOGGED_MODEL_STATUS_UNSPECIFIED: 0,
  LOGGED_MODEL_PENDING: 1,
  LOGGED_MODEL_READY: 2,
  LOGGED_MODEL_UPLOAD_FAILED: 3,
});
const statuses = {
  LOGGED_MODEL_STATUS_UNSPECIFIED: "PENDING",
  LOGGED_MODEL_PENDING: "PENDING",
  LOGGED_MODEL_READY: "READY",
  LOGGED_MODEL_UPLOAD_FAILED: "UPLOAD_FAILED",
} as const;

async function answerModel(ctx: Context, model: LoggedModelRow) {
  const [message] = await describeLoggedModels(ctx, [model]);
  return { model: message };
}

/** Keys are held to the rules of the wire, values cut to their limit, as for runs. */
function checked(field: string, entries: readonly KeyValue[], most: number): Record<string, string> {
  entries.forEach(({ key }, index) => {
    assertKey(`${field}[${index}].key`, key, limits.key, "key");
  });
  return recordOf(entries.map(({ key, value }) => ({ key, value: cut(value, most) })));
}
const params = (entries: readonly KeyValue[]) => checked("params", entries, limits.paramValue);
const tags = (entries: readonly KeyValue[]) => checked("tags", entries, limits.runTagValue);

const byId = { model_id: requiredText };
const write = { scope: "ingest" } as const;

export const createLoggedModelHandler = mlflowHandler(
  {
    ...write,
    schema: z.object({
      experiment_id: requiredId,
      name: text.optional(),
      model_type: text.default(""),
      source_run_id: text.optional(),
      params: list(keyValue),
      tags: list(keyValue),
    }),
  },
  async (ctx, input) =>
    answerModel(
      ctx,
      await createLoggedModel(ctx, {
        experimentId: input.experiment_id,
        ...(input.name ? { name: input.name } : {}),
        modelType: input.model_type,
        sourceRunId: input.source_run_id || null,
        params: params(input.params),
        tags: tags(input.tags),
      }),
    ),
);

export const getLoggedModelHandler = mlflowHandler(
  { scope: ["read", "ingest"], schema: z.object({ ...byId, allow_deleted: bool.default(false) }) },
  async (ctx, { model_id, allow_deleted }) =>
    answerModel(ctx, await getLoggedModel(ctx, model_id, ctx.db, allow_deleted)),
);

export const finishLoggedModelHandler = mlflowHandler(
  { ...write, schema: z.object({ ...byId, status: loggedModelStatus }) },
  async (ctx, { model_id, status }) =>
    answerModel(ctx, await finishLoggedModel(ctx, { id: model_id, status: statuses[status] })),
);

export const deleteLoggedModelHandler = mlflowHandler({ ...write, schema: z.object(byId) }, async (ctx, { model_id }) =>
  deleteLoggedModel(ctx, { id: model_id }),
);

export const logModelParamsHandler = mlflowHandler(
  { ...write, schema: z.object({ ...byId, params: list(keyValue) }) },
  async (ctx, input) => logModelParams(ctx, input.model_id, params(input.params)),
);

export const tagLoggedModelHandler = mlflowHandler(
  { ...write, schema: z.object({ ...byId, tags: list(keyValue) }) },
  async (ctx, input) => tagLoggedModel(ctx, input.model_id, tags(input.tags)),
);

export const untagLoggedModelHandler = mlflowHandler(
  { ...write, schema: z.object({ ...byId, tag_key: requiredText }) },
  async (ctx, input) => untagLoggedModel(ctx, input.model_id, input.tag_key),
);
