import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { auditEvents, loggedModelMetrics, loggedModels, modelVersions, runModels, sources } from "@/db/schema";
import { testDb } from "@/db/testing";
import { serveLean } from "@/lib/lean-server-testing";
import { startSync } from "./commands/start-sync";
import { allowSources } from "./testing";
import { endRun, logRun, start, twoProjects } from "./testing-two-projects";

const { db } = await testDb();
const server = await serveLean();
afterAll(server.close);
beforeEach(() => allowSources(`127.0.0.1:${server.port}`));

type Projects = Awaited<ReturnType<typeof twoProjects>>;
async function logModel({ there }: Projects, name = "forest"): Promise<{ runId: string; modelId: string }> {
  const runId = await logRun(there, 1);
  const { model } = await there.post("logged-models", {
    ...{ experiment_id: "0", name, source_run_id: runId, model_type: "agent" },
    params: [{ key: "depth", value: "3" }],
    tags: [
      { key: "stage", value: "trial" },
      { key: "mlflow.modelVersions", value: '[{"name": "scorer", "version": 1}]' },
    ],
  });
  const modelId = model.info.model_id as string;
  await there.post("runs/outputs", { run_id: runId, models: [{ model_id: modelId, step: 4 }] });
  await there.post("runs/log-batch", {
    run_id: runId,
    metrics: [{ key: "recall", value: 0.5, timestamp: start, step: 4, model_id: modelId }],
  });
  await endRun(there, runId);
  return { runId, modelId };
}
const own = ({ here }: Projects) => eq(loggedModels.projectId, here.project.id);

describe("logged models of a source", () => {
  it("come with parameters, tags, metrics and their runs, name nothing here, and come once", async () => {
    const both = await twoProjects(db, server.address);
    const { runId, modelId } = await logModel(both);
    const { sourceId } = await both.add();
    expect((await both.here.finish(sourceId)).sync?.counts).toMatchObject({ taken: 1, loggedModels: 1, skipped: 0 });
    expect(await db.select().from(loggedModels).where(own(both))).toMatchObject([
      {
        ...{ id: modelId, name: "forest", sourceRunId: runId, sourceId, status: "PENDING", createdBy: null },
        ...{ params: { depth: "3" }, tags: { stage: "trial" } },
        artifactUri: `${server.address}/api/2.0/mlflow-artifacts/artifacts/0/models/${modelId}/artifacts`,
      },
    ]);
    const { id } = both.here.project;
    expect(await db.select().from(loggedModelMetrics).where(eq(loggedModelMetrics.projectId, id))).toMatchObject([
      { modelId, runId, key: "recall", value: 0.5, step: 4 },
    ]);
    expect(await db.select().from(runModels).where(eq(runModels.projectId, id))).toMatchObject([
      { runId, role: "output", modelId, step: 4 },
    ]);
    expect(await db.$count(modelVersions, eq(modelVersions.projectId, id))).toBe(0);
    await startSync(both.here.admin, { sourceId, isFull: true });
    expect((await both.here.finish(sourceId)).sync?.counts).toMatchObject({ loggedModels: 0 });
    const taken = and(eq(auditEvents.projectId, id), eq(auditEvents.action, "source.models_taken"));
    expect(await db.$count(auditEvents, taken)).toBe(1);
  });

  it("never replace one that came another way or was deleted here, and keep what was written on them here", async () => {
    const both = await twoProjects(db, server.address);
    const [first, second, third] = [await logModel(both), await logModel(both), await logModel(both)];
    const { sourceId } = await both.add();
    const [at] = await db.select().from(loggedModels).where(eq(loggedModels.id, first.modelId));
    if (!at) throw new Error("no model");
    await both.here.finish(sourceId);
    const model = (id: string) => and(own(both), eq(loggedModels.id, id));
    await db.update(loggedModels).set({ sourceId: null, name: "own" }).where(model(first.modelId));
    await db.update(loggedModels).set({ deletedAt: new Date() }).where(model(second.modelId));
    await db
      .update(loggedModels)
      .set({ tags: { seen: "here" } })
      .where(model(third.modelId));
    await startSync(both.here.admin, { sourceId, isFull: true });
    const { sync } = await both.here.finish(sourceId);
    expect(sync?.counts).toMatchObject({ loggedModels: 1 });
    const after = new Map((await db.select().from(loggedModels).where(own(both))).map((row) => [row.id, row]));
    expect(after.get(first.modelId)).toMatchObject({ name: "own", sourceId: null });
    expect(after.get(second.modelId)?.deletedAt).not.toBeNull();
    expect(after.get(third.modelId)?.tags).toEqual({ seen: "here", stage: "trial" });
    const skips = await both.here.skips(sourceId);
    expect(skips.map(({ kind, remoteId }) => [kind, remoteId])).toEqual(
      [first.modelId, second.modelId].sort().map((id) => ["logged_model", id]),
    );
    expect(await db.$count(sources, eq(sources.id, sourceId))).toBe(1);
  });
});
