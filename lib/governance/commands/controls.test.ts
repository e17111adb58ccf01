import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { buildWorld } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import { listControls } from "../controls/controls-query";
import { mapControl } from "./map-control";
import { noteControl } from "./note-control";

const { db } = await testDb();
const world = await buildWorld(db);
const other = await buildWorld(db);
const controlId = "eu_ai_act:art-12";
const mapped = {
  controlId,
  lockVersion: 0,
  title: "Events are kept",
  evidence: ["audit_log", "gates"],
  applies: true,
} as const;
const read = async (modelId: string | null = null, who = world) =>
  (await listControls(who.as("vera"), modelId)).find((row) => row.id === controlId);

describe("controls", () => {
  it("start from the catalogue and are mapped by a risk officer, for one project", async () => {
    expect(await read()).toMatchObject({ mapped: null, evidence: ["audit_log"], lockVersion: 0 });
    await expect(mapControl(world.as("rosa"), { ...mapped, evidence: [...mapped.evidence] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await mapControl(world.as("ines"), { ...mapped, evidence: [...mapped.evidence] });
    expect(await read()).toMatchObject({ title: "Events are kept", evidence: ["audit_log", "gates"], lockVersion: 1 });
    expect((await read(null, other))?.mapped).toBeNull();
    expect((await read())?.mapped?.by).toBe("Ines Okafor");
    expect(await auditedActions(db, controlId)).toEqual(["control.mapped"]);
  });

  it("tell the loser of a race, and what does not apply needs a reason", async () => {
    const again = { ...mapped, evidence: [], lockVersion: 0 };
    await expect(mapControl(world.as("ines"), again)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(mapControl(world.as("ines"), { ...again, lockVersion: 1, applies: false })).rejects.toThrow("reason");
    await expect(mapControl(world.as("ines"), { ...again, controlId: "x" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("show what is on record for a model and what people noted", async () => {
    expect((await read(world.modelId))?.missing).toContain("gates");
    await request(world);
    expect((await read(world.modelId))?.present).toContain("gates");
    const note = {
      controlId,
      modelId: world.modelId,
      lockVersion: 0,
      status: "evidence_in_place",
      note: "Kept for ten years.",
    } as const;
    await noteControl(world.as("ines"), note);
    expect(await read(world.modelId)).toMatchObject({
      status: "evidence_in_place",
      note: "Kept for ten years.",
      noted: { by: "Ines Okafor" },
    });
    await expect(noteControl(world.as("ines"), note)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(noteControl(world.as("maya"), note)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(noteControl(other.as("ines"), note)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
