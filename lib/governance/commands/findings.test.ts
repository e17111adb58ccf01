import { and, eq, lte, type SQL, sql as text } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { findingEvents, findings } from "@/db/schema";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { buildWorld } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import type { RaiseFindingInput } from "../findings/schemas";
import { expireAcceptance, expireAcceptances } from "./expire-acceptances";
import { moveFinding } from "./move-finding";
import { raiseFinding } from "./raise-finding";
import { updateFinding } from "./update-finding";

const { db, sql } = await testDb();
const world = await buildWorld(db);
const other = await buildWorld(db);
const { ids } = world;

const promotion = await shown(world, (await request(world)).number);

const draft: RaiseFindingInput = {
  modelId: world.modelId,
  title: "Recall falls for part-time workers",
  severity: "high",
  blocks: true,
  ownerUserId: ids.maya.userId,
  dueOn: "2026-12-15",
};
const raise = (more: Partial<RaiseFindingInput> = {}) => raiseFinding(world.as("rosa"), { ...draft, ...more });
const read = async (number: number) => {
  const [row] = await db
    .select()
    .from(findings)
    .where(and(eq(findings.projectId, world.projectId), eq(findings.number, number)));
  if (!row) throw new Error("no finding");
  return row;
};
const move = async (
  who: Parameters<typeof world.as>[0],
  number: number,
  transition: "mitigate" | "close" | "accept" | "reopen",
  until: string | null = null,
) =>
  moveFinding(world.as(who), {
    number,
    lockVersion: (await read(number)).lockVersion,
    transition,
    until,
    note: "Looked at and written down.",
  });
const explained = (query: SQL) => text`explain ${query}`;
const jobs = () =>
  sql<{ key: string }[]>`select key from graphile_worker._private_jobs where key like 'promotion.evaluate%'`;

describe("findings", () => {
  it("are numbered in their project, with history and audit event", async () => {
    const { number, findingId } = await raise({ versionId: world.candidate, slice: "hours_band=<35" });
    expect(number).toBe(1);
    expect(await read(number)).toMatchObject({ state: "open", versionId: world.candidate, blocks: true });
    expect(await auditedActions(db, findingId)).toEqual(["finding.raised"]);
    const history = await db.select().from(findingEvents).where(eq(findingEvents.findingId, findingId));
    expect(history.map((event) => [event.seq, event.kind, event.to])).toEqual([[1, "raised", "open"]]);
  });

  it("are mitigated by their owner and closed by another person", async () => {
    const { number, findingId } = await raise({ ownerUserId: ids.rafi.userId });
    await expect(move("rosa", number, "close")).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
    await move("rafi", number, "mitigate");
    await expect(move("rafi", number, "close")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(move("maya", number, "close")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await move("rosa", number, "close")).toEqual({ state: "closed" });
    expect(await auditedActions(db, findingId)).toEqual(["finding.raised", "finding.moved", "finding.moved"]);
  });

  it("are judged by nobody who owned them and handed them to somebody else", async () => {
    const { number } = await raise({ ownerUserId: ids.ines.userId });
    const handOver = { number, ...draft, ownerUserId: ids.maya.userId };
    await updateFinding(world.as("ines"), { ...handOver, lockVersion: 0 });
    await expect(move("ines", number, "accept", "2027-01-31")).rejects.toMatchObject({ code: "FORBIDDEN" });
    const lighter = { ...handOver, lockVersion: 1, blocks: false };
    await expect(updateFinding(world.as("ines"), lighter)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await move("maya", number, "mitigate");
    await expect(move("ines", number, "close")).rejects.toMatchObject({ code: "FORBIDDEN" });
    const byMistake = await raise({ ownerUserId: ids.rosa.userId });
    await updateFinding(world.as("jun"), { ...handOver, number: byMistake.number, lockVersion: 0 });
    await move("maya", byMistake.number, "mitigate");
    expect(await move("rosa", byMistake.number, "close")).toEqual({ state: "closed" });
  });

  it("are not closed by the owner's second account", async () => {
    const { number } = await raise();
    await move("maya", number, "mitigate");
    await expect(move("mayaTwo", number, "close")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("are closed by nobody else in the database either", async () => {
    const { findingId } = await raise();
    await expect(
      sql`update findings set state = 'closed', closed_by = ${ids.mayaTwo.userId} where id = ${findingId}`,
    ).rejects.toMatchObject({ code: "CS006" });
    await expect(sql`delete from findings where id = ${findingId}`).rejects.toMatchObject({ code: "CS003" });
    await expect(sql`update finding_events set note = 'x'`).rejects.toMatchObject({ code: "CS003" });
  });

  it("are accepted by a risk officer until a date, and open again when it is over", async () => {
    const { number, findingId } = await raise();
    await expect(move("rosa", number, "accept", "2027-01-31")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(move("ines", number, "accept")).rejects.toThrow("until");
    await expect(move("ines", number, "accept", "2026-11-23")).rejects.toThrow("after today");
    await expect(move("ines", number, "accept", "2030-01-01")).rejects.toThrow("a year at most");
    await move("ines", number, "accept", "2026-11-25");
    expect(await expireAcceptance(world.system(), number)).toBe(false);
    const later = { ...world.system(), now: () => new Date("2026-11-26T00:00:00Z") };
    expect(await expireAcceptance(later, number)).toBe(true);
    expect(await read(number)).toMatchObject({ state: "open", acceptedUntil: null });
    expect(await auditedActions(db, findingId)).toContain("finding.acceptance_expired");
    await expect(expireAcceptance(world.as("ines"), number)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("do not stay accepted in the database when they grow heavier", async () => {
    const { number, findingId } = await raise({ severity: "medium", blocks: false });
    await move("ines", number, "accept", "2027-01-31");
    for (const change of [sql`severity = 'critical'`, sql`blocks = true`])
      await expect(sql`update findings set ${change} where id = ${findingId}`).rejects.toMatchObject({ code: "CS006" });
    await sql`update findings set severity = 'low' where id = ${findingId}`;
    await sql`update findings set severity = 'critical', state = 'open', accepted_by = null, accepted_until = null where id = ${findingId}`;
    expect(await read(number)).toMatchObject({ state: "open", severity: "critical" });
  });

  it("are swept by the service without a person", async () => {
    const { number } = await raise();
    await move("ines", number, "accept", "2026-11-24");
    await sql`update findings set accepted_until = '2020-01-01' where number = ${number} and project_id = ${world.projectId}`;
    await expireAcceptances(db, new AbortController().signal);
    expect((await read(number)).state).toBe("open");
  });

  it("tell the loser of a race what changed, and write nothing", async () => {
    const { number } = await raise();
    const seen = { number, lockVersion: 0, transition: "mitigate", note: "The weights are trained again." } as const;
    const both = await Promise.allSettled([
      moveFinding(world.as("maya"), seen),
      moveFinding(world.as("rosa"), { ...seen, note: "Reported by validation." }),
    ]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((result) => result.status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });

  it("are made lighter by a reviewer, never by their owner", async () => {
    const { number } = await raise({ ownerUserId: ids.rafi.userId });
    const { title, dueOn, ownerUserId } = { ...draft, ownerUserId: ids.rafi.userId };
    const lighter = { number, lockVersion: 0, title, dueOn, ownerUserId, severity: "low", blocks: false } as const;
    await expect(updateFinding(world.as("rafi"), lighter)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(updateFinding(world.as("maya"), lighter)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await updateFinding(world.as("rosa"), lighter)).toEqual({ changed: ["severity", "blocks"] });
    expect(await updateFinding(world.as("rosa"), { ...lighter, lockVersion: 1 })).toEqual({ changed: [] });
    await expect(updateFinding(world.as("rosa"), lighter)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("are open again when they grow heavier than the risk that was accepted", async () => {
    const { number, findingId } = await raise({ severity: "medium", blocks: false });
    await move("ines", number, "accept", "2027-01-31");
    const { title, dueOn, ownerUserId } = draft;
    const same = { number, title, dueOn, ownerUserId, severity: "medium", blocks: false } as const;
    await updateFinding(world.as("rosa"), { ...same, lockVersion: 1, severity: "low", plan: "Weigh the rows anew." });
    expect(await read(number)).toMatchObject({ state: "accepted", acceptedUntil: "2027-01-31" });
    await sql`delete from graphile_worker._private_jobs`;
    await updateFinding(world.as("maya"), { ...same, lockVersion: 2, severity: "high", note: "Seen in production." });
    expect(await read(number)).toMatchObject({ state: "open", acceptedUntil: null, acceptedBy: null });
    expect((await jobs()).map((job) => job.key)).toEqual([`promotion.evaluate:${world.projectId}:${promotion.id}`]);
    expect((await auditedActions(db, findingId)).slice(-2)).toEqual(["finding.changed", "finding.acceptance_voided"]);
    const history = await db.select().from(findingEvents).where(eq(findingEvents.findingId, findingId));
    expect(history.find(({ seq }) => seq === 4)).toMatchObject({ kind: "changed", from: "accepted", to: "open" });
    await move("ines", number, "accept", "2027-01-31");
    await updateFinding(world.as("maya"), { ...same, lockVersion: 4, severity: "high", blocks: true });
    expect((await read(number)).state).toBe("open");
  });

  it("name a gate that judged their promotion and a slice that a version of their model has", async () => {
    const onPromotion = { promotionId: promotion.id };
    await raise({ ...onPromotion, gateId: "recall-slices-against-live", slice: "sex=Female" });
    const unknown = raise({ ...onPromotion, gateId: "no-such-gate" });
    await expect(unknown).rejects.toThrow(`is no gate of P-${promotion.number}`);
    await expect(unknown).rejects.toMatchObject({ extra: { fieldErrors: { gateId: [expect.any(String)] } } });
    for (const slice of ["sex=Unknown", "sex", "Female", "sex=female"])
      await expect(raise({ ...onPromotion, slice })).rejects.toThrow("is no slice of this model's versions");
    await expect(raise({ slice: "planet=Mars" })).rejects.toThrow("slice");
  });

  it("have open promotions of their model evaluated again, in the same transaction", async () => {
    await sql`delete from graphile_worker._private_jobs`;
    await raise({ promotionId: promotion.id, gateId: "recall-slices-against-live" });
    expect((await jobs()).map((job) => job.key)).toEqual([`promotion.evaluate:${world.projectId}:${promotion.id}`]);
    await sql`delete from graphile_worker._private_jobs`;
    await raise({ versionId: world.live });
    expect(await jobs()).toHaveLength(0);
  });

  it("are refused with the field and the fix", async () => {
    await expect(raise({ title: "x" })).rejects.toThrow("at least 5 characters");
    await expect(raise({ dueOn: "soon" })).rejects.toThrow("must be a date");
    await expect(raise({ ownerUserId: other.ids.maya.userId })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(raise({ gateId: "recall" })).rejects.toThrow("promotionId");
    await expect(raise({ versionId: other.candidate })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(raise({ modelId: other.modelId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(raiseFinding(world.as("vera"), draft)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("that are due are looked up across projects by their own index", async () => {
    const plan = await db.transaction(async (tx) => {
      await tx.execute("set local enable_seqscan = off");
      const where = and(eq(findings.state, "open"), lte(findings.dueOn, "2026-12-01"));
      return tx.execute(explained(tx.select().from(findings).where(where).getSQL()));
    });
    expect(JSON.stringify(plan)).toContain("findings_due_idx");
  });

  it("of another project are not found", async () => {
    const { number } = await raise();
    const input = { number, lockVersion: 0, transition: "mitigate", note: "From somewhere else." } as const;
    await expect(moveFinding(other.as("rosa"), input)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
