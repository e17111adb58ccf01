import type { ModelRow, ModelVersionRow } from "@/db/schema";
import type { Stage } from "@/lib/models/stage";
import { keyValues } from "../logged-models/message";

type VersionFacts = { model: string; stage: Stage; aliases: readonly string[] };

/** A model version as the wire says it. Files are there while a version is pending, so clients need not wait for it. */
export const versionMessage = (version: ModelVersionRow, { model, stage, aliases }: VersionFacts) => ({
  name: model,
  version: String(version.version),
  creation_timestamp: version.registeredAt.getTime(),
  last_updated_timestamp: version.updatedAt.getTime(),
  current_stage: stage,
  description: version.description,
  source: version.source || `runs:/${version.runId}`,
  run_id: version.runId,
  status: "READY",
  tags: keyValues(version.tags),
  run_link: version.runLink,
  aliases,
  model_id: version.loggedModelId,
});
export type VersionMessage = ReturnType<typeof versionMessage>;

type ModelFacts = {
  latest: readonly VersionMessage[];
  aliases: readonly { alias: string; version: number }[];
};

/** A registered model as the wire says it, with its newest version in each stage. */
export const modelMessage = (model: ModelRow, { latest, aliases }: ModelFacts) => ({
  name: model.name,
  creation_timestamp: model.createdAt.getTime(),
  last_updated_timestamp: model.updatedAt.getTime(),
  description: model.description || undefined,
  // Inside a model the aliases of its versions are said once, below.
  latest_versions: latest.map(({ aliases: _, ...version }) => version),
  tags: keyValues(model.tags),
  aliases: aliases.map(({ alias, version }) => ({ alias, version: String(version) })),
});
