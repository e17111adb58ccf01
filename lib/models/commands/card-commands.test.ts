import { and, asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, cardReviews, cardRevisions, modelCards, runMetrics } from "@/db/schema";
import { testDb } from "@/db/testing";
import { sqlState } from "@/lib/context";
import { addFigures, completeCard } from "../card-testing";
import { loadCard } from "../load-card";
import { makeMember, makeProject, makeRun } from "../testing";
import { approveCard } from "./approve-card";
import { archiveCard } from "./archive-card";
import { confirmCard } from "./confirm-card";
import { draftCard } from "./draft-card";
import { editCard } from "./edit-card";
import { refreshCardFigures } from "./refresh-card-figures";
import { registerVersion } from "./register-version";
import { sendBackCard } from "./send-back-card";
import { submitCard } from "./submit-card";

const { db } = await testDb();
const project = await makeProject(db);
const scientist = await makeMember(db, project.id, ["data_scientist"], "Marta Lindqvist");
const reviewer = await makeMember(db, project.id, ["reviewer"], "Tomas Weber");
const risk = await makeMember(db, project.id, ["risk_officer"], "Ines Okafor");
const viewer = await makeMember(db, project.id, ["viewer"]);
let counter = 0;

async function makeVersion(tier: "medium" | "high" = "medium") {
  const runId = await makeRun(db, project.id, { evalRows: 900, evalDatasetDigest: "sha256:eval" });
  await addFigures(db, project.id, runId);
  const newModel = { name: `model-${++counter}`, riskTier: tier, ownerUserId: risk.actor.userId };
  const { versionId } = await registerVersion(scientist, { newModel, runId });
  return { versionId, runId };
}

const { drafted: _, claims: __, ...body } = completeCard;
const actionsOn = async (objectId: string) =>
  (
    await db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.objectId, objectId))
      .orderBy(asc(auditEvents.id))
  ).map((e) => e.action);
const stateOf = async (versionId: string) => (await loadCard(scientist, db, versionId)).facts.status;

async function makeReviewed() {
  const { versionId, runId } = await makeVersion();
  await editCard(scientist, { versionId, seenRevision: 0, body });
  await submitCard(scientist, { versionId, seenRevision: 1 });
  return { versionId, runId };
}

describe("draftCard", () => {
  it("fills what the evidence can fill, marked as drafted, and nothing that a person wrote", async () => {
    const { versionId } = await makeVersion();
    await editCard(scientist, { versionId, seenRevision: 0, body: { overview: "Mine", data: "My own words" } });
    const { revision, sections } = await draftCard(scientist, { versionId, seenRevision: 1 });
    expect(revision).toBe(2);
    expect(sections).toEqual(["owners", "modelParameters", "quantitativeAnalysis"]);
    const card = await loadCard(scientist, db, versionId);
    expect(card.body).toMatchObject({ overview: "Mine", data: "My own words", owners: "Ines Okafor" });
    expect(card.body.drafted).toEqual(sections);
    expect(card.figures["metric:accuracy"]).toMatchObject({ value: 0.8523, n: 900 });
    await expect(draftCard(scientist, { versionId, seenRevision: 2 })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    expect(await actionsOn(versionId)).toEqual(["version.registered", "card.edited", "card.drafted"]);
  });

  it("is refused to people who may not write, and on a revision that is not the newest", async () => {
    const { versionId } = await makeVersion();
    await expect(draftCard(viewer, { versionId, seenRevision: 0 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(draftCard(scientist, { versionId, seenRevision: 4 })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("figures of a card", () => {
  it("stay as they were written when the evidence moves, and are refreshed on request, by name", async () => {
    const { versionId, runId } = await makeVersion();
    await editCard(scientist, { versionId, seenRevision: 0, body: { limitations: "Accuracy {{metric:accuracy}}" } });
    const where = and(eq(runMetrics.projectId, project.id), eq(runMetrics.runId, runId));
    await db.update(runMetrics).set({ value: 0.81 }).where(where);
    await editCard(scientist, {
      versionId,
      seenRevision: 1,
      body: { limitations: "Accuracy {{metric:accuracy}} and recall {{slice:sex=Female:recall}}" },
    });
    const stale = await loadCard(scientist, db, versionId);
    expect(stale.figures["metric:accuracy"]?.value).toBe(0.8523);
    expect(stale.facts.staleFigures).toEqual(["metric:accuracy"]);
    expect(await refreshCardFigures(scientist, { versionId, seenRevision: 2 })).toEqual({ revision: 3, refreshed: 1 });
    const fresh = await loadCard(scientist, db, versionId);
    expect(fresh.figures["metric:accuracy"]?.value).toBe(0.81);
    expect(fresh.facts.staleFigures).toEqual([]);
    await expect(refreshCardFigures(scientist, { versionId, seenRevision: 3 })).rejects.toThrow("nothing to refresh");
    await db.delete(runMetrics).where(where);
    await expect(refreshCardFigures(scientist, { versionId, seenRevision: 3 })).rejects.toThrow("No longer on record");
    await expect(refreshCardFigures(reviewer, { versionId, seenRevision: 3 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("that name nothing on record are refused at their section, and nothing is saved", async () => {
    const { versionId } = await makeVersion();
    await expect(
      editCard(scientist, { versionId, seenRevision: 0, body: { tradeoffs: "{{metric:f9}}" } }),
    ).rejects.toMatchObject({
      code: "INVALID_INPUT",
      extra: { fieldErrors: { "body.tradeoffs": [expect.any(String)] } },
    });
    expect((await loadCard(scientist, db, versionId)).version.cardRevision).toBe(0);
  });

  it("do not come from another project's run", async () => {
    const stranger = await makeMember(db, (await makeProject(db)).id, ["data_scientist"]);
    const { versionId } = await makeVersion();
    await expect(editCard(stranger, { versionId, seenRevision: 0, body })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(submitCard(stranger, { versionId, seenRevision: 0 })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("stand in a text of limited size: a section of five megabytes is refused by name", async () => {
    const { versionId } = await makeVersion();
    const table = "| a | b |\n".repeat(500_000);
    await expect(editCard(scientist, { versionId, seenRevision: 0, body: { data: table } })).rejects.toThrow(
      "at most 20,000 characters",
    );
  });
});

describe("the review of a card", () => {
  it("starts when all is written and confirmed, and says what is missing before", async () => {
    const { versionId } = await makeVersion("high");
    await expect(submitCard(scientist, { versionId, seenRevision: 0 })).rejects.toThrow("no card yet");
    await draftCard(scientist, { versionId, seenRevision: 0 });
    await editCard(scientist, {
      versionId,
      seenRevision: 1,
      body: { ...body, modelParameters: "As drafted" },
      confirm: [],
    });
    await expect(submitCard(scientist, { versionId, seenRevision: 2 })).rejects.toThrow("to be confirmed by a person");
    const drafted = (await loadCard(scientist, db, versionId)).body.drafted;
    expect(await confirmCard(scientist, { versionId, seenRevision: 2, sections: drafted })).toEqual({
      revision: 3,
      confirmed: drafted,
    });
    expect(await confirmCard(scientist, { versionId, seenRevision: 3, sections: drafted })).toMatchObject({
      confirmed: [],
    });
    await expect(submitCard(reviewer, { versionId, seenRevision: 3 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await submitCard(scientist, { versionId, seenRevision: 3 });
    expect(await stateOf(versionId)).toBe("pending_review");
    await expect(submitCard(scientist, { versionId, seenRevision: 3 })).rejects.toThrow("Only a draft");
  });

  it("ends with a signed approval of exactly that revision by somebody who did not write it", async () => {
    const { versionId } = await makeReviewed();
    await expect(approveCard(scientist, { versionId, seenRevision: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(approveCard(reviewer, { versionId, seenRevision: 0 })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await approveCard(reviewer, { versionId, seenRevision: 1, comment: "Complete." })).toEqual({ revision: 1 });
    const card = await loadCard(scientist, db, versionId);
    expect(card).toMatchObject({ approvedRevision: 1, facts: { status: "approved" } });
    const reviews = await db.select().from(cardReviews).where(eq(cardReviews.versionId, versionId));
    expect(reviews.find((review) => review.kind === "approved")?.signature).toMatchObject({
      printedName: "Tomas Weber",
      role: "reviewer",
      meaning: "approval",
      cardDigest: expect.stringMatching(/^sha256:/),
    });
    await expect(approveCard(reviewer, { versionId, seenRevision: 1 })).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
    });
    expect((await actionsOn(versionId)).slice(-2)).toEqual(["card.submitted", "card.approved"]);
  });

  it("keeps the approved revision named while a newer draft is written; whoever wrote that cannot approve it", async () => {
    const { versionId } = await makeReviewed();
    await approveCard(risk, { versionId, seenRevision: 1 });
    await editCard(risk, { versionId, seenRevision: 1, body: { ...body, limitations: "Weak under 25." } });
    expect(await loadCard(scientist, db, versionId)).toMatchObject({
      approvedRevision: 1,
      facts: { status: "draft", revision: 2 },
    });
    await submitCard(risk, { versionId, seenRevision: 2 });
    await expect(approveCard(risk, { versionId, seenRevision: 2 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await approveCard(reviewer, { versionId, seenRevision: 2 });
    expect(await loadCard(scientist, db, versionId)).toMatchObject({
      approvedRevision: 2,
      facts: { status: "approved" },
    });
  });

  it("is taken back by an edit, and sent back with a reason", async () => {
    const { versionId } = await makeReviewed();
    await expect(sendBackCard(reviewer, { versionId, seenRevision: 1, comment: " " })).rejects.toThrow(
      "must not be empty",
    );
    await expect(sendBackCard(scientist, { versionId, seenRevision: 1, comment: "x" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await sendBackCard(reviewer, { versionId, seenRevision: 1, comment: "Say who is harmed." });
    expect(await stateOf(versionId)).toBe("draft");
    await submitCard(scientist, { versionId, seenRevision: 1 });
    await editCard(scientist, { versionId, seenRevision: 1, body: { ...body, ethicalConsiderations: "Women." } });
    expect(await stateOf(versionId)).toBe("draft");
    await expect(sendBackCard(reviewer, { versionId, seenRevision: 2, comment: "x" })).rejects.toThrow(
      "sent to review",
    );
  });

  it("has one winner when two people decide at once", async () => {
    const { versionId } = await makeReviewed();
    const results = await Promise.allSettled([
      approveCard(reviewer, { versionId, seenRevision: 1 }),
      sendBackCard(risk, { versionId, seenRevision: 1, comment: "Not yet." }),
      editCard(scientist, { versionId, seenRevision: 1, body: { ...body, users: "Others" } }),
    ]);
    expect(results.filter((result) => result.status === "fulfilled").length).toBeGreaterThanOrEqual(1);
    const { facts, approvedRevision } = await loadCard(scientist, db, versionId);
    if (facts.status === "approved") expect(approvedRevision).toBe(facts.revision);
  });

  it("refuses an approval when a figure went stale under review", async () => {
    const { versionId, runId } = await makeVersion();
    await editCard(scientist, { versionId, seenRevision: 0, body: { ...body, limitations: "{{metric:accuracy}}" } });
    await submitCard(scientist, { versionId, seenRevision: 1 });
    await db.update(runMetrics).set({ n: 901 }).where(eq(runMetrics.runId, runId));
    await expect(approveCard(reviewer, { versionId, seenRevision: 1 })).rejects.toThrow("no longer agree");
  });
});

describe("an archived card", () => {
  it("is closed by a risk officer with a reason and never changes again", async () => {
    const { versionId } = await makeReviewed();
    const archive = { versionId, seenRevision: 1, reason: "Replaced by another model." };
    await expect(archiveCard(scientist, archive)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await archiveCard(risk, archive);
    for (const act of [
      () => editCard(scientist, { versionId, seenRevision: 1, body: { ...body, users: "x" } }),
      () => draftCard(scientist, { versionId, seenRevision: 1 }),
      () => submitCard(scientist, { versionId, seenRevision: 1 }),
      () => approveCard(reviewer, { versionId, seenRevision: 1 }),
      () => archiveCard(risk, archive),
    ])
      await expect(act()).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    expect((await actionsOn(versionId)).at(-1)).toBe("card.archived");
  });
});

describe("the database", () => {
  const refusal = async (work: Promise<unknown>) =>
    work.then(
      () => "allowed",
      (error: unknown) => sqlState(error),
    );
  const update = (versionId: string, change: Partial<typeof modelCards.$inferInsert>) =>
    refusal(db.update(modelCards).set(change).where(eq(modelCards.versionId, versionId)));

  it("refuses an approval by an author, of another revision, or without a review", async () => {
    const { versionId } = await makeReviewed();
    const approved = { status: "approved" as const, approvedRevision: 1 };
    expect(await update(versionId, { ...approved, approvedPersonId: scientist.actor.personId })).toBe("CS021");
    expect(await update(versionId, { ...approved, approvedRevision: 7, approvedPersonId: "p" })).toBe("CS020");
    expect(await update(versionId, { approvedRevision: 1 })).toBe("CS020");
    await sendBackCard(reviewer, { versionId, seenRevision: 1, comment: "x" });
    expect(await update(versionId, { ...approved, approvedPersonId: reviewer.actor.personId })).toBe("CS020");
  });

  it("keeps revisions, reviews and archived cards as they are", async () => {
    const { versionId } = await makeReviewed();
    const revisions = eq(cardRevisions.versionId, versionId);
    expect(await refusal(db.update(cardRevisions).set({ body: {} }).where(revisions))).toBe("CS003");
    expect(await refusal(db.delete(cardRevisions).where(revisions))).toBe("CS003");
    expect(await refusal(db.delete(cardReviews).where(eq(cardReviews.versionId, versionId)))).toBe("CS003");
    await archiveCard(risk, { versionId, seenRevision: 1, reason: "Done." });
    expect(await update(versionId, { status: "draft" })).toBe("CS020");
    const row = {
      projectId: project.id,
      versionId,
      revision: 2,
      body: {},
      editedBy: risk.actor.userId,
      editedAt: new Date(),
    };
    expect(await refusal(db.insert(cardRevisions).values(row))).toBe("CS020");
  });
});
