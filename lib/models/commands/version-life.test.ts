import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { modelVersions, runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { buildWorld } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import { sealIfEnded, sealVersionsOfRun } from "../seal-pending";
import { makeRun } from "../testing";
import { makeRegistry } from "../version-testing";
import { archiveVersion } from "./archive-version";
import { createModel } from "./create-model";
import { deleteModel } from "./delete-model";
import { deleteVersion } from "./delete-version";
import { registerVersion } from "./register-version";
import { sealVersion } from "./seal-version";
import { tagModel } from "./tag-model";

const { db, sql } = await testDb();
const { project, scientist, officer, viewer, stranger, newVersion, actions, row } = await makeRegistry(db);
const forbidden = { code: "FORBIDDEN" };
const missing = { code: "NOT_FOUND" };
const refused = { code: "PRECONDITION_FAILED" };

describe("archiveVersion", () => {
  it("archives and restores what serves nowhere", async () => {
    const { versionId } = await newVersion();
    await archiveVersion(scientist, { versionId, archived: true });
    await archiveVersion(scientist, { versionId, archived: true });
    await archiveVersion(scientist, { versionId, archived: false });
    expect((await actions(versionId)).slice(1)).toEqual(["version.archived", "version.restored"]);
    const blank = archiveVersion(scientist, { versionId, archived: true, reason: "  " });
    await expect(blank).rejects.toThrow("must not be empty");
    await archiveVersion(scientist, { versionId, archived: true, reason: "Trained on rows that were withdrawn." });
    expect(await row(versionId)).toMatchObject({ status: "archived" });
    const said = await sql`select p.field, p.value from audit_private p join audit_events e on e.event_id = p.event_id
      where e.object_id = ${versionId} and e.action = 'version.archived' and p.field = 'reason'`;
    expect(said.map(({ value }) => value)).toEqual(["Trained on rows that were withdrawn."]);
    await expect(archiveVersion(viewer, { versionId, archived: true })).rejects.toMatchObject(forbidden);
    await expect(archiveVersion(stranger, { versionId, archived: true })).rejects.toMatchObject(missing);
  });

  it("refuses the live version and one that is being promoted", async () => {
    const world = await buildWorld(db);
    await expect(archiveVersion(world.as("maya"), { versionId: world.live, archived: true })).rejects.toThrow(
      "is live",
    );
    await request(world);
    await expect(archiveVersion(world.as("maya"), { versionId: world.candidate, archived: true })).rejects.toThrow(
      "open promotion P-1",
    );
  });
});

describe("deleting", () => {
  it("keeps the row and the number of a version", async () => {
    const { modelId, versionId, runId } = await newVersion();
    await deleteVersion(scientist, { versionId });
    expect(await row(versionId)).toMatchObject({ status: "deleted", version: 1 });
    await expect(deleteVersion(scientist, { versionId })).rejects.toMatchObject(missing);
    const again = await registerVersion(scientist, { modelId, runId });
    expect(again.version).toBe(2);
    expect(await actions(versionId)).toEqual(["version.registered", "version.deleted"]);
    await expect(sql`delete from model_versions where id = ${versionId}`).rejects.toMatchObject({ code: "CS003" });
    await expect(sql`update model_versions set status = 'active' where id = ${versionId}`).rejects.toMatchObject({
      code: "CS008",
    });
  });

  it("keeps a model under another name and gives its own anew", async () => {
    const { modelId, versionId, name } = await newVersion();
    const { kept } = await deleteModel(scientist, { modelId });
    expect(await row(versionId)).toMatchObject({ status: "deleted" });
    expect(kept).toContain(`${name} (deleted `);
    expect((await createModel(scientist, { name, riskTier: "high" })).modelId).not.toBe(modelId);
    for (const act of [
      () => deleteModel(scientist, { modelId }),
      async () => registerVersion(scientist, { modelId, runId: await makeRun(db, project.id) }),
      () => tagModel(scientist, { modelId, key: "a", value: "b" }),
    ])
      await expect(act()).rejects.toMatchObject(missing);
    expect(await actions(modelId)).toEqual(["model.created", "model.deleted"]);
  });

  it("refuses what is live, tried in a rollout, or being promoted, and says what would allow it", async () => {
    const world = await buildWorld(db);
    const maya = world.as("maya");
    await expect(deleteVersion(maya, { versionId: world.live })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("Roll back or promote another version there; then it can be deleted."),
    });
    await expect(deleteModel(maya, { modelId: world.modelId })).rejects.toThrow("is live");
    await request(world);
    await expect(deleteVersion(maya, { versionId: world.candidate })).rejects.toThrow("Withdraw it");
    expect(await row(world.candidate)).toMatchObject({ status: "active" });
  });

  it("is for those who may", async () => {
    const { modelId, versionId } = await newVersion();
    await expect(deleteModel(officer, { modelId })).rejects.toMatchObject(forbidden);
    await expect(deleteVersion(viewer, { versionId })).rejects.toMatchObject(forbidden);
    await expect(deleteModel(stranger, { modelId })).rejects.toMatchObject(missing);
    await expect(deleteVersion(stranger, { versionId })).rejects.toMatchObject(missing);
  });

  it("and requesting a promotion at once leave one of the two", async () => {
    const world = await buildWorld(db, { live: false });
    const results = await Promise.allSettled([
      deleteVersion(world.as("maya"), { versionId: world.candidate }),
      request(world),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("a version whose run has not ended", () => {
  let made = 0;
  async function pending() {
    const { modelId } = await createModel(scientist, { name: `pending-${++made}`, riskTier: "medium" });
    const runId = await makeRun(db, project.id, { status: "RUNNING" });
    const { versionId, digest } = await registerVersion(scientist, { modelId, runId, whileRunning: true });
    return { modelId, runId, versionId, digest };
  }
  const end = (runId: string, status: "FINISHED" | "FAILED") =>
    db
      .update(runs)
      .set({ status, contentDigest: "sha256:at-the-end" })
      .where(and(eq(runs.projectId, project.id), eq(runs.id, runId)));

  it("is pending until the run is FINISHED, then its digest is taken once and for all", async () => {
    const { versionId, runId, digest } = await pending();
    expect(await row(versionId)).toMatchObject({ status: "pending", digest });
    expect(await sealIfEnded(scientist, versionId)).toEqual({ sealed: false });
    await end(runId, "FINISHED");
    await sealVersionsOfRun(scientist, runId);
    const sealed = await row(versionId);
    expect(sealed.status).toBe("active");
    expect(sealed.digest).not.toBe(digest);
    await sealVersionsOfRun(scientist, runId);
    expect(await actions(versionId)).toEqual(["version.registered", "version.sealed"]);
    await expect(sql`update model_versions set digest = 'x' where id = ${versionId}`).rejects.toMatchObject({
      code: "CS008",
    });
    await expect(sql`update model_versions set status = 'pending' where id = ${versionId}`).rejects.toMatchObject({
      code: "CS008",
    });
  });

  it("stays pending when the run fails", async () => {
    const { versionId, runId } = await pending();
    await end(runId, "FAILED");
    await sealVersionsOfRun(scientist, runId);
    expect(await row(versionId)).toMatchObject({ status: "pending" });
  });

  it("is sealed once, by whoever comes first", async () => {
    const { versionId, runId } = await pending();
    await end(runId, "FINISHED");
    const sealed = await Promise.all([1, 2, 3].map(() => sealIfEnded(scientist, versionId)));
    expect(sealed.filter((one) => one.sealed)).toHaveLength(1);
  });

  it("is the same version when the client registers it again", async () => {
    const { modelId, runId } = await pending();
    await expect(registerVersion(scientist, { modelId, runId, whileRunning: true })).rejects.toMatchObject({
      code: "CONFLICT",
      extra: { details: { version: 1 } },
    });
  });

  it("is sealed by the installation alone, and cannot be archived before", async () => {
    const { versionId } = await pending();
    await expect(sealVersion(scientist, { versionId })).rejects.toMatchObject(forbidden);
    await expect(archiveVersion(scientist, { versionId, archived: true })).rejects.toThrow("pending");
  });

  it("cannot be promoted, in the command and in the database", async () => {
    const world = await buildWorld(db, { live: false });
    const [candidate] = await db.select().from(modelVersions).where(eq(modelVersions.id, world.candidate));
    await db
      .update(runs)
      .set({ status: "RUNNING" })
      .where(and(eq(runs.projectId, world.projectId), eq(runs.id, candidate?.runId ?? "")));
    const running = await registerVersion(world.as("maya"), {
      modelId: world.modelId,
      runId: candidate?.runId ?? "",
      source: "runs:/x/other",
      whileRunning: true,
    });
    await expect(request(world, { versionId: running.versionId })).rejects.toThrow("its run is still RUNNING");
    await expect(
      sql`insert into promotions (project_id, id, number, model_id, version_id, environment, state, reason, rollout_plan,
        rollback_plan, target_id, requested_by, requested_at, policy_version_id)
        select ${world.projectId}, 'p', 99, ${world.modelId}, ${running.versionId}, 'production', 'evaluating', 'x', '{}', '{}',
        ${world.targetId}, ${world.ids.maya.userId}, now(), 'x'`,
    ).rejects.toMatchObject({ code: "CS008" });
  });
});

describe("a run that changed after it was registered", () => {
  it("can be registered again as another version, and the first is promoted no more", async () => {
    const world = await buildWorld(db, { live: false });
    const [candidate] = await db.select().from(modelVersions).where(eq(modelVersions.id, world.candidate));
    const runId = candidate?.runId ?? "";
    await db.update(runs).set({ contentDigest: "sha256:changed" }).where(eq(runs.id, runId));
    await expect(request(world)).rejects.toThrow("changed after income-eligibility 2 was registered");
    const again = await registerVersion(world.as("maya"), { modelId: world.modelId, runId });
    expect(again.version).toBe(3);
    await expect(registerVersion(world.as("maya"), { modelId: world.modelId, runId })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

it("numbers versions registered by twenty clients at once from 1 to 20", async () => {
  const { modelId } = await createModel(scientist, { name: "twenty", riskTier: "medium" });
  const runIds = await Promise.all(Array.from({ length: 20 }, () => makeRun(db, project.id)));
  const versions = await Promise.all(runIds.map((runId) => registerVersion(scientist, { modelId, runId })));
  expect(versions.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
});
