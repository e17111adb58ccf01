import { expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { buildWorld } from "@/lib/promotions/testing";
import { listAliases } from "./aliases-query";
import { deleteModel } from "./commands/delete-model";
import { freeAlias } from "./commands/free-alias";
import { setAlias } from "./commands/set-alias";
import { findModelByName, listModels } from "./queries";

const { db } = await testDb();

it("shows bound aliases where they serve, freed ones with the reason, and those of clients", async () => {
  const world = await buildWorld(db);
  const { modelId, candidate } = world;
  await setAlias(world.as("maya"), { modelId, versionId: candidate, alias: "challenger" });
  await freeAlias(world.as("ines"), { modelId, alias: "champion", free: true, reason: "Batch only" });
  const before = await listAliases(world.as("vera"), modelId);
  expect(before.find(({ alias }) => alias === "production")).toMatchObject({ versions: [1], boundTo: "production" });
  expect(before.find(({ alias }) => alias === "challenger")).toMatchObject({
    versions: [2],
    boundTo: null,
    freed: null,
  });
  expect(before.find(({ alias }) => alias === "champion")).toMatchObject({
    versions: [],
    boundTo: null,
    freed: { reason: "Batch only", boundTo: "production" },
  });
  await setAlias(world.as("maya"), { modelId, versionId: candidate, alias: "champion" });
  const after = await listAliases(world.as("vera"), modelId);
  expect(after.filter(({ alias }) => alias === "champion")).toMatchObject([
    { versions: [2], set: { by: "Maya Lind" } },
  ]);
});

it("leaves a deleted model out of lists and keeps its page under its new name", async () => {
  const world = await buildWorld(db, { live: false });
  const { kept } = await deleteModel(world.as("maya"), { modelId: world.modelId });
  expect(await listModels(world.as("vera"))).toEqual([]);
  expect(await findModelByName(world.as("vera"), kept)).toMatchObject({ id: world.modelId });
});
