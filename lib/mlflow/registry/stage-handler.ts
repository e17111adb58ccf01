import "server-only";
import { z } from "zod";
import { archiveVersion } from "@/lib/models/commands/archive-version";
import { readServing } from "@/lib/models/serving-query";
import { environmentOfStage, stageOf } from "@/lib/models/stage";
import { whyStageBound } from "@/lib/models/why-bound";
import { invalidValue } from "../wire/errors";
import { bool, requiredId, requiredText } from "../wire/fields";
import { mlflowHandler } from "../wire/handler";
import { requireVersion } from "./find";
import { governed } from "./refuse-bound";
import { requireStage } from "./require-stage";
import { answerVersion } from "./version-handlers";

/**
 * Stages are read from where a version serves, so no client sets one that says so. What is left: archiving a version that serves
 * nowhere, and taking it out of the archive.
 */
export const transitionStage = mlflowHandler(
  {
    scope: "promote",
    schema: z.object({
      name: requiredText,
      version: requiredId,
      stage: requiredText,
      archive_existing_versions: bool.default(false),
    }),
  },
  async (ctx, { name, version: number, stage: asked, archive_existing_versions }) => {
    const stage = requireStage(asked);
    const { model, version } = await requireVersion(ctx, name, number);
    const { places, serving } = await readServing(ctx.db, ctx.projectId, model.id);
    const current = stageOf(version, serving, places.environments);
    if (archive_existing_versions && (stage === "None" || stage === "Archived"))
      throw invalidValue(
        `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are ('Staging', 'Production')`,
      );
    const isServing = current === "Production" || current === "Staging";
    if (stage === current && !archive_existing_versions) return answerVersion(ctx, name, number);
    if (stage === "Production" || stage === "Staging")
      throw governed(
        ctx,
        whyStageBound(model.name, stage, environmentOfStage(stage, places.environments)),
        name,
        version.version,
      );
    if (stage === "None" && isServing)
      throw governed(
        ctx,
        whyStageBound(model.name, current, environmentOfStage(current, places.environments)),
        name,
        version.version,
      );
    if (version.status !== "pending" || stage === "Archived")
      await archiveVersion(ctx, { versionId: version.id, archived: stage === "Archived" });
    return answerVersion(ctx, name, number);
  },
);
