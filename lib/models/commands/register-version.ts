import "server-only";
import { and, eq, isNull, max } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { type LoggedModelRow, loggedModels, modelVersions, type RunRow } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { type AccountableContext, accountableUser } from "@/lib/auth/accountable";
import { authorize } from "@/lib/auth/authorize";
import { withTransaction } from "@/lib/context";
import { conflict, invalidInput, notFound, preconditionFailed } from "@/lib/errors";
import { lockModel, touchModel } from "../lock-model";
import { noteVersion } from "../logged-models/note-version";
import { registerVersionInput } from "../schemas";
import { getVersionContent } from "../version-content-query";
import { versionDigest } from "../version-digest";
import { insertModel } from "./create-model";

export type RegisteredVersion = { versionId: string; modelName: string; version: number; digest: string };
type Input = z.output<typeof registerVersionInput>;

/**
 * Registers a FINISHED run, or one model that it logged, as the next version of a model, numbered under a lock on the model. The
 * same thing twice answers CONFLICT with the version it already is, so a double click makes one version. Clients register
 * before their run ends (`whileRunning`): such a version is pending, with a provisional digest, until `sealVersion`.
 */
export async function registerVersion(ctx: AccountableContext, raw: unknown): Promise<RegisteredVersion> {
  authorize(ctx, "version.register");
  const input = registerVersionInput.parse(raw);
  if (input.newModel) authorize(ctx, "model.create");
  return withTransaction(ctx, async (tx) => {
    const registeredBy = await accountableUser(tx, ctx, "version.register");
    const model = await lockOrCreate(tx, ctx, input);
    const { run, content } = await getVersionContent(tx, ctx.projectId, input.runId, input);
    const isPending = assertRegistrable(run, input);
    const logged = input.loggedModelId ? await lockLoggedModelOf(tx, ctx.projectId, input.loggedModelId, run) : null;
    const digest = versionDigest(content);
    await assertNotRegistered(tx, ctx.projectId, model, input, digest);
    if (input.seenDigest !== undefined && input.seenDigest !== digest) {
      throw conflict(
        `Run ${run.name} was imported again with other content since this form was opened. Look at it again before you register it.`,
        { digest },
      );
    }
    const version = await nextVersion(tx, ctx.projectId, model.id);
    const versionId = ctx.newId();
    const at = ctx.now();
    await tx.insert(modelVersions).values({
      projectId: ctx.projectId,
      id: versionId,
      modelId: model.id,
      version,
      runId: run.id,
      loggedModelId: input.loggedModelId,
      source: input.source,
      runLink: input.runLink,
      tags: input.tags,
      digest,
      description: input.description,
      status: isPending ? "pending" : "active",
      registeredBy,
      registeredAt: at,
      updatedAt: at,
    });
    if (logged) await noteVersion(tx, logged, { name: model.name, version });
    await touchModel(tx, ctx, model.id);
    await appendAudit(tx, ctx, {
      action: "version.registered",
      objectType: "version",
      objectId: versionId,
      payload: {
        model: model.name,
        modelId: model.id,
        version,
        runId: run.id,
        runName: run.name,
        ...(input.loggedModelId ? { loggedModelId: input.loggedModelId } : {}),
        ...(isPending ? { pending: true } : {}),
      },
      objectDigest: digest,
    });
    return { versionId, modelName: model.name, version, digest };
  });
}

async function lockOrCreate(tx: Tx, ctx: AccountableContext, { modelId = "", newModel }: Input) {
  if (!newModel) return lockModel(tx, ctx, modelId);
  const made = await insertModel(tx, ctx, newModel);
  return { id: made.modelId, name: made.name };
}

/** Whether the version has to wait for its run. PRECONDITION_FAILED for a run that cannot become one. */
function assertRegistrable(run: RunRow, { whileRunning }: Input): boolean {
  if (run.archivedAt) throw preconditionFailed(`Run ${run.name} is archived; restore it before registering it.`);
  if (run.status === "FINISHED") return false;
  if (whileRunning && (run.status === "RUNNING" || run.status === "SCHEDULED")) return true;
  throw preconditionFailed(`Run ${run.name} is ${run.status}; only a FINISHED run can become a model version.`, {
    status: run.status,
  });
}

async function lockLoggedModelOf(tx: Tx, projectId: number, id: string, run: RunRow): Promise<LoggedModelRow> {
  const [found] = await tx
    .select()
    .from(loggedModels)
    .where(and(eq(loggedModels.projectId, projectId), eq(loggedModels.id, id), isNull(loggedModels.deletedAt)))
    .for("update");
  if (!found) throw notFound(`Logged model ${id}`);
  if (found.sourceRunId !== run.id) throw invalidInput("loggedModelId", `${id} was not logged by run ${run.name}`);
  return found;
}

/** The number after the last that was ever given, to a deleted version too. */
async function nextVersion(tx: Tx, projectId: number, modelId: string): Promise<number> {
  const [last] = await tx
    .select({ version: max(modelVersions.version) })
    .from(modelVersions)
    .where(and(eq(modelVersions.projectId, projectId), eq(modelVersions.modelId, modelId)));
  return (last?.version ?? 0) + 1;
}

/** A run that changed since is something else, and so is another model that it logged. */
async function assertNotRegistered(
  tx: Tx,
  projectId: number,
  model: { id: string; name: string },
  { runId, loggedModelId, source }: Input,
  digest: string,
): Promise<void> {
  const registered = await tx
    .select({
      id: modelVersions.id,
      version: modelVersions.version,
      status: modelVersions.status,
      digest: modelVersions.digest,
      source: modelVersions.source,
    })
    .from(modelVersions)
    .where(
      and(
        eq(modelVersions.projectId, projectId),
        eq(modelVersions.modelId, model.id),
        eq(modelVersions.runId, runId),
        loggedModelId === null ? isNull(modelVersions.loggedModelId) : eq(modelVersions.loggedModelId, loggedModelId),
      ),
    );
  const same = registered.find(
    (version) =>
      (version.status === "pending" && (loggedModelId !== null || version.source === source)) ||
      (version.status !== "deleted" && version.digest === digest),
  );
  if (!same) return;
  throw conflict(`This run is registered already: it is version ${same.version} of ${model.name}.`, {
    model: model.name,
    version: same.version,
    versionId: same.id,
  });
}
