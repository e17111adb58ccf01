import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, modelVersions, promotionConflicts, promotionEvaluations } from "@/db/schema";
import { testDb } from "@/db/testing";
import { replayEvaluation } from "../replay-evaluation";
import { buildWorld } from "../testing";
import { request, requestInput, shown } from "../testing-requests";
import { rejectPromotion } from "./object-to-promotion";
import { requestPromotion } from "./request-promotion";
import { withdrawPromotion } from "./withdraw-promotion";

const { db } = await testDb();
const reason = "It loses women who need support.";

describe("requestPromotion", () => {
  it("numbers, evaluates and waits for approval, with audit, evidence and conflict set stored", async () => {
    const world = await buildWorld(db);
    expect(await request(world)).toEqual({ number: 1, state: "awaiting_approval" });
    const promotion = await shown(world, 1);
    const events = await db.select().from(auditEvents).where(eq(auditEvents.objectId, promotion.id));
    expect(events.map((event) => event.action)).toEqual(["promotion.requested", "promotion.evaluated"]);
    const conflicts = await db
      .select()
      .from(promotionConflicts)
      .where(eq(promotionConflicts.promotionId, promotion.id));
    const persons = new Set(conflicts.map((conflict) => conflict.personId));
    expect(persons).toEqual(new Set([world.ids.maya.personId, world.ids.jun.personId, world.ids.vera.personId]));
    expect(promotion).toMatchObject({
      baselineVersionId: world.live,
      evaluation: 1,
      requestedBy: world.ids.maya.userId,
    });
  });

  it("stores evidence that replays to the same results, byte for byte", async () => {
    const world = await buildWorld(db, { worse: true });
    await request(world);
    const promotion = await shown(world, 1);
    const replay = await replayEvaluation(world.as("vera"), promotion.id, 1);
    expect(replay).toMatchObject({
      evidenceDigestHolds: true,
      resultsDigestHolds: true,
      subjectDigestHolds: true,
      same: true,
    });
    const [stored] = await db
      .select()
      .from(promotionEvaluations)
      .where(eq(promotionEvaluations.promotionId, promotion.id));
    expect(stored?.subjectDigest).toBe(promotion.subjectDigest);
  });

  it("blocks a version that loses a guarded slice", async () => {
    const world = await buildWorld(db, { worse: true });
    expect(await request(world)).toMatchObject({ state: "blocked" });
  });

  it("refuses a second request for the same version and environment and names the first", async () => {
    const world = await buildWorld(db);
    const both = await Promise.allSettled([request(world), request(world, {}, "otto")]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = both.find((result) => result.status === "rejected");
    expect(refused).toMatchObject({ reason: { code: "CONFLICT", extra: { details: { number: 1 } } } });
    await expect(request(world)).rejects.toThrow(/P-1 already asks/);
  });

  it("does not let a new request go around a rejection", async () => {
    const world = await buildWorld(db);
    const { number } = await request(world);
    const { subjectDigest } = await shown(world, number);
    await rejectPromotion(world.as("rosa"), { number, subjectDigest, comment: reason });
    await expect(request(world)).rejects.toThrow(/Rosa Beck rejected this version/);
    await withdrawPromotion(world.as("maya"), { number, reason: "We try another version." });
    await expect(request(world)).rejects.toThrow(/request another version/);
  });

  it("refuses people who may not ask, and says who may", async () => {
    const world = await buildWorld(db);
    for (const who of ["rosa", "ines", "vera"] as const)
      await expect(request(world, {}, who)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("names the field and the fix of bad input, and stores nothing", async () => {
    const world = await buildWorld(db);
    const input = requestInput(world);
    const plan = input.rolloutPlan;
    const cases: [Partial<typeof input>, RegExp][] = [
      [{ reason: "x".repeat(1_000_000) }, /4,000 characters; this has 1,000,000/],
      [{ reason: "  short  " }, /at least 10/],
      [{ rolloutPlan: { ...plan, stages: [] } }, /stage/],
      [{ rolloutPlan: { ...plan, triggers: [] } }, /trigger/],
      [{ rollbackPlan: { ...input.rollbackPlan, minutes: Number.NaN } }, /minutes/],
      [{ rollbackPlan: { ...input.rollbackPlan, ownerUserId: "nobody" } }, /not a member/],
    ];
    for (const [change, message] of cases) {
      await expect(requestPromotion(world.as("maya"), { ...input, ...change })).rejects.toThrow(message);
    }
    await expect(request(world, { versionId: "unknown" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(request(world, { targetId: "unknown" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await request(world)).toMatchObject({ number: 1 });
  });

  it("keeps ids of another project out", async () => {
    const [world, other] = [await buildWorld(db), await buildWorld(db)];
    await expect(request(world, { versionId: other.candidate })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(request(world, { targetId: other.targetId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses an archived version and one that serves already", async () => {
    const world = await buildWorld(db);
    await expect(request(world, { versionId: world.live })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    const version = and(eq(modelVersions.projectId, world.projectId), eq(modelVersions.id, world.candidate));
    await db.update(modelVersions).set({ status: "archived" }).where(version);
    await expect(request(world)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  });

  it("takes any script, emoji and markup as text", async () => {
    const world = await buildWorld(db);
    const text = "<script>alert(1)</script> \u202Eabc שלום 🚀 lone \ud800 half";
    const { number } = await request(world, { reason: text });
    expect((await shown(world, number)).reason).toContain("<script>alert(1)</script>");
  });
});
