import "server-only";
import { findOwner, modelArtifactUri } from "@/lib/artifacts/owner-query";
import { getLoggedModel } from "@/lib/models/logged-models/lock-logged-model";
import { readLocations } from "../logged-models/describe";
import type { WireContext } from "../wire/authenticate";
import { invalidValue } from "../wire/errors";
import { versionOfAlias } from "./alias-handlers";
import { requireVersion } from "./find";
import { readSource } from "./source";

type Asked = { source: string; runId: string; modelId: string };
/** What a version is made of: the run that gates judge, the logged model if it is one, and its source as it is kept. */
export type Lineage = { runId: string; loggedModelId: string | null; source: string };

const refuse = (source: string, why: string) => invalidValue(`Invalid model version source: '${source}'. ${why}`);
const notOf = (source: string, field: string) =>
  refuse(source, `The ${field} request parameter must identify the resource that contains the source.`);

/**
 * Finds what a version would be made of, and refuses a source that is not the run's or the logged model's own. Without a run
 * there is no evidence to judge, so there is no version.
 */
export async function resolveLineage(ctx: WireContext, asked: Asked): Promise<Lineage> {
  const reading = readSource(asked.source);
  if (!reading.ok) throw invalidValue(reading.message);
  const { source } = reading;
  switch (source.kind) {
    case "logged_model":
      return ofLoggedModel(ctx, source.modelId, asked);
    case "version":
      return ofVersion(ctx, source, asked);
    case "run":
      return ofRun(asked, source.runId);
    case "artifact":
      return ofArtifact(ctx, source.path, asked);
    case "elsewhere":
      if (asked.modelId) return ofLoggedModel(ctx, asked.modelId, { ...asked, modelId: "" });
      if (!asked.runId) throw refuse(asked.source, noRun);
      return { runId: asked.runId, loggedModelId: null, source: asked.source };
  }
}

const noRun =
  "Send the run_id of the run that trained the model: promotions are decided on what its run recorded, so a model without a run cannot be registered.";

async function ofLoggedModel(ctx: WireContext, id: string, asked: Asked): Promise<Lineage> {
  if (asked.modelId && asked.modelId !== id) throw notOf(asked.source, "model_id");
  const model = await getLoggedModel(ctx, id);
  if (!model.sourceRunId)
    throw refuse(
      asked.source,
      `The logged model ${id} was not logged within a run. ${noRun.replace("Send the run_id of", "Log it within")}`,
    );
  if (asked.runId && asked.runId !== model.sourceRunId) throw notOf(asked.source, "run_id");
  return { runId: model.sourceRunId, loggedModelId: id, source: asked.source };
}

type Named = { name: string; version: string | null; alias: string | null };

async function ofVersion(ctx: WireContext, { name, version, alias }: Named, asked: Asked): Promise<Lineage> {
  const number = version ?? String(await versionOfAlias(ctx, name, alias ?? ""));
  const { version: found } = await requireVersion(ctx, name, number);
  if ((asked.runId && asked.runId !== found.runId) || (asked.modelId && asked.modelId !== found.loggedModelId))
    throw refuse(asked.source, "The run_id and model_id request parameters must match the referenced model version.");
  return { runId: found.runId, loggedModelId: found.loggedModelId, source: `models:/${name}/${found.version}` };
}

function ofRun(asked: Asked, runId: string): Lineage {
  if (asked.modelId) throw notOf(asked.source, "model_id");
  if (asked.runId && asked.runId !== runId) throw notOf(asked.source, "run_id");
  return { runId, loggedModelId: null, source: asked.source.replace(/\/+$/, "") };
}

/** A path of the artifact store: below the folder of the run or the logged model that is named, or that it names itself. */
async function ofArtifact(ctx: WireContext, path: string, asked: Asked): Promise<Lineage> {
  const model = /(?:^|\/)models\/(m-[0-9a-f]{32})\/artifacts(?:\/|$)/.exec(path)?.[1];
  if (model) return ofLoggedModel(ctx, model, asked);
  if (asked.modelId) throw notOf(asked.source, "model_id");
  const runId = /^(?:.+\/)?([a-zA-Z0-9][\w-]{0,255})\/artifacts(?:\/|$)/.exec(path)?.[1];
  if (!runId || (asked.runId && asked.runId !== runId)) throw notOf(asked.source, "run_id");
  const root = await runRoot(ctx, runId);
  const folder = root === null ? null : /^mlflow-artifacts:\/{1,3}(.*)$/.exec(root)?.[1];
  if (!folder || !`${path}/`.startsWith(`${folder}/`)) throw notOf(asked.source, "run_id");
  return { runId, loggedModelId: null, source: asked.source.replace(/\/+$/, "") };
}

/** `mlflow-artifacts:/1/RUN/artifacts`; null when the project has no such run. */
const runRoot = async (ctx: WireContext, ownerId: string): Promise<string | null> =>
  (await findOwner(ctx.db, ctx.projectId, { owner: "run", ownerId }))?.rootUri ?? null;

/** Where the files of a version are. */
export async function downloadUri(ctx: WireContext, version: Lineage): Promise<string> {
  if (version.loggedModelId) {
    const model = await getLoggedModel(ctx, version.loggedModelId, ctx.db, true);
    const locations = await readLocations(ctx, [model.experimentId]);
    return modelArtifactUri(model, locations.get(model.experimentId) ?? null);
  }
  const reading = readSource(version.source);
  if (version.source !== "" && reading.ok && reading.source.kind === "elsewhere") return version.source;
  const root = (await runRoot(ctx, version.runId)) ?? `runs:/${version.runId}`;
  if (version.source === "" || !reading.ok) return root;
  if (reading.source.kind === "run" && reading.source.path !== "") return `${root}/${reading.source.path}`;
  return reading.source.kind === "artifact" ? version.source : root;
}
