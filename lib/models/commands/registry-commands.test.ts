import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { modelAliases, models } from "@/db/schema";
import { testDb } from "@/db/testing";
import { publishByTwo } from "@/lib/governance/drafts/testing-drafts";
import { findApplicablePolicy } from "@/lib/governance/queries";
import { buildWorld } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import { makeRun } from "../testing";
import { makeRegistry } from "../version-testing";
import { deleteVersion } from "./delete-version";
import { describeVersion } from "./describe-version";
import { freeAlias } from "./free-alias";
import { registerVersion } from "./register-version";
import { removeAlias } from "./remove-alias";
import { renameModel } from "./rename-model";
import { setAlias } from "./set-alias";
import { tagModel } from "./tag-model";
import { tagVersion } from "./tag-version";

const { db } = await testDb();
const { project, scientist, officer, viewer, stranger, newVersion, actions, row } = await makeRegistry(db);
const forbidden = { code: "FORBIDDEN" };
const missing = { code: "NOT_FOUND" };
const refused = { code: "PRECONDITION_FAILED" };

describe("renameModel", () => {
  it("gives a free name, once, on record", async () => {
    const { modelId, name } = await newVersion();
    expect(await renameModel(scientist, { modelId, name: "renamed" })).toEqual({ name: "renamed" });
    expect(await renameModel(scientist, { modelId, name: "renamed" })).toEqual({ name: "renamed" });
    expect(await actions(modelId)).toEqual(["model.created", "model.renamed"]);
    const taken = await newVersion();
    await expect(renameModel(scientist, { modelId: taken.modelId, name: "renamed" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(renameModel(scientist, { modelId, name: `${name}/x` })).rejects.toThrow("must not contain");
    await expect(renameModel(viewer, { modelId, name: "x" })).rejects.toMatchObject(forbidden);
    await expect(renameModel(stranger, { modelId, name: "x" })).rejects.toMatchObject(missing);
  });

  it("is no way out of serving, of a promotion, or of a policy", async () => {
    const world = await buildWorld(db);
    const maya = world.as("maya");
    await expect(renameModel(maya, { modelId: world.modelId, name: "y" })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("live on"),
    });
    const empty = await buildWorld(db, { live: false });
    await request(empty);
    await expect(renameModel(empty.as("maya"), { modelId: empty.modelId, name: "y" })).rejects.toThrow("P-1");
    const bound = await buildWorld(db, { live: false });
    const place = { model: "income-eligibility", tier: "medium", environment: "production" } as const;
    const policy = (await findApplicablePolicy(bound.system(), place))?.policy;
    if (!policy) throw new Error("no policy");
    await publishByTwo(bound, { ...policy, name: "one model", models: ["income-eligibility"] });
    await expect(renameModel(bound.as("maya"), { modelId: bound.modelId, name: "y" })).rejects.toThrow(
      "A policy is bound to the name income-eligibility",
    );
  });
});

describe("tags", () => {
  it("are set and removed on models and versions, each change on record, none for what is so already", async () => {
    const { modelId, versionId } = await newVersion();
    for (const value of ["a", "a", "b", null, null]) {
      await tagModel(scientist, { modelId, key: "team", value });
      await tagVersion(scientist, { versionId, key: "team", value });
    }
    const expected = ["tagged", "tagged", "untagged"];
    expect((await actions(modelId)).slice(1)).toEqual(expected.map((verb) => `model.${verb}`));
    expect((await actions(versionId)).slice(1)).toEqual(expected.map((verb) => `version.${verb}`));
  });

  it("are both kept when two clients set different ones at once", async () => {
    const { modelId, versionId } = await newVersion();
    const keys = Array.from({ length: 12 }, (_, i) => `k${i}`);
    await Promise.all(
      keys.flatMap((key) => [
        tagModel(scientist, { modelId, key, value: "x" }),
        tagVersion(scientist, { versionId, key, value: "x" }),
      ]),
    );
    expect(Object.keys((await row(versionId)).tags).sort()).toEqual(keys.sort());
    const [model] = await db.select().from(models).where(eq(models.id, modelId));
    expect(Object.keys(model?.tags ?? {}).sort()).toEqual(keys.sort());
  });

  it("refuse other roles, other projects and what cannot be stored", async () => {
    const { modelId, versionId } = await newVersion();
    await expect(tagModel(officer, { modelId, key: "a", value: "b" })).rejects.toMatchObject(forbidden);
    await expect(tagVersion(viewer, { versionId, key: "a", value: "b" })).rejects.toMatchObject(forbidden);
    await expect(tagModel(stranger, { modelId, key: "a", value: "b" })).rejects.toMatchObject(missing);
    await expect(tagVersion(stranger, { versionId, key: "a", value: "b" })).rejects.toMatchObject(missing);
    await expect(tagModel(scientist, { modelId, key: "", value: "b" })).rejects.toThrow("must not be empty");
    await expect(tagModel(scientist, { modelId, key: "a", value: "\0" })).rejects.toThrow("null or broken");
    const long = "x".repeat(100_000);
    await tagModel(scientist, { modelId, key: "long", value: long });
    await expect(tagModel(scientist, { modelId, key: "long", value: `${long}x` })).rejects.toThrow("100,000");
  });
});

describe("describeVersion", () => {
  it("changes the words and not the digest", async () => {
    const { versionId } = await newVersion();
    const { digest } = await row(versionId);
    await describeVersion(scientist, { versionId, description: "trained on 2026 data" });
    expect(await row(versionId)).toMatchObject({ description: "trained on 2026 data", digest });
    expect(await actions(versionId)).toEqual(["version.registered", "version.described"]);
    await expect(describeVersion(viewer, { versionId, description: "x" })).rejects.toMatchObject(forbidden);
    await expect(describeVersion(stranger, { versionId, description: "x" })).rejects.toMatchObject(missing);
  });
});

describe("aliases", () => {
  it("that are bound to nothing move freely, each move on record", async () => {
    const { modelId, versionId, name } = await newVersion();
    const second = await registerVersion(scientist, { modelId, runId: await makeRun(db, project.id) });
    await setAlias(scientist, { modelId, versionId, alias: "challenger" });
    await setAlias(scientist, { modelId, versionId, alias: "challenger" });
    await setAlias(scientist, { modelId, versionId: second.versionId, alias: "challenger" });
    expect(await removeAlias(scientist, { modelId, alias: "challenger" })).toEqual({ removed: true });
    expect(await removeAlias(scientist, { modelId, alias: "challenger" })).toEqual({ removed: false });
    expect((await actions(modelId)).slice(1)).toEqual(["model.alias_set", "model.alias_set", "model.alias_removed"]);
    expect(name).toBeTruthy();
  });

  it.each(["production", "Champion", "STAGING", "ｌｉｖｅ", "prod"])(
    "bound to an environment, such as %s, are refused with what moves them",
    async (alias) => {
      const { modelId, versionId } = await newVersion();
      for (const act of [
        () => setAlias(scientist, { modelId, versionId, alias }),
        () => removeAlias(scientist, { modelId, alias }),
      ])
        await expect(act()).rejects.toMatchObject({
          ...refused,
          message: expect.stringContaining("only an executed promotion moves it"),
        });
      expect(await db.select().from(modelAliases).where(eq(modelAliases.modelId, modelId))).toEqual([]);
    },
  );

  it("are freed for one model by a risk officer alone, with a reason, and bound again with what was set meanwhile gone", async () => {
    const { modelId, versionId } = await newVersion();
    const free = { modelId, alias: "Champion", free: true, reason: "Batch scoring only; nobody serves from it" };
    await expect(freeAlias(scientist, free)).rejects.toMatchObject(forbidden);
    await expect(freeAlias(stranger, free)).rejects.toMatchObject(missing);
    await expect(freeAlias(officer, { ...free, reason: " " })).rejects.toThrow("must not be empty");
    await expect(freeAlias(officer, { ...free, alias: "challenger" })).rejects.toThrow("bound to nothing");
    await freeAlias(officer, free);
    await expect(freeAlias(officer, free)).rejects.toMatchObject({ code: "CONFLICT" });
    await setAlias(scientist, { modelId, versionId, alias: "champion" });
    const elsewhere = await newVersion();
    await expect(
      setAlias(scientist, { modelId: elsewhere.modelId, versionId: elsewhere.versionId, alias: "champion" }),
    ).rejects.toMatchObject(refused);
    await freeAlias(officer, { ...free, free: false });
    expect(await db.select().from(modelAliases).where(eq(modelAliases.modelId, modelId))).toEqual([]);
    await expect(setAlias(scientist, { modelId, versionId, alias: "champion" })).rejects.toMatchObject(refused);
    expect((await actions(modelId)).slice(1)).toEqual(["model.alias_freed", "model.alias_set", "model.alias_bound"]);
  });

  it("lead to versions of their own model, and to none that is deleted", async () => {
    const one = await newVersion();
    const two = await newVersion();
    await expect(
      setAlias(scientist, { modelId: one.modelId, versionId: two.versionId, alias: "a" }),
    ).rejects.toMatchObject(refused);
    await setAlias(scientist, { modelId: one.modelId, versionId: one.versionId, alias: "a" });
    await deleteVersion(scientist, { versionId: one.versionId });
    expect(await db.select().from(modelAliases).where(eq(modelAliases.modelId, one.modelId))).toEqual([]);
    await expect(
      setAlias(scientist, { modelId: one.modelId, versionId: one.versionId, alias: "a" }),
    ).rejects.toMatchObject(missing);
    await expect(
      setAlias(viewer, { modelId: one.modelId, versionId: one.versionId, alias: "a" }),
    ).rejects.toMatchObject(forbidden);
  });
});
