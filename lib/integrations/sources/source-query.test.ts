import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { serveLean } from "@/lib/lean-server-testing";
import { findOrigin } from "./run-origin-query";
import { getSource, listSources } from "./source-query";
import { allowSources, importingProject } from "./testing";
import { endRun, logRun, twoProjects } from "./testing-two-projects";

const { db } = await testDb();
const server = await serveLean();
afterAll(server.close);
beforeEach(() => allowSources(`127.0.0.1:${server.port}`));

describe("the page of a source", () => {
  it("shows progress, syncs, what was not taken page by page, and versions with their runs, but never its secret", async () => {
    const { there, here, add, token } = await twoProjects(db, server.address);
    const id = await logRun(there, 1);
    await endRun(there, id);
    await there.post("registered-models/create", { name: "scorer" });
    await there.post("model-versions/create", { name: "scorer", source: `runs:/${id}/model`, run_id: id });
    await there.post("registered-models/alias", { name: "scorer", alias: "best", version: "1" });
    for (let place = 0; place < 60; place++) await there.newRun({ start_time: 5 });
    const { sourceId } = await add();
    for (const _ of [1, 2]) await here.turn(sourceId, { turnMs: 0 });
    const half = await getSource(here.admin, sourceId, null);
    expect(half.progress).toEqual({ share: 0.05, text: "experiment 1 of 1, 0 runs read" });
    expect(half.source).toMatchObject({ isRunning: true, lastSyncAt: null });
    await here.finish(sourceId);
    const page = await getSource(here.admin, sourceId, null);
    expect(page).toMatchObject({ progress: null, experimentCount: 1, versionCount: 1 });
    expect(page.source).toMatchObject({ isRunning: false, runs: 1, skipped: 60 });
    expect(page.versions).toMatchObject([{ model: "scorer", version: 1, aliases: ["best"], runId: id, isHere: true }]);
    const rest = await getSource(here.admin, sourceId, page.nextSkips);
    expect(new Set([...page.skips, ...rest.skips].map(({ remoteId }) => remoteId)).size).toBe(60);
    expect(rest.nextSkips).toBeNull();
    expect(JSON.stringify(page)).not.toContain(token);
    expect(JSON.stringify(page)).not.toContain((await here.one(sourceId)).secret);
    const reader = await here.as("rea", ["viewer"]);
    expect(await findOrigin(reader, id)).toEqual({
      name: "lab",
      href: `${server.address}/#/experiments/0/runs/${id}`,
    });
    expect(await findOrigin(there.person, id)).toBeNull();
    await expect(getSource(reader, sourceId, null)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = (await importingProject(db, "stranger")).admin;
    await expect(getSource(stranger, sourceId, null)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listSources(stranger)).toEqual([]);
  });
});
