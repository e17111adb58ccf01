import "server-only";
import { z } from "zod";
import { DomainError } from "@/lib/errors";
import { deleteVersion } from "@/lib/models/commands/delete-version";
import { describeVersion } from "@/lib/models/commands/describe-version";
import { registerVersion } from "@/lib/models/commands/register-version";
import { tagVersion } from "@/lib/models/commands/tag-version";
import { recordOf } from "../logged-models/message";
import type { WireContext } from "../wire/authenticate";
import { keyValue, list, requiredId, requiredText, text } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { describeVersions } from "./describe";
import { requireModel, requireVersion } from "./find";
import { assertNoPrompt, assertRegistryTag } from "./registry-tag";
import { downloadUri, resolveLineage } from "./resolve-source";

const numbered = z.object({ name: requiredText, version: requiredId });
const read = { scope: ["read", "promote"] } as const;
const write = { scope: "promote" } as const;

/** The answer of every call that is about one version. */
export async function answerVersion(ctx: WireContext, name: string, version: string) {
  const [message] = await describeVersions(ctx, [await requireVersion(ctx, name, version)]);
  return { model_version: message };
}

/** The version that a run is already, when that is why it cannot be registered again. */
function registeredAs(error: unknown): number {
  const details = error instanceof DomainError && error.code === "CONFLICT" ? error.extra.details : null;
  if (typeof details === "object" && details !== null && "version" in details && typeof details.version === "number")
    return details.version;
  throw error;
}

/** Registers as the console does. The same thing again answers the version that it is, so that a client may try again. */
export const createModelVersion = mlflowHandler(
  {
    ...write,
    schema: z.object({
      name: requiredText,
      source: requiredText,
      run_id: text.default(""),
      model_id: text.default(""),
      run_link: text.default(""),
      description: text.default(""),
      tags: list(keyValue),
    }),
  },
  async (ctx, input) => {
    const tags = recordOf(input.tags);
    for (const [key, value] of Object.entries(tags)) assertRegistryTag(key, value);
    assertNoPrompt(tags);
    const lineage = await resolveLineage(ctx, { source: input.source, runId: input.run_id, modelId: input.model_id });
    const model = await requireModel(ctx, input.name);
    const { version } = await registerVersion(ctx, {
      modelId: model.id,
      ...lineage,
      description: input.description,
      runLink: input.run_link,
      tags,
      whileRunning: true,
    }).catch((error: unknown) => ({ version: registeredAs(error) }));
    return answerVersion(ctx, input.name, String(version));
  },
);

export const getModelVersion = mlflowHandler({ ...read, schema: numbered }, async (ctx, { name, version }) =>
  answerVersion(ctx, name, version),
);

export const updateModelVersion = mlflowHandler(
  { ...write, schema: numbered.extend({ description: text.optional() }) },
  async (ctx, { name, version, description }) => {
    const found = await requireVersion(ctx, name, version);
    if (description !== undefined) await describeVersion(ctx, { versionId: found.version.id, description });
    return answerVersion(ctx, name, version);
  },
);

export const deleteModelVersion = mlflowHandler({ ...write, schema: numbered }, async (ctx, { name, version }) => {
  await deleteVersion(ctx, { versionId: (await requireVersion(ctx, name, version)).version.id });
});

export const getDownloadUri = mlflowHandler({ ...read, schema: numbered }, async (ctx, { name, version }) => ({
  artifact_uri: await downloadUri(ctx, (await requireVersion(ctx, name, version)).version),
}));

export const setModelVersionTag = mlflowHandler(
  { ...write, schema: numbered.extend({ key: requiredText, value: text.default("") }) },
  async (ctx, { name, version, key, value }) => {
    assertRegistryTag(key, value);
    const found = await requireVersion(ctx, name, version);
    await tagVersion(ctx, { versionId: found.version.id, key, value });
  },
);

export const deleteModelVersionTag = mlflowHandler(
  { ...write, schema: numbered.extend({ key: requiredText }) },
  async (ctx, { name, version, key }) => {
    const found = await requireVersion(ctx, name, version);
    await tagVersion(ctx, { versionId: found.version.id, key, value: null });
  },
);
