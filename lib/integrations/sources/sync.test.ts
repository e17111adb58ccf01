import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  auditEvents,
  experiments,
  metricPoints,
  modelVersions,
  runInputs,
  runs,
  sources,
  sourceVersions,
} from "@/db/schema";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { setExperimentDeleted } from "@/lib/experiments/commands/delete-experiment";
import { serveLean } from "@/lib/lean-server-testing";
import { removeSource } from "./commands/remove-source";
import { setSourceEnabled } from "./commands/set-source-enabled";
import { startSync } from "./commands/start-sync";
import { getSource } from "./source-query";
import { allowSources } from "./testing";
import { endRun, logRun, twoProjects as projectsOf, start } from "./testing-two-projects";

const { db } = await testDb();
const server = await serveLean();
afterAll(server.close);
beforeEach(() => allowSources(`127.0.0.1:${server.port}`));

const twoProjects = (experiments?: string[]) => projectsOf(db, server.address, experiments);

describe("a sync", () => {
  it("takes runs with parameters, latest metrics, history, tags and dataset inputs", async () => {
    const { there, here, add } = await twoProjects();
    const id = await logRun(there, 7);
    const dataset = { name: "census", digest: "d1", source_type: "s3", source: '{"uri":"s3://x"}', profile: "{}" };
    const tags = [{ key: "mlflow.data.context", value: "training" }];
    await there.post("runs/log-inputs", { run_id: id, datasets: [{ tags, dataset }] });
    await endRun(there, id);
    const { sourceId, found } = await add();
    expect(found).toEqual({ experiments: 1, wanted: 1, more: false });
    const { sync } = await here.finish(sourceId);
    expect(sync).toMatchObject({ state: "done", isFull: true });
    expect(sync?.counts).toMatchObject({ experiments: 1, seen: 1, taken: 1, skipped: 0, points: 4 });
    const [run] = await here.runs();
    expect(run).toMatchObject({
      ...{ id, name: "run-7", status: "FINISHED", params: { depth: 7 }, codeCommit: "abc123" },
      ...{ datasetSnapshot: "census@d1", reportedUser: "lia", metrics: { auc: null, loss: 1 / 3 } },
      metricMarks: { auc: [0, start, "NaN"], loss: [2, start + 2] },
      artifactUri: `${server.address}/api/2.0/mlflow-artifacts/artifacts/0/${id}/artifacts`,
    });
    expect(run?.tags).toMatchObject({ "mlflow.runName": "run-7" });
    const own = (table: typeof metricPoints | typeof runInputs) => eq(table.projectId, here.project.id);
    const points = await db
      .select()
      .from(metricPoints)
      .where(own(metricPoints))
      .orderBy(metricPoints.key, metricPoints.step);
    expect(points.map(({ key, step, at }) => [key, step, at])).toEqual([
      ["auc", 0, start],
      ["loss", 0, start],
      ["loss", 1, start + 1],
      ["loss", 2, start + 2],
    ]);
    expect(await db.select().from(runInputs).where(own(runInputs))).toMatchObject([
      { name: "census", context: "training" },
    ]);
    // The same run logged here has the same digest: it is the same evidence.
    const [original] = await db.select().from(runs).where(eq(runs.projectId, there.project.id));
    expect(run?.contentDigest).toBe(original?.contentDigest);
  });

  it("begins again at its cursor after every page, and takes each run once", async () => {
    const { there, here, add } = await twoProjects();
    const other = (await there.post("experiments/create", { name: "other" })).experiment_id;
    const ids: string[] = [];
    // Many of one start, so that page tokens are needed too.
    for (let place = 0; place < 120; place++) ids.push(await there.newRun({ start_time: start + Math.min(place, 20) }));
    const last = await there.newRun({ experiment_id: other, start_time: start });
    const { sourceId } = await add();
    const { turns, sync } = await here.finish(sourceId, { turnMs: 0 });
    expect(turns).toBeGreaterThan(7);
    expect(sync?.counts).toMatchObject({ experiments: 2, taken: 121, skipped: 0 });
    expect((await here.runs()).map(({ id }) => id).sort()).toEqual([...ids, last].sort());
    expect(await auditedActions(db, sourceId)).toEqual(["source.added", "source.synced"]);
  });

  it("then takes what is new and what had not ended, and leaves the rest unchanged", async () => {
    const { there, here, add } = await twoProjects();
    const open = await logRun(there, 1);
    const ended = await logRun(there, 2);
    await endRun(there, ended);
    const { sourceId } = await add();
    await here.finish(sourceId);
    await there.post("runs/log-batch", {
      run_id: open,
      metrics: [{ key: "loss", value: 0.1, timestamp: start + 9, step: 9 }],
    });
    await endRun(there, open);
    const fresh = await logRun(there, 3, { start_time: Date.UTC(2026, 10, 24) });
    await there.post("runs/set-tag", { run_id: ended, key: "note", value: "looked at" });
    const { sync } = await here.finish(sourceId);
    expect(sync).toMatchObject({ number: 2, isFull: false, state: "done" });
    // The one that was open is read by its id: it started long before the overlap, as did the one that ended.
    expect(sync?.counts).toMatchObject({ taken: 2, skipped: 0 });
    const after = new Map((await here.runs()).map((run) => [run.id, run]));
    expect(after.get(open)).toMatchObject({ status: "FINISHED", metrics: { loss: 0.1 } });
    expect(after.has(fresh)).toBe(true);
    const full = await startSync(here.admin, { sourceId, isFull: true });
    expect(full.sync).toBe(3);
    const again = await here.finish(sourceId);
    expect(again.sync?.counts).toMatchObject({ seen: 4, taken: 0, unchanged: 4, skipped: 0 });
    expect(new Map((await here.runs()).map((run) => [run.id, run.tags.note])).get(ended)).toBe("looked at");
  });

  it("says what it did not take and why, and forgets it once it did", async () => {
    const { there, here, add } = await twoProjects();
    const deleted = await logRun(there, 1);
    await there.post("runs/delete", { run_id: deleted });
    const old = await there.newRun({ start_time: 5 });
    const changed = await logRun(there, 2);
    await endRun(there, changed);
    const { sourceId } = await add();
    const first = await here.finish(sourceId);
    expect(first.sync?.counts).toMatchObject({ seen: 3, taken: 1, skipped: 2 });
    expect(await here.skips(sourceId)).toEqual(
      [
        { kind: "run", remoteId: deleted, reason: "It is deleted at the source." },
        { kind: "run", remoteId: old, reason: "It has no start, or one before 1990." },
      ].sort((a, b) => (a.remoteId < b.remoteId ? -1 : 1)),
    );
    await there.post("runs/restore", { run_id: deleted });
    await there.post("runs/log-metric", { run_id: changed, key: "loss", value: 9, timestamp: start, step: 99 });
    await startSync(here.admin, { sourceId, isFull: true });
    const second = await here.finish(sourceId);
    expect(second.sync?.counts).toMatchObject({ taken: 1, skipped: 2 });
    const reasons = new Map((await here.skips(sourceId)).map(({ remoteId, reason }) => [remoteId, reason]));
    expect(reasons.get(changed)).toMatch(/^It is already here as FINISHED with other content .* does not change/);
    expect(reasons.has(deleted)).toBe(false);
    const [kept] = (await here.runs()).filter(({ id }) => id === changed);
    expect(kept?.metrics.loss).toBeCloseTo(1 / 3);
  });

  it("never writes over a run that came another way, and knows its own again when it is added anew", async () => {
    const { there, here, add } = await twoProjects();
    const ended = await logRun(there, 1);
    await endRun(there, ended);
    const clashing = await logRun(there, 2);
    const { sourceId } = await add();
    const [at] = await db.select().from(runs).where(eq(runs.id, clashing));
    if (!at) throw new Error("no run");
    await db.insert(experiments).values({ projectId: here.project.id, id: "9", name: "own", createdAt: new Date() });
    const own = { ...at, projectId: here.project.id, experimentId: "9", name: "logged here", tags: { own: "1" } };
    await db.insert(runs).values(own);
    const first = await here.finish(sourceId);
    expect(first.sync?.counts).toMatchObject({ seen: 2, taken: 1, skipped: 1 });
    expect(await here.skips(sourceId)).toMatchObject([
      { remoteId: clashing, reason: expect.stringMatching(/another way/) },
    ]);
    const kept = (await here.runs()).find(({ id }) => id === clashing);
    expect(kept).toMatchObject({ name: "logged here", tags: { own: "1" }, experimentId: "9" });
    await removeSource(here.admin, { sourceId });
    const again = await add();
    const { sync } = await here.finish(again.sourceId);
    expect(sync?.counts).toMatchObject({ taken: 0, unchanged: 1, skipped: 1 });
    const named = await db.select().from(experiments).where(eq(experiments.projectId, here.project.id));
    expect(named.map(({ name }) => name).sort()).toEqual(["Default", "own"]);
    expect((await getSource(here.admin, again.sourceId, null)).source.runs).toBe(1);
  });

  it("takes the experiments that are chosen, beside one of the same name, and none that is deleted here", async () => {
    const { there, here, add } = await twoProjects(["credit*", "Default"]);
    const credit = (await there.post("experiments/create", { name: "credit risk" })).experiment_id;
    const fraud = (await there.post("experiments/create", { name: "fraud" })).experiment_id;
    await there.newRun({ experiment_id: credit, start_time: start });
    await there.newRun({ experiment_id: fraud, start_time: start });
    const theirs = await there.newRun({ start_time: start });
    await db
      .insert(experiments)
      .values({ projectId: here.project.id, id: "0", name: "Default", createdAt: new Date() });
    const { sourceId, found } = await add();
    expect(found).toEqual({ experiments: 3, wanted: 2, more: false });
    await here.finish(sourceId);
    const named = await db.select().from(experiments).where(eq(experiments.projectId, here.project.id));
    expect(named.map(({ name }) => name).sort()).toEqual(["Default", "Default (lab)", "credit risk"]);
    const made = named.find(({ name }) => name === "Default (lab)");
    expect((await here.runs()).find(({ id }) => id === theirs)?.experimentId).toBe(made?.id);
    const scientist = await here.as("sam", ["data_scientist"]);
    await setExperimentDeleted(scientist, { experimentId: made?.id ?? "", deleted: true });
    await there.newRun({ start_time: start + 1 });
    await here.finish(sourceId);
    expect(await here.skips(sourceId)).toMatchObject([
      { kind: "experiment", reason: expect.stringMatching(/deleted/) },
    ]);
    expect(await here.runs()).toHaveLength(2);
  });

  it("notes registered versions without registering, naming or serving anything here", async () => {
    const { there, here, add } = await twoProjects();
    const id = await logRun(there, 1);
    await endRun(there, id);
    await there.post("registered-models/create", { name: "scorer" });
    await there.post("model-versions/create", { name: "scorer", source: `runs:/${id}/model`, run_id: id });
    const { sourceId } = await add();
    const { sync } = await here.finish(sourceId);
    expect(sync?.counts).toMatchObject({ models: 1, versions: 1 });
    const own = eq(sourceVersions.projectId, here.project.id);
    expect(await db.select().from(sourceVersions).where(own)).toMatchObject([
      { model: "scorer", version: 1, runId: id },
    ]);
    expect(await db.select().from(modelVersions).where(eq(modelVersions.projectId, here.project.id))).toEqual([]);
    const acts = await db.select().from(auditEvents).where(eq(auditEvents.projectId, here.project.id));
    expect(acts.filter(({ action }) => /^(model|version|promotion|target)\./.test(action))).toEqual([]);
    expect(acts.find(({ action }) => action === "run.imported")).toMatchObject({ actorKind: "system" });
  });
});

describe("a source that fails", () => {
  it("says so, waits longer each time, and goes on at the same page", async () => {
    const { there, here, add, token } = await twoProjects();
    await logRun(there, 1);
    const { sourceId } = await add();
    for (const _ of [1, 2]) await here.turn(sourceId, { turnMs: 0 });
    const [before] = await here.syncs(sourceId);
    expect(before).toMatchObject({ state: "running", cursor: { phase: "runs", experiment: "0", token: null } });
    await db.update(sources).set({ url: "http://127.0.0.1:9" }).where(eq(sources.id, sourceId));
    await here.turn(sourceId);
    expect(await here.one(sourceId)).toMatchObject({
      failures: 1,
      failure: expect.stringMatching(/IMPORT_ALLOWED_HOSTS/),
    });
    allowSources("127.0.0.1:9", `127.0.0.1:${server.port}`);
    await db
      .update(sources)
      .set({ nextSyncAt: new Date(0) })
      .where(eq(sources.id, sourceId));
    await here.turn(sourceId);
    const failing = await here.one(sourceId);
    expect(failing).toMatchObject({ failures: 2, failure: expect.stringMatching(/connection was refused/) });
    expect(failing.failure).not.toContain(token);
    await db.update(sources).set({ url: server.address }).where(eq(sources.id, sourceId));
    const { sync } = await here.finish(sourceId);
    expect(sync).toMatchObject({ number: 1, state: "done", counts: { taken: 1 } });
    expect(await here.one(sourceId)).toMatchObject({ failures: 0, failure: null, failingSince: null });
  });

  it("stops where it is when it is switched off, and writes nothing more", async () => {
    const { there, here, add } = await twoProjects();
    await logRun(there, 1);
    const { sourceId } = await add();
    await here.turn(sourceId, { turnMs: 0 });
    await setSourceEnabled(here.admin, { sourceId, isEnabled: false });
    await here.turn(sourceId);
    expect(await here.runs()).toEqual([]);
    expect(await here.syncs(sourceId)).toMatchObject([{ state: "stopped" }]);
    await expect(startSync(here.admin, { sourceId })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  });

  it("is read by one worker at a time, and a page that two have read is written once", async () => {
    const { there, here, add } = await twoProjects();
    for (let place = 0; place < 5; place++) await logRun(there, place);
    const { sourceId } = await add();
    await Promise.all([here.turn(sourceId), here.turn(sourceId), here.turn(sourceId)]);
    expect(await here.syncs(sourceId)).toMatchObject([{ state: "done", counts: { seen: 5, taken: 5 } }]);
  });
});
