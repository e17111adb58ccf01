import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { testDb } from "@/db/testing";
import { findCardPage } from "../card-page-query";
import { findModelPage } from "../model-page-query";
import { listModels } from "../queries";
import { makeMember, makeProject, makeRun } from "../testing";
import { findVersionPage } from "../version-page-query";
import { createModel } from "./create-model";
import { editCard } from "./edit-card";
import { editModel } from "./edit-model";
import { registerVersion } from "./register-version";

const { db } = await testDb();
const project = await makeProject(db);
const scientist = await makeMember(db, project.id, ["data_scientist"], "Marta Lindqvist");
const risk = await makeMember(db, project.id, ["risk_officer"], "Ines Okafor");
const viewer = await makeMember(db, project.id, ["viewer"]);
const card = {
  overview: "",
  intendedUse: "",
  outOfScope: "",
  limitations: "",
  ethicalConsiderations: "",
  humanOversight: "",
};
const actionsOn = async (objectId: string) =>
  (
    await db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.objectId, objectId))
      .orderBy(auditEvents.eventId)
  ).map((e) => e.action);

describe("createModel", () => {
  it("takes names of any script and finds them again", async () => {
    for (const name of [
      "<script>alert(1)</script>".replace("/", ""),
      "مراجعة الأهلية",
      "👩‍⚖️ model",
      "income-eligibility",
    ]) {
      const { modelId } = await createModel(scientist, { name, riskTier: "medium", ownerUserId: risk.actor.userId });
      expect((await findModelPage(scientist, name))?.model.id).toBe(modelId);
      expect(await actionsOn(modelId)).toEqual(["model.created"]);
    }
    expect((await listModels(scientist)).map((m) => m.name)).toContain("مراجعة الأهلية");
  });

  it.each([
    ["", "must not be empty"],
    ["a/b", "must not contain"],
    ["register", "reserved"],
    ["x".repeat(1_000_000), "at most 256"],
    ["evil\u202Etxt", "text-direction"],
  ])("refuses the name %.20s", async (name, message) => {
    await expect(createModel(scientist, { name, riskTier: "medium" })).rejects.toThrow(message);
  });

  it("refuses a second model of the same name, also at once", async () => {
    const results = await Promise.allSettled(
      [1, 2].map(() => createModel(scientist, { name: "twice", riskTier: "medium" })),
    );
    expect(results.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((r) => r.status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });

  it("takes low risk from a risk officer only, also in the step that registers a version", async () => {
    const low = { name: "letters", riskTier: "low" as const };
    const refused = {
      code: "INVALID_INPUT",
      extra: { fieldErrors: { riskTier: [expect.stringContaining("risk officer")] } },
    };
    await expect(createModel(scientist, low)).rejects.toMatchObject(refused);
    const runId = await makeRun(db, project.id);
    await expect(registerVersion(scientist, { newModel: low, runId })).rejects.toMatchObject(refused);
    expect((await createModel(risk, low)).name).toBe("letters");
    expect((await createModel(scientist, { ...low, name: "benefits", riskTier: "high" })).name).toBe("benefits");
  });

  it("refuses an owner from outside, and people who may not create", async () => {
    const stranger = await makeMember(db, (await makeProject(db)).id, ["admin"]);
    await expect(
      createModel(scientist, { name: "x", riskTier: "medium", ownerUserId: stranger.actor.userId }),
    ).rejects.toMatchObject({ extra: { fieldErrors: { ownerUserId: expect.anything() } } });
    await expect(createModel(viewer, { name: "x", riskTier: "medium" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("editModel", () => {
  it("saves changes once and lets the second writer know", async () => {
    const { modelId } = await createModel(scientist, { name: "edited", riskTier: "medium" });
    const edit = {
      modelId,
      lockVersion: 0,
      useCase: "Eligibility",
      description: "",
      ownerUserId: scientist.actor.userId,
    };
    expect(await editModel(scientist, edit)).toEqual({ changed: ["useCase", "ownerUserId"] });
    await expect(editModel(risk, { ...edit, useCase: "Other" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await editModel(risk, { ...edit, lockVersion: 1 })).toEqual({ changed: [] });
    expect(await actionsOn(modelId)).toEqual(["model.created", "model.edited"]);
    await expect(editModel(viewer, edit)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("editCard", () => {
  it("keeps every revision, none for unchanged text, and refuses to overwrite another's", async () => {
    const { versionId } = await registerVersion(scientist, {
      newModel: { name: "carded", riskTier: "medium" },
      runId: await makeRun(db, project.id),
    });
    expect(await editCard(scientist, { versionId, seenRevision: 0, body: { ...card, overview: "# What" } })).toEqual({
      revision: 1,
      changed: ["overview"],
    });
    expect(await editCard(scientist, { versionId, seenRevision: 1, body: { ...card, overview: "# What" } })).toEqual({
      revision: 1,
      changed: [],
    });
    await expect(
      editCard(risk, { versionId, seenRevision: 0, body: { ...card, overview: "Mine" } }),
    ).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("revision 1") });
    await expect(editCard(viewer, { versionId, seenRevision: 1, body: card })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await editCard(risk, { versionId, seenRevision: 1, body: { ...card, limitations: "Few rows under 25" } });
    const page = await findVersionPage(scientist, "carded", 1);
    expect(page).toMatchObject({
      digestHolds: true,
      registeredBy: "Marta Lindqvist",
    });
    expect((await findCardPage(scientist, "carded", 1))?.revisions).toMatchObject([
      { revision: 2, editedBy: "Ines Okafor" },
      { revision: 1 },
    ]);
    expect(await actionsOn(versionId)).toEqual(["version.registered", "card.edited", "card.edited"]);
  });
});
