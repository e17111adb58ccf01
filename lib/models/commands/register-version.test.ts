import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, models, modelVersions, runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { makeMember, makeProject, makeRun } from "../testing";
import { createModel } from "./create-model";
import { registerVersion } from "./register-version";

const { db } = await testDb();
const project = await makeProject(db);
const scientist = await makeMember(db, project.id, ["data_scientist"]);
const reviewer = await makeMember(db, project.id, ["reviewer"]);
const newModel = async (name: string) => (await createModel(scientist, { name, riskTier: "medium" })).modelId;

describe("registerVersion", () => {
  it("numbers versions from 1, binds each to its digest, and records who did it", async () => {
    const id = await newModel("eligibility");
    const first = await registerVersion(scientist, { modelId: id, runId: await makeRun(db, project.id) });
    const second = await registerVersion(scientist, { modelId: id, runId: await makeRun(db, project.id) });
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(first.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const events = await db.select().from(auditEvents).where(eq(auditEvents.objectId, first.versionId));
    expect(events).toMatchObject([
      {
        action: "version.registered",
        objectDigest: first.digest,
        actorRef: expect.stringContaining(scientist.actor.userId),
      },
    ]);
  });

  it("makes one version of a double click and names it to the loser", async () => {
    const id = await newModel("double-click");
    const runId = await makeRun(db, project.id);
    const results = await Promise.allSettled([1, 2, 3].map(() => registerVersion(scientist, { modelId: id, runId })));
    const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(lost).toHaveLength(2);
    for (const error of lost)
      expect(error).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("version 1 of double-click") });
    expect(await db.select().from(modelVersions).where(eq(modelVersions.modelId, id))).toHaveLength(1);
  });

  it("gives versions registered at once numbers of their own", async () => {
    const id = await newModel("at-once");
    const runIds = await Promise.all([1, 2, 3, 4].map(() => makeRun(db, project.id)));
    const made = await Promise.all(runIds.map((runId) => registerVersion(scientist, { modelId: id, runId })));
    expect(made.map((m) => m.version).sort()).toEqual([1, 2, 3, 4]);
  });

  it("makes the model in the same step, or neither", async () => {
    const create = { name: "in-one-step", riskTier: "high" as const };
    await expect(registerVersion(scientist, { newModel: create, runId: "nowhere" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await db.select().from(models).where(eq(models.name, create.name))).toHaveLength(0);
    const made = await registerVersion(scientist, { newModel: create, runId: await makeRun(db, project.id) });
    expect(made).toMatchObject({ modelName: create.name, version: 1 });
  });

  it("wants one model, and names the field of a bad new one", async () => {
    const runId = await makeRun(db, project.id);
    await expect(registerVersion(scientist, { runId })).rejects.toThrow("choose a model");
    await expect(registerVersion(scientist, { runId, newModel: { name: " ", riskTier: "low" } })).rejects.toMatchObject(
      { issues: [{ path: ["newModel", "name"] }] },
    );
  });

  it("refuses roles that may not", async () => {
    const id = await newModel("not-yours");
    await expect(
      registerVersion(reviewer, { modelId: id, runId: await makeRun(db, project.id) }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it.each(["FAILED", "RUNNING", "KILLED"] as const)("refuses a %s run", async (status) => {
    const id = await newModel(`from-${status}`);
    const runId = await makeRun(db, project.id, { status });
    await expect(registerVersion(scientist, { modelId: id, runId })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringContaining(status),
    });
  });

  it("finds neither runs nor models of another project", async () => {
    const other = await makeProject(db);
    const id = await newModel("home");
    const foreignRun = await makeRun(db, other.id);
    await expect(registerVersion(scientist, { modelId: id, runId: foreignRun })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const stranger = await makeMember(db, other.id, ["data_scientist"]);
    await expect(registerVersion(stranger, { modelId: id, runId: foreignRun })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("refuses when the run is no longer what the form showed", async () => {
    const id = await newModel("moved");
    const runId = await makeRun(db, project.id);
    await db
      .update(runs)
      .set({ contentDigest: "sha256:other" })
      .where(and(eq(runs.projectId, project.id), eq(runs.id, runId)));
    await expect(registerVersion(scientist, { modelId: id, runId, seenDigest: "sha256:seen" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});
