import { desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, breakGlassUses } from "@/db/schema";
import { testDb } from "@/db/testing";
import { approvePromotion } from "@/lib/promotions/commands/approve-promotion";
import { rejectPromotion } from "@/lib/promotions/commands/object-to-promotion";
import { raiseEmergencyAlarm, tendEmergencies } from "@/lib/promotions/commands/raise-emergency-alarm";
import { reviewEmergency } from "@/lib/promotions/commands/review-emergency";
import { findEmergency, listUnreviewed } from "@/lib/promotions/emergencies-query";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { breakGlass } from "./commands/break-glass";
import { executePromotion } from "./commands/execute-promotion";
import { rollBackRollout } from "./commands/roll-back-rollout";

const { db, sql } = await testDb();
const reason = "The live version answers nothing since 02:10 and nobody else is awake.";

async function open(options: Parameters<typeof buildWorld>[1] = {}) {
  const world = await buildWorld(db, options);
  const { number } = await request(world);
  const digest = (await shown(world, number)).subjectDigest;
  const smash = (who: CastName, change: Partial<Parameters<typeof breakGlass>[1]> = {}) =>
    breakGlass(world.as(who), { number, subjectDigest: digest, reason, incident: "INC-2041", ...change });
  const review = (who: CastName, verdict: "upheld" | "objected" = "upheld") =>
    reviewEmergency(world.as(who), { number, verdict, comment: "Read the log and the gates." });
  return { world, number, digest, smash, review };
}
const actionsOf = async (world: World, number: number) => {
  const { id } = await shown(world, number);
  const rows = await db.select().from(auditEvents).where(eq(auditEvents.objectId, id)).orderBy(desc(auditEvents.id));
  return rows.map((row) => row.action);
};
const useOf = async (world: World, number: number) => findEmergency(world.as("vera"), (await shown(world, number)).id);

describe("breakGlass", () => {
  it("carries a blocked promotion out without a quorum, once, and says what it went past", async () => {
    const { world, number, smash } = await open({ worse: true });
    const done = await smash("otto");
    expect(done).toMatchObject({ promotion: number, rollout: 1 });
    expect((await shown(world, number)).state).toBe("executed");
    const use = await useOf(world, number);
    expect(use?.bypassed.join(" ")).toMatch(/Gates that do not pass: .*2 more approvals are needed\./);
    expect(use?.reviewDueAt.getTime()).toBe((use?.usedAt.getTime() ?? 0) + 24 * 3_600_000);
    expect(use?.signature).toMatchObject({ printedName: "Otto Berg", meaning: "responsibility for an emergency" });
    expect((await actionsOf(world, number)).slice(0, 2)).toEqual(["promotion.break_glass_used", "promotion.executed"]);
    await expect(smash("otto")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(executePromotion(world.system(), { number })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is rolled back in one step as ever", async () => {
    const { world, smash } = await open();
    const { rollout } = await smash("otto");
    expect(
      await rollBackRollout(world.as("otto"), { number: rollout, reason: "It is worse than the outage." }),
    ).toMatchObject({
      state: expect.stringMatching(/ROLLING_BACK|CANCELLED/),
    });
  });

  it.each<CastName>(["maya", "rosa", "vera"])("refuses %s, who has no role for it", async (who) => {
    const { smash } = await open();
    await expect(smash(who)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("refuses whoever contributed, in the command and in the database, and records it", async () => {
    const { world, number, digest, smash } = await open();
    const { id } = await shown(world, number);
    await sql`insert into promotion_conflicts (project_id, promotion_id, person_id, reason, added_at)
      values (${world.projectId}, ${id}, ${world.ids.otto.personId}, 'logged the training run', now())`;
    await expect(smash("otto")).rejects.toThrow(/your own work/);
    expect((await actionsOf(world, number))[0]).toBe("promotion.break_glass_refused");
    const forged = sql`insert into break_glass_uses (project_id, promotion_id, rollout_id, used_by, person_id, reason, incident, bypassed,
        subject_digest, signature, used_at, review_due_at)
      values (${world.projectId}, ${id}, 'r', ${world.ids.otto.userId}, ${world.ids.otto.personId}, ${reason}, 'I', '[]', ${digest}, '{}',
        now(), now() + interval '1 hour')`;
    await expect(forged).rejects.toMatchObject({ code: "CS001" });
  });

  it.each([
    [{ reason: "It is urgent." }, /at least 20/],
    [{ incident: " " }, /incident/i],
    [{ subjectDigest: `sha256:${"0".repeat(64)}` }, /changed since it was shown/],
  ])("refuses %o, and nothing runs", async (change, message) => {
    const { world, number, smash } = await open();
    await expect(smash("otto", change)).rejects.toThrow(message);
    expect(await useOf(world, number)).toBeNull();
  });

  it("is no way around somebody's objection", async () => {
    const { world, number, digest, smash } = await open();
    await rejectPromotion(world.as("rosa"), { number, subjectDigest: digest, comment: "It harms part-time workers." });
    await expect(smash("otto")).rejects.toThrow(/Rosa Beck has to clear/);
  });

  it("is refused when nothing stands in the way", async () => {
    const { world, number, digest, smash } = await open();
    await approvePromotion(world.as("rosa"), { number, subjectDigest: digest });
    await approvePromotion(world.as("ines"), { number, subjectDigest: digest });
    await expect(smash("otto")).rejects.toThrow(/ordinary way/);
  });

  it("asks for a fresh sign-in at high tier, and passes over the cooling-off time", async () => {
    const { world, number, digest, smash } = await open({ tier: "high" });
    await approvePromotion(world.as("rosa"), { number, subjectDigest: digest });
    await approvePromotion(world.as("ines"), { number, subjectDigest: digest });
    const late = breakGlass(world.as("otto", 30), { number, subjectDigest: digest, reason, incident: "INC-1" });
    await expect(late).rejects.toMatchObject({ extra: { details: { reason: "reauthenticate" } } });
    await smash("otto");
    expect((await useOf(world, number))?.bypassed).toEqual(["Its cooling-off time is not over."]);
  });

  it("happens once, however many try", async () => {
    const { smash } = await open();
    const tries = await Promise.allSettled([smash("otto"), smash("ines"), smash("nadia")]);
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });
});

describe("reviewEmergency", () => {
  it("is a second person's, signed, once", async () => {
    const { world, number, smash, review } = await open();
    await smash("ines");
    await expect(review("ines")).rejects.toThrow(/a second person/);
    await expect(review("mayaTwo")).rejects.toThrow(/requested this promotion/);
    await expect(review("otto")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await listUnreviewed(world.as("vera"))).toHaveLength(1);
    expect(await review("rosa")).toEqual({ number, verdict: "upheld" });
    expect(await listUnreviewed(world.as("vera"))).toEqual([]);
    await expect(review("nadia", "objected")).rejects.toThrow(/has been reviewed/);
    expect((await useOf(world, number))?.reviewSignature).toMatchObject({ printedName: "Rosa Beck", role: "reviewer" });
  });

  it("is held by the database too: not by oneself, not twice, and nothing of it changes", async () => {
    const { world, number, smash, review } = await open();
    await smash("otto");
    const { id } = await shown(world, number);
    const set = (person: { userId: string; personId: string }) =>
      sql`update break_glass_uses set verdict = 'upheld', reviewed_at = now(), reviewed_by = ${person.userId},
        reviewer_person_id = ${person.personId} where promotion_id = ${id}`;
    await expect(set(world.ids.otto)).rejects.toMatchObject({ code: "23514" });
    await expect(set(world.ids.maya)).rejects.toMatchObject({ code: "CS001" });
    await expect(
      sql`update break_glass_uses set reason = 'Something else, long enough' where promotion_id = ${id}`,
    ).rejects.toMatchObject({ code: "CS002" });
    await review("rosa", "objected");
    await expect(set(world.ids.nadia)).rejects.toMatchObject({ code: "CS002" });
    await expect(sql`delete from break_glass_uses where promotion_id = ${id}`).rejects.toMatchObject({ code: "CS002" });
  });

  it("raises one alarm when it is missed, and is taken late", async () => {
    const { world, number, smash, review } = await open();
    await smash("otto");
    const { id } = await shown(world, number);
    expect(await raiseEmergencyAlarm(world.system(), id)).toBe(false);
    world.moveClock(24 * 60);
    expect(await raiseEmergencyAlarm(world.system(), id)).toBe(true);
    expect(await raiseEmergencyAlarm(world.system(), id)).toBe(false);
    expect((await actionsOf(world, number))[0]).toBe("promotion.break_glass_overdue");
    await review("rosa");
    const [event] = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, "promotion.break_glass_reviewed"))
      .orderBy(desc(auditEvents.id))
      .limit(1);
    expect(event?.canonical.toString()).toContain('"isLate":true');
  });

  it("raises the alarm by itself", async () => {
    const { world, number, smash } = await open();
    await smash("otto");
    const { id } = await shown(world, number);
    await sql`insert into break_glass_uses select (jsonb_populate_record(b, jsonb_build_object('promotion_id', p.id,
      'used_at', now() - interval '2 days', 'review_due_at', now() - interval '1 day'))).*
      from break_glass_uses b, promotions p where b.promotion_id = ${id} and p.id = ${(await shown(world, await second(world))).id}`;
    await tendEmergencies(db, new AbortController().signal);
    const rows = await db.select().from(breakGlassUses).where(eq(breakGlassUses.projectId, world.projectId));
    expect(rows.filter((row) => row.alarmedAt !== null && row.promotionId !== id)).toHaveLength(1);
  });

  it("answers that there is none, and does not find another project's", async () => {
    const { world, number, review } = await open();
    await expect(review("rosa")).rejects.toThrow(/not carried out as an emergency/);
    const other = await buildWorld(db);
    await expect(
      reviewEmergency(other.as("rosa"), { number: number + 50, verdict: "upheld", comment: "Read the log." }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(world.projectId).not.toBe(other.projectId);
  });
});

/** Another promotion in the same project, of the version before. */
async function second(world: World): Promise<number> {
  const versionId = await world.addVersion(3, { recall: 0.62, female: 0.56 });
  return (await request(world, { versionId })).number;
}
