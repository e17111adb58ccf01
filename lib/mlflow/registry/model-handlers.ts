import "server-only";
import { z } from "zod";
import type { ModelRow } from "@/db/schema";
import type { Context } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import { createModel } from "@/lib/models/commands/create-model";
import { deleteModel } from "@/lib/models/commands/delete-model";
import { editModel } from "@/lib/models/commands/edit-model";
import { renameModel } from "@/lib/models/commands/rename-model";
import { tagModel } from "@/lib/models/commands/tag-model";
import { recordOf } from "../logged-models/message";
import { MlflowError } from "../wire/errors";
import { keyValue, list, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { readLatestVersions, readModelStates } from "./describe";
import { requireModel } from "./find";
import { modelMessage } from "./message";
import { assertNoPrompt, assertRegistryTag } from "./registry-tag";
import { requireStage } from "./require-stage";

/** Registered models as the wire says them, in the order given. */
export async function describeModels(ctx: Context, found: readonly ModelRow[]) {
  const states = await readModelStates(
    ctx,
    found.map(({ id }) => id),
  );
  const latest = await readLatestVersions(ctx, found, states);
  return found.map((model) =>
    modelMessage(model, {
      latest: (latest.get(model.id) ?? []).map(({ message }) => message),
      aliases: states.get(model.id)?.aliases ?? [],
    }),
  );
}

async function answerModel(ctx: Context, name: string) {
  const [message] = await describeModels(ctx, [await requireModel(ctx, name)]);
  return { registered_model: message };
}

const named = z.object({ name: requiredText });
const write = { scope: "promote" } as const;
const taken = (error: unknown, name: string): never => {
  if (error instanceof DomainError && error.code === "CONFLICT")
    throw new MlflowError("RESOURCE_ALREADY_EXISTS", `Registered Model (name=${name}) already exists.`);
  throw error;
};

/**
 * A model that a client registers starts at high risk, whatever it is for: nobody has looked at it yet, and an assessment that
 * is signed off lowers it.
 */
export const createRegisteredModel = mlflowHandler(
  { ...write, schema: named.extend({ tags: list(keyValue), description: text.default("") }) },
  async (ctx, { name, tags, description }) => {
    const record = recordOf(tags);
    for (const [key, value] of Object.entries(record)) assertRegistryTag(key, value);
    assertNoPrompt(record);
    const made = await createModel(ctx, { name, description, riskTier: "high", tags: record }).catch((error: unknown) =>
      taken(error, name),
    );
    return answerModel(ctx, made.name);
  },
);

export const getRegisteredModel = mlflowHandler({ scope: ["read", "promote"], schema: named }, async (ctx, { name }) =>
  answerModel(ctx, name),
);

export const renameRegisteredModel = mlflowHandler(
  { ...write, schema: named.extend({ new_name: requiredText }) },
  async (ctx, { name, new_name }) => {
    const model = await requireModel(ctx, name);
    const renamed = await renameModel(ctx, { modelId: model.id, name: new_name }).catch((error: unknown) =>
      taken(error, new_name),
    );
    return answerModel(ctx, renamed.name);
  },
);

export const updateRegisteredModel = mlflowHandler(
  { ...write, schema: named.extend({ description: text.optional() }) },
  async (ctx, { name, description }) => {
    const { id: modelId, lockVersion, useCase, ownerUserId } = await requireModel(ctx, name);
    if (description !== undefined) await editModel(ctx, { modelId, lockVersion, useCase, ownerUserId, description });
    return answerModel(ctx, name);
  },
);

export const deleteRegisteredModel = mlflowHandler({ ...write, schema: named }, async (ctx, { name }) => {
  await deleteModel(ctx, { modelId: (await requireModel(ctx, name)).id });
});

export const setRegisteredModelTag = mlflowHandler(
  { ...write, schema: named.extend({ key: requiredText, value: text.default("") }) },
  async (ctx, { name, key, value }) => {
    assertRegistryTag(key, value);
    assertNoPrompt({ [key]: value });
    await tagModel(ctx, { modelId: (await requireModel(ctx, name)).id, key, value });
  },
);

export const deleteRegisteredModelTag = mlflowHandler(
  { ...write, schema: named.extend({ key: requiredText }) },
  async (ctx, { name, key }) => {
    await tagModel(ctx, { modelId: (await requireModel(ctx, name)).id, key, value: null });
  },
);

export const getLatestVersions = mlflowHandler(
  { scope: ["read", "promote"], schema: named.extend({ stages: list(text) }) },
  async (ctx, { name, stages }) => {
    const model = await requireModel(ctx, name);
    const asked = stages.map(requireStage);
    const latest = await readLatestVersions(ctx, [model], await readModelStates(ctx, [model.id]));
    const found = latest.get(model.id) ?? [];
    return {
      model_versions: found
        .filter(({ stage }) => asked.length === 0 || asked.includes(stage))
        .map(({ message }) => message),
    };
  },
);
