import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, delegations, members, promotionConflicts, promotionDecisions } from "@/db/schema";
import { testDb } from "@/db/testing";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import { listColleagues, listMyDelegations } from "../delegations-query";
import { buildWorld, type CastName, type World } from "../testing";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";
import { createDelegation } from "./create-delegation";
import { revokeDelegation } from "./revoke-delegation";

const { db, sql } = await testDb();
const days = (world: World, n: number) => new Date(world.system().now().getTime() + n * 86_400_000);

async function open() {
  const world = await buildWorld(db);
  const { number } = await request(world);
  const { subjectDigest, id } = await shown(world, number);
  const delegate = (from: CastName, to: CastName, change: Partial<Parameters<typeof createDelegation>[1]> = {}) =>
    createDelegation(world.as(from), {
      role: from === "ines" || from === "nadia" ? "risk_officer" : "reviewer",
      delegateUserId: world.ids[to].userId,
      endsAt: days(world, 14),
      reason: "On leave for two weeks.",
      ...change,
    });
  const approve = (who: CastName, delegationId: string | null = null) =>
    approvePromotion(world.as(who), { number, subjectDigest, delegationId });
  return { world, number, id, delegate, approve };
}

describe("createDelegation", () => {
  it("hands one role to a colleague who holds it too, for a time, on record", async () => {
    const { world, delegate } = await open();
    const { delegationId } = await delegate("ines", "nadia");
    expect(await listMyDelegations(world.as("nadia"))).toEqual([
      {
        id: delegationId,
        role: "risk_officer",
        delegator: expect.objectContaining({ name: "Ines Okafor", groupName: "Model Risk" }),
      },
    ]);
    const events = await db.select().from(auditEvents).where(eq(auditEvents.objectId, delegationId));
    expect(events.map((event) => event.action)).toEqual(["delegation.created"]);
    expect((await listColleagues(world.as("rosa"))).map((one) => one.name)).toEqual([
      "Jun Watanabe",
      "Maya Lind (second account)",
      "Rafi Cole",
    ]);
  });

  it.each<[string, CastName, CastName, (world: World) => object, RegExp]>([
    ["31 days", "rosa", "rafi", (world) => ({ endsAt: days(world, 31) }), /at most 30 days/],
    ["an end before its start", "rosa", "rafi", (world) => ({ endsAt: days(world, -1) }), /after it starts/],
    ["a start in the past", "rosa", "rafi", (world) => ({ startsAt: days(world, -2) }), /in the past/],
    ["a role one does not hold", "rosa", "nadia", () => ({ role: "risk_officer" }), /not a risk officer/],
    ["a colleague without the role", "ines", "rosa", () => ({}), /is not a risk officer here/],
    ["oneself by another account", "rosa", "rosa", () => ({}), /this is you/],
    ["nobody", "rosa", "rosa", () => ({ delegateUserId: "nobody" }), /no working account/],
    ["no reason", "rosa", "rafi", () => ({ reason: "leave" }), /at least 10/],
  ])("refuses %s", async (_what, from, to, change, message) => {
    const { world, delegate } = await open();
    await expect(delegate(from, to, change(world))).rejects.toThrow(message);
    expect(await db.select().from(delegations).where(eq(delegations.projectId, world.projectId))).toEqual([]);
  });

  it.each<CastName>(["otto", "vera", "maya"])("refuses %s, who decides nothing", async (who) => {
    const { delegate } = await open();
    await expect(delegate(who, "rafi")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("holds one delegation of a role at a time, also when two are made at once", async () => {
    const { delegate } = await open();
    const both = await Promise.allSettled([delegate("rosa", "rafi"), delegate("rosa", "jun")]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });

  it("is limited by the database: 30 days, two people, nothing changed later", async () => {
    const { world, delegate } = await open();
    const { delegationId } = await delegate("rosa", "rafi");
    const insert = (
      ends: string,
      to: string,
    ) => sql`insert into delegations (project_id, id, role, delegator_user_id, delegator_person_id,
        delegate_user_id, delegate_person_id, reason, starts_at, ends_at, created_at)
      values (${world.projectId}, 'forged', 'reviewer', ${world.ids.jun.userId}, ${world.ids.jun.personId}, ${world.ids.rafi.userId}, ${to},
        '', now(), now() + ${ends}::interval, now())`;
    await expect(insert("31 days", world.ids.rafi.personId)).rejects.toMatchObject({ code: "23514" });
    await expect(insert("1 day", world.ids.jun.personId)).rejects.toMatchObject({ code: "23514" });
    await expect(
      sql`update delegations set ends_at = ends_at + interval '1 day' where id = ${delegationId}`,
    ).rejects.toMatchObject({ code: "CS002" });
  });
});

describe("deciding for a colleague", () => {
  it("signs for them in their role and group, and takes them out of the promotion", async () => {
    const { world, number, id, delegate, approve } = await open();
    const { delegationId } = await delegate("ines", "nadia");
    await approve("nadia", delegationId);
    const [row] = await db.select().from(promotionDecisions).where(eq(promotionDecisions.promotionId, id));
    expect(row?.signature).toMatchObject({
      printedName: "Nadia Stern",
      role: "risk_officer",
      statement: expect.stringContaining("as risk officer for Ines Okafor"),
      onBehalfOf: { delegationId, printedName: "Ines Okafor" },
    });
    await expect(approve("ines")).rejects.toThrow(/left the decision to Nadia Stern/);
    const [out] = await db
      .select()
      .from(promotionConflicts)
      .where(and(eq(promotionConflicts.promotionId, id), eq(promotionConflicts.personId, world.ids.ines.personId)));
    expect(out?.source).toBe("delegation");
    await expect(approve("nadia")).rejects.toThrow(/already approved/);
    expect(await approve("rosa")).toMatchObject({ state: "approved" });
    expect(await executePromotion(world.system(), { number })).toMatchObject({ promotion: number });
  });

  it("is refused for somebody who contributed, in the command and in the database", async () => {
    const { world, id, delegate, approve } = await open();
    const { delegationId } = await delegate("jun", "rafi");
    await expect(approve("rafi", delegationId)).rejects.toThrow(
      /may not approve for Jun Watanabe: Jun Watanabe logged the training run/,
    );
    const insert = sql`insert into promotion_decisions (project_id, id, promotion_id, kind, state, person_id, user_id, comment, subject_digest,
        signature, on_behalf_of_person_id, delegation_id, decided_at)
      values (${world.projectId}, 'forged', ${id}, 'approve', 'valid', ${world.ids.rafi.personId}, ${world.ids.rafi.userId}, '', 'x',
        '{"role": "reviewer"}', ${world.ids.jun.personId}, ${delegationId}, ${world.system().now().toISOString()})`;
    await expect(insert).rejects.toMatchObject({ code: "CS001" });
    expect(await approve("rafi")).toMatchObject({ approvals: 1 });
  });

  it("is not transitive: what was handed to one cannot be used by another", async () => {
    const { world, id, delegate, approve } = await open();
    const first = await delegate("rosa", "rafi");
    await delegate("rafi", "jun");
    await expect(approve("nadia", first.delegationId)).rejects.toThrow(/not in force, or not to you/);
    const insert = sql`insert into promotion_decisions (project_id, id, promotion_id, kind, state, person_id, user_id, comment, subject_digest,
        signature, on_behalf_of_person_id, delegation_id, decided_at)
      values (${world.projectId}, 'forged', ${id}, 'approve', 'valid', ${world.ids.nadia.personId}, ${world.ids.nadia.userId}, '', 'x',
        '{"role": "reviewer"}', ${world.ids.rosa.personId}, ${first.delegationId}, ${world.system().now().toISOString()})`;
    await expect(insert).rejects.toMatchObject({ code: "CS005" });
  });

  it("ends with its time, with a revocation by either of the two, and with the delegator's role", async () => {
    const { world, delegate, approve } = await open();
    const first = await delegate("rosa", "rafi", { endsAt: days(world, 1) });
    world.moveClock(24 * 60 + 1);
    await expect(approve("rafi", first.delegationId)).rejects.toThrow(/not in force/);
    const next = await delegate("rosa", "rafi");
    await expect(revokeDelegation(world.as("ines"), next)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await revokeDelegation(world.as("rafi"), next);
    await expect(revokeDelegation(world.as("rosa"), next)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(approve("rafi", next.delegationId)).rejects.toThrow(/not in force/);
    const last = await delegate("rosa", "rafi");
    await db
      .update(members)
      .set({ role: "viewer" })
      .where(and(eq(members.projectId, world.projectId), eq(members.userId, world.ids.rosa.userId)));
    await expect(approve("rafi", last.delegationId)).rejects.toThrow(/not in force/);
    const other = await buildWorld(db);
    await expect(revokeDelegation(other.as("rosa"), last)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("counts no more when the delegator loses the role before it is carried out", async () => {
    const { world, number, delegate, approve } = await open();
    const { delegationId } = await delegate("ines", "nadia");
    await approve("nadia", delegationId);
    await approve("rosa");
    await db
      .update(members)
      .set({ role: "viewer" })
      .where(and(eq(members.projectId, world.projectId), eq(members.userId, world.ids.ines.userId)));
    await expect(executePromotion(world.as("otto"), { number })).rejects.toThrow(/enough valid approvals/);
  });

  it("is refused when the colleague has decided in person", async () => {
    const { delegate, approve } = await open();
    await approve("rosa");
    const { delegationId } = await delegate("rosa", "rafi");
    await expect(approve("rafi", delegationId)).rejects.toThrow(/already decided here in person/);
  });
});
