import { and, desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, members, models, modelVersions, promotionDecisions, users } from "@/db/schema";
import { testDb } from "@/db/testing";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import { emptyCard } from "@/lib/models/card";
import { editCard } from "@/lib/models/commands/edit-card";
import { buildWorld, type CastName, type World } from "../testing";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";
import { clearDecision } from "./clear-decision";
import { commentOnPromotion } from "./comment-on-promotion";
import { evaluatePromotion } from "./evaluate-promotion";
import { expirePromotion } from "./expire-promotions";
import { rejectPromotion, requestChanges } from "./object-to-promotion";
import { withdrawPromotion } from "./withdraw-promotion";

const { db, sql } = await testDb();
const why = "It needs another look first.";

async function open(options: Parameters<typeof buildWorld>[1] = {}) {
  const world = await buildWorld(db, options);
  const { number } = await request(world);
  const digest = (await shown(world, number)).subjectDigest;
  const approve = (who: CastName, minutesAgo = 1) =>
    approvePromotion(world.as(who, minutesAgo), { number, subjectDigest: digest });
  return { world, number, digest, approve };
}
const actionsOf = async (world: World, number: number) => {
  const { id } = await shown(world, number);
  const rows = await db.select().from(auditEvents).where(eq(auditEvents.objectId, id)).orderBy(desc(auditEvents.id));
  return rows.map((row) => row.action);
};
const editOf = (world: World) => ({
  versionId: world.candidate,
  seenRevision: 1,
  body: { ...emptyCard, overview: "New words." },
});

describe("approvePromotion", () => {
  it("takes two people, one from risk, and signs what each saw", async () => {
    const { world, number, digest, approve } = await open();
    expect(await approve("rosa")).toEqual({ number, state: "awaiting_approval", approvals: 1, required: 2 });
    expect(await approve("ines")).toEqual({ number, state: "approved", approvals: 2, required: 2 });
    expect((await actionsOf(world, number)).slice(0, 3)).toEqual([
      "promotion.fully_approved",
      "promotion.approved",
      "promotion.approved",
    ]);
    const [row] = await db
      .select()
      .from(promotionDecisions)
      .where(eq(promotionDecisions.subjectDigest, digest))
      .limit(1);
    expect(row?.signature).toMatchObject({
      printedName: "Rosa Beck",
      role: "reviewer",
      meaning: "approval",
      subjectDigest: digest,
      authMethod: "password",
    });
    const jobs =
      await sql`select payload from graphile_worker._private_jobs where key = ${`promotion.execute:${(await shown(world, number)).id}`}`;
    expect(jobs).toHaveLength(1);
  });

  it("two reviewers without a risk officer are not enough", async () => {
    const { approve } = await open();
    await approve("rosa");
    expect(await approve("rafi")).toMatchObject({ state: "awaiting_approval", approvals: 2 });
  });

  it.each<[CastName, RegExp]>([
    ["mayaTwo", /requested this promotion/],
    ["jun", /logged the training run/],
  ])("refuses %s, who contributed, and records the refusal", async (who, message) => {
    const { world, number, approve } = await open();
    await expect(approve(who)).rejects.toMatchObject({ code: "FORBIDDEN", message: expect.stringMatching(message) });
    expect((await actionsOf(world, number))[0]).toBe("promotion.decision_refused");
  });

  it.each<CastName>(["maya", "otto", "vera"])("refuses %s, who has no role for it", async (who) => {
    const { approve } = await open();
    await expect(approve(who)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("refuses a stale digest with a field-by-field diff, and voids what was approved", async () => {
    const { world, number, approve } = await open();
    await approve("rosa");
    await editCard(world.as("ines", 1, ["risk_officer"]), editOf(world));
    await expect(approve("rafi")).rejects.toMatchObject({
      code: "CONFLICT",
      extra: {
        details: {
          changes: expect.arrayContaining([{ path: "cardRevision", label: "Model card", from: 1, to: 2 }]),
        },
      },
    });
    const [rosa] = await db
      .select()
      .from(promotionDecisions)
      .where(eq(promotionDecisions.personId, world.ids.rosa.personId));
    expect(rosa).toMatchObject({ state: "stale", endedReason: expect.stringMatching(/^Model card.* changed\.$/) });
    expect(await actionsOf(world, number)).toContain("promotion.became_stale");
    const { subjectDigest } = await shown(world, number);
    await approvePromotion(world.as("rosa"), { number, subjectDigest });
    await expect(approvePromotion(world.as("ines"), { number, subjectDigest })).rejects.toThrow(
      /edited the model card/,
    );
  });

  it("counts one person once, even when they click twice at once", async () => {
    const { approve } = await open();
    const both = await Promise.allSettled([approve("ines"), approve("ines")]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((result) => result.status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });

  it("lets two people approve at once, and both count", async () => {
    const { approve } = await open();
    const both = await Promise.all([approve("rosa"), approve("ines")]);
    expect(both.map((result) => result.state).sort()).toEqual(["approved", "awaiting_approval"]);
  });

  it("refuses what gates block, naming them", async () => {
    const { approve } = await open({ worse: true });
    await expect(approve("ines")).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      message: expect.stringMatching(/Recall against live, guarded slices/),
    });
  });

  it("needs a fresh sign-in and two groups at high tier, and waits before execution", async () => {
    const { world, number, approve } = await open({ tier: "high" });
    await expect(approve("ines", 6)).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      extra: { details: { reason: "reauthenticate" } },
    });
    await approve("ines", 4);
    expect(await approve("rosa")).toMatchObject({ state: "approved" });
    await expect(executePromotion(world.as("otto"), { number })).rejects.toThrow(/cooling-off/);
    world.moveClock(61);
    expect(await executePromotion(world.as("otto"), { number })).toMatchObject({ promotion: number });
  });

  it("is held by the database too", async () => {
    const { world, number } = await open();
    const { id, subjectDigest } = await shown(world, number);
    const insert = sql`insert into promotion_decisions (project_id, id, promotion_id, kind, state, person_id, user_id, comment, subject_digest, signature, decided_at)
      values (${world.projectId}, 'forged', ${id}, 'approve', 'valid', ${world.ids.maya.personId}, ${world.ids.maya.userId}, '', ${subjectDigest}, '{}', now())`;
    await expect(insert).rejects.toMatchObject({ code: "CS001" });
  });
});

describe("objections", () => {
  it("block until their author clears them", async () => {
    const { world, number, digest, approve } = await open();
    await approve("rosa");
    expect(await requestChanges(world.as("rafi"), { number, subjectDigest: digest, comment: why })).toMatchObject({
      state: "changes_requested",
    });
    await expect(approve("ines")).rejects.toThrow(/Rafi Cole has to clear/);
    const [row] = await db
      .select()
      .from(promotionDecisions)
      .where(
        and(eq(promotionDecisions.kind, "request_changes"), eq(promotionDecisions.personId, world.ids.rafi.personId)),
      );
    const input = { number, decisionId: row?.id ?? "", reason: "The slices were fixed." };
    await expect(clearDecision(world.as("rosa"), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await clearDecision(world.as("rafi"), input)).toMatchObject({ state: "awaiting_approval" });
    await expect(clearDecision(world.as("rafi"), input)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await approve("ines")).toMatchObject({ state: "approved" });
  });

  it("can be overridden by a risk officer, on record, and replace one's own approval", async () => {
    const { world, number, digest, approve } = await open();
    await approve("rosa");
    expect(await rejectPromotion(world.as("rosa"), { number, subjectDigest: digest, comment: why })).toMatchObject({
      state: "rejected",
    });
    const rows = await db
      .select()
      .from(promotionDecisions)
      .where(eq(promotionDecisions.personId, world.ids.rosa.personId));
    expect(rows.map((row) => [row.kind, row.state]).sort()).toEqual([
      ["approve", "cleared"],
      ["reject", "valid"],
    ]);
    const decisionId = rows.find((row) => row.kind === "reject")?.id ?? "";
    expect(
      await clearDecision(world.as("ines"), { number, decisionId, reason: "Rosa is away; risk accepts it." }),
    ).toMatchObject({ state: "awaiting_approval" });
    expect(await actionsOf(world, number)).toContain("promotion.decision_overridden");
  });

  it("are refused without a reason and by people without the role", async () => {
    const { world, number, digest } = await open();
    await expect(rejectPromotion(world.as("rosa"), { number, subjectDigest: digest, comment: "no" })).rejects.toThrow(
      /at least 10/,
    );
    await expect(
      rejectPromotion(world.as("otto"), { number, subjectDigest: digest, comment: why }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("withdraw, comment, expire, evaluate", () => {
  it("only the requester withdraws, once", async () => {
    const { world, number } = await open();
    const input = { number, reason: "A better version is coming." };
    await expect(withdrawPromotion(world.as("otto"), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await withdrawPromotion(world.as("maya"), input);
    await expect(withdrawPromotion(world.as("maya"), input)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await actionsOf(world, number))[0]).toBe("promotion.withdrawn");
  });

  it("takes comments from those who may, with what they are about", async () => {
    const { world, number } = await open();
    await commentOnPromotion(world.as("rosa"), { number, anchor: "slice:sex=Female", body: "Look here." });
    await expect(commentOnPromotion(world.as("vera"), { number, body: "Hello" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await actionsOf(world, number))[0]).toBe("promotion.commented");
  });

  it("expires after the policy's days, not before, and then stays closed", async () => {
    const { world, number, approve } = await open();
    const { id } = await shown(world, number);
    expect(await expirePromotion(world.system(), id)).toBe(false);
    world.moveClock(7 * 24 * 60 + 1);
    await expect(approve("ines")).rejects.toThrow(/expired/);
    expect(await expirePromotion(world.system(), id)).toBe(true);
    expect((await shown(world, number)).state).toBe("expired");
    await expect(evaluatePromotion(world.system(), { number })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("evaluates again under a tier that became stricter", async () => {
    const { world, number, approve } = await open();
    await approve("rosa");
    await db.update(models).set({ riskTier: "high", riskRevision: 2 }).where(eq(models.id, world.modelId));
    const result = await evaluatePromotion(world.as("rosa"), { number });
    expect(result.changed).toEqual(expect.arrayContaining(["Risk assessment", "Policy", "Gate results"]));
  });
});

describe("executePromotion", () => {
  const ready = async () => {
    const opened = await open();
    await opened.approve("rosa");
    await opened.approve("ines");
    return opened;
  };

  it("starts one rollout, once, however many try", async () => {
    const { world, number } = await ready();
    const tries = await Promise.allSettled([1, 2, 3].map(() => executePromotion(world.as("otto"), { number })));
    expect(tries.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    expect((await shown(world, number)).state).toBe("executed");
    expect((await actionsOf(world, number)).filter((action) => action === "promotion.executed")).toHaveLength(1);
  });

  it("judges approvers again: a lost role or a disabled account is refused", async () => {
    const { world, number } = await ready();
    const membership = and(eq(members.projectId, world.projectId), eq(members.userId, world.ids.ines.userId));
    await db.update(members).set({ role: "viewer" }).where(membership);
    await expect(executePromotion(world.as("otto"), { number })).rejects.toThrow(/enough valid approvals/);
    await db.update(members).set({ role: "risk_officer" }).where(membership);
    await db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, world.ids.rosa.userId));
    await expect(executePromotion(world.as("otto"), { number })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    expect((await actionsOf(world, number))[0]).toBe("promotion.execution_refused");
  });

  it("refuses when the subject moved after approval", async () => {
    const { world, number } = await ready();
    await db.update(modelVersions).set({ cardRevision: 2 }).where(eq(modelVersions.id, world.candidate));
    await expect(executePromotion(world.system(), { number })).rejects.toThrow(/changed since/);
  });

  it("is for operators and the worker", async () => {
    const { world, number } = await ready();
    for (const who of ["maya", "rosa", "ines"] as const)
      await expect(executePromotion(world.as(who), { number })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await executePromotion(world.system(), { number })).toMatchObject({ promotion: number, rollout: 1 });
  });
});
