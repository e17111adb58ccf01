import { and, desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, waivers } from "@/db/schema";
import { testDb } from "@/db/testing";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import type { PolicyEvaluation } from "@/lib/governance/gates/evaluate-policy";
import type { Gate } from "@/lib/governance/gates/gate";
import { judgePromotion } from "../judge-promotion";
import { findPromotion } from "../load-promotion";
import { buildWorld, type CastName, type World } from "../testing";
import { bindPolicy } from "../testing-policy";
import { request, shown } from "../testing-requests";
import { noteWaivers } from "../waivers-query";
import { approvePromotion } from "./approve-promotion";
import { expireWaiver, tendWaivers } from "./expire-waivers";
import { revokeWaiver } from "./revoke-waiver";
import { waiveGate } from "./waive-gate";

const { db, sql } = await testDb();
const day = 24 * 60;
const slices = "recall-against-live-slices";

/** A candidate that loses recall for women: one gate blocks it. */
async function blocked(options: Parameters<typeof buildWorld>[1] = {}) {
  const world = await buildWorld(db, { worse: true, ...options });
  const { number, state } = await request(world);
  expect(state).toBe("blocked");
  const { evaluation } = await present(world, number);
  const gateId = evaluation.blocking[0] ?? "";
  const waive = (who: CastName, change: Partial<Parameters<typeof waiveGate>[1]> = {}) =>
    waiveGate(world.as(who), {
      number,
      gateId,
      ownerUserId: world.ids.otto.userId,
      compensatingControl: "A case worker reads every refusal by hand.",
      reason: "The successor is trained; four weeks at most.",
      days: 28,
      ...change,
    });
  const approve = async (who: CastName) =>
    approvePromotion(world.as(who), { number, subjectDigest: (await shown(world, number)).subjectDigest });
  return { world, number, gateId, waive, approve, blocking: evaluation.blocking };
}

async function present(world: World, number: number) {
  const loaded = await findPromotion(world.as("vera"), number);
  if (!loaded) throw new Error("no promotion");
  return (await judgePromotion(world.as("vera"), db, loaded, "show")).present as { evaluation: PolicyEvaluation };
}
const actionsOf = async (world: World, number: number) => {
  const { id } = await shown(world, number);
  const rows = await db.select().from(auditEvents).where(eq(auditEvents.objectId, id)).orderBy(desc(auditEvents.id));
  return rows.map((row) => row.action);
};
const waiveAll = async ({ waive, blocking }: Awaited<ReturnType<typeof blocked>>, who: CastName = "ines") => {
  const given = [];
  for (const gateId of blocking) given.push(await waive(who, { gateId }));
  return given;
};

describe("waiveGate", () => {
  it("lets the version by one gate, with owner, control and expiry, and shows the gate as waived", async () => {
    const opened = await blocked();
    const { world, number } = opened;
    await waiveAll(opened);
    expect((await shown(world, number)).state).toBe("awaiting_approval");
    const { evaluation } = await present(world, number);
    expect(evaluation.counts.waived).toBe(opened.blocking.length);
    expect(evaluation.results.find((result) => result.outcome === "waived")?.waiver).toMatchObject({
      ownerName: "Otto Berg",
      compensatingControl: "A case worker reads every refusal by hand.",
      waivedOutcome: "failed",
    });
    expect(await actionsOf(world, number)).toContain("waiver.granted");
  });

  it("makes approvals that were given before it stale", async () => {
    const opened = await blocked();
    const { world, number, approve } = opened;
    const [first] = await waiveAll(opened);
    await approve("rosa");
    await revokeWaiver(world.as("nadia"), { waiverId: first?.waiverId ?? "", reason: "The control is not in place." });
    expect((await shown(world, number)).state).toBe("blocked");
    expect(await actionsOf(world, number)).toContain("promotion.became_stale");
  });

  it.each<CastName>(["rosa", "otto", "maya", "vera"])("refuses %s, who has no role for it", async (who) => {
    const { waive } = await blocked();
    await expect(waive(who)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("refuses a risk officer who contributed, in the command and in the database", async () => {
    const { world, number, waive } = await blocked();
    const { id, versionId } = await shown(world, number);
    await sql`insert into promotion_conflicts (project_id, promotion_id, person_id, reason, added_at)
      values (${world.projectId}, ${id}, ${world.ids.ines.personId}, 'logged the training run', now())`;
    await expect(waive("ines")).rejects.toMatchObject({ code: "FORBIDDEN", message: expect.stringMatching(/waive/) });
    const forged = sql`insert into waivers (project_id, id, promotion_id, version_id, environment, gate_id, gate, waived_outcome,
        owner_user_id, compensating_control, reason, granted_by, granted_by_person_id, granted_at, expires_at)
      values (${world.projectId}, 'forged', ${id}, ${versionId}, 'production', ${slices}, '{}', 'failed', ${world.ids.otto.userId},
        '', '', ${world.ids.ines.userId}, ${world.ids.ines.personId}, now(), now() + interval '1 day')`;
    await expect(forged).rejects.toMatchObject({ code: "CS001" });
  });

  it.each([
    [{ days: 91 }, "days", /90 days at medium tier/],
    [{ days: 0 }, undefined, /at least 1 day/],
    [{ gateId: "no-such-gate" }, "gateId", /no such gate/],
    [{ ownerUserId: "nobody" }, "ownerUserId", /no member/],
    [{ compensatingControl: "none" }, undefined, /compensating control needs at least 10/],
  ])("names the field and the limit: %o", async (change, field, message) => {
    const { world, waive } = await blocked();
    await expect(waive("ines", change)).rejects.toThrow(message);
    if (field)
      await expect(waive("ines", change)).rejects.toMatchObject({
        extra: { fieldErrors: { [field]: [expect.anything()] } },
      });
    expect(await db.select().from(waivers).where(eq(waivers.projectId, world.projectId))).toEqual([]);
  });

  it("refuses a gate that its policy lets nobody waive", async () => {
    const { world, number, gateId, waive } = await blocked();
    await publishUnwaivable(world, gateId);
    await expect(waive("ines")).rejects.toThrow(/allow(s no|) ?.*waive/);
    expect((await shown(world, number)).state).toBe("blocked");
  });

  it("covers a gate as it was defined: a changed gate ends its effect", async () => {
    const opened = await blocked();
    const { world, number, gateId } = opened;
    await waiveAll(opened);
    await publishUnwaivable(world, gateId);
    expect((await present(world, number)).evaluation.counts.waived).toBe(opened.blocking.length - 1);
  });

  it("does not let the only approval come from whoever waived", async () => {
    const world = await buildWorld(db, { tier: "low" });
    await changePolicy(
      world,
      "Low risk",
      (gate) => (gate.id === "roc-auc" ? { ...gate, limit: 0.95 } : gate) as typeof gate,
    );
    const { number } = await request(world);
    const subjectDigest = async () => (await shown(world, number)).subjectDigest;
    await waiveGate(world.as("ines"), {
      number,
      gateId: "roc-auc",
      ownerUserId: world.ids.otto.userId,
      compensatingControl: "Letters are proof-read.",
      reason: "No decision about people.",
      days: 180,
    });
    expect(await approvePromotion(world.as("ines"), { number, subjectDigest: await subjectDigest() })).toMatchObject({
      state: "awaiting_approval",
      approvals: 1,
      required: 1,
    });
    expect(await approvePromotion(world.as("rosa"), { number, subjectDigest: await subjectDigest() })).toMatchObject({
      state: "approved",
    });
  });

  it("is not found from another project", async () => {
    const { world, waive } = await blocked();
    const { waiverId } = await waive("ines");
    const other = await buildWorld(db);
    await expect(revokeWaiver(other.as("ines"), { waiverId, reason: "Not mine to end." })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await expireWaiver(world.system(), waiverId)).toBe(false);
  });

  it("one of two revocations at once wins", async () => {
    const { world, waive } = await blocked();
    const { waiverId } = await waive("ines");
    const revoke = () => revokeWaiver(world.as("nadia"), { waiverId, reason: "The control failed." });
    const both = await Promise.allSettled([revoke(), revoke()]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(sql`update waivers set expires_at = now() where id = ${waiverId}`).rejects.toMatchObject({
      code: "CS002",
    });
    await expect(sql`delete from waivers where id = ${waiverId}`).rejects.toMatchObject({ code: "CS002" });
  });
});

describe("expiry", () => {
  it("judges an open request without it, and keeps it from being carried out", async () => {
    const opened = await blocked();
    const { world, number, approve } = opened;
    const given = [];
    for (const gateId of opened.blocking) given.push(await opened.waive("nadia", { gateId, days: 1 }));
    await approve("rosa");
    await approve("ines");
    expect((await shown(world, number)).state).toBe("approved");
    world.moveClock(day + 1);
    await expect(executePromotion(world.system(), { number })).rejects.toThrow(/changed since/);
    for (const { waiverId } of given) expect(await expireWaiver(world.system(), waiverId)).toBe(true);
    expect((await shown(world, number)).state).toBe("blocked");
    expect(await actionsOf(world, number)).toContain("waiver.expired");
  });

  it("reopens the question of a version in service until it is waived anew", async () => {
    const opened = await blocked();
    const { world, number, gateId, approve, waive } = opened;
    await waiveAll(opened);
    await approve("rosa");
    await approve("nadia");
    await executePromotion(world.system(), { number });
    await expect(waive("ines")).rejects.toThrow(/no waiver of a version in service has ended/);
    const served = [{ versionId: world.candidate, environment: "production" }];
    const noted = async () =>
      (await noteWaivers(world.system(), served, world.system().now())).get(`${world.candidate} production`);
    await db.execute(
      `update targets set stable_version_id = '${world.candidate}' where project_id = ${world.projectId}`,
    );
    expect(await noted()).toMatchObject({ reopened: [] });
    world.moveClock(29 * day);
    for (const row of await db.select().from(waivers).where(eq(waivers.projectId, world.projectId)))
      await expireWaiver(world.system(), row.id);
    expect((await noted())?.reopened.map((gate) => gate.gateId)).toContain(gateId);
    const [event] = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.action, "waiver.expired")));
    expect(event?.canonical.toString()).toContain('"serving":["benefits-eu"]');
    for (const again of opened.blocking) await waive("ines", { gateId: again });
    expect(await noted()).toMatchObject({ reopened: [] });
    expect((await shown(world, number)).state).toBe("executed");
  });

  it("is noted by the worker by itself, and what holds still is left alone", async () => {
    const { world, waive } = await blocked();
    const { waiverId } = await waive("ines");
    await sql`insert into waivers select (jsonb_populate_record(w, jsonb_build_object('id', 'long-over',
      'granted_at', now() - interval '2 days', 'expires_at', now() - interval '1 day'))).* from waivers w where w.id = ${waiverId}`;
    await sql`insert into waivers select (jsonb_populate_record(w, jsonb_build_object('id', 'holds-still',
      'granted_at', now(), 'expires_at', now() + interval '1 day'))).* from waivers w where w.id = ${waiverId}`;
    await tendWaivers(db, new AbortController().signal);
    const rows = await db.select().from(waivers).where(eq(waivers.projectId, world.projectId));
    const endOf = (id: string) => rows.find((row) => row.id === id)?.endKind;
    expect([endOf("long-over"), endOf("holds-still")]).toEqual(["expired", null]);
  });
});

/** A new version of the policy, published elsewhere, in which one gate may not be waived. */
const publishUnwaivable = (world: World, gateId: string) =>
  changePolicy(world, "Medium risk", (gate) => (gate.id === gateId ? { ...gate, waivable: false } : gate));

const changePolicy = (world: World, name: string, change: (gate: Gate) => Gate) =>
  bindPolicy(world, name, (policy) => ({ ...policy, gates: policy.gates.map(change) }));
