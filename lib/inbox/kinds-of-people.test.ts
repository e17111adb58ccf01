import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { openAccessReview } from "@/lib/auth/commands/open-access-review";
import { remindAccessReview } from "@/lib/auth/commands/remind-access-reviews";
import { breakGlass } from "@/lib/deployments/commands/break-glass";
import { drain, told } from "@/lib/notifications/testing";
import { createDelegation } from "@/lib/promotions/commands/create-delegation";
import { expireWaiver } from "@/lib/promotions/commands/expire-waivers";
import { raiseEmergencyAlarm } from "@/lib/promotions/commands/raise-emergency-alarm";
import { reviewEmergency } from "@/lib/promotions/commands/review-emergency";
import { revokeDelegation } from "@/lib/promotions/commands/revoke-delegation";
import { revokeWaiver } from "@/lib/promotions/commands/revoke-waiver";
import { waiveGate } from "@/lib/promotions/commands/waive-gate";
import { buildWorld } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { accessReviewKind } from "./kinds/access-reviews";
import { peopleKind } from "./kinds/people";
import { waiverKind } from "./kinds/waivers";
import { each, lastTold, leave, whoHas } from "./testing";

const { db } = await testDb();
const day = 24 * 60;
const officers = ["ines", "nadia", "rosaTwo"] as const;

async function waived() {
  const world = await buildWorld(db, { worse: true });
  const { number } = await request(world);
  await drain(db);
  world.moveClock(1);
  const { waiverId } = await waiveGate(world.as("ines"), {
    number,
    gateId: "recall-slices-against-live",
    ownerUserId: world.ids.rafi.userId,
    compensatingControl: "A case worker reads every refusal by hand.",
    reason: "The successor is trained; four weeks at most.",
    days: 28,
  });
  await drain(db);
  return { world, waiverId };
}

describe("a waiver", () => {
  it("names its owner while it holds, and waits on them and on risk officers in its last two weeks", async () => {
    const { world } = await waived();
    const other = await buildWorld(db);
    expect(await whoHas(world, waiverKind, "waiting")).toEqual([]);
    expect(await whoHas(world, waiverKind, "named")).toEqual(["rafi"]);
    world.moveClock(15 * day);
    expect(await whoHas(world, waiverKind, "waiting")).toEqual(["rafi", ...officers]);
    expect(await whoHas(world, waiverKind, "named")).toEqual([]);
    expect(await whoHas(other, waiverKind, "waiting")).toEqual([]);
    expect(await lastTold(other)).toEqual({});
  });

  it("is told to requester, its owner and the model's owner; its end to risk officers too, without who left", async () => {
    const { world, waiverId } = await waived();
    expect((await told(world, "maya")).at(-1)).toBe("own_request: you asked for it");
    expect(await told(world, "rafi")).toEqual(["named: you answer for its control"]);
    expect((await told(world, "otto")).at(-1)).toBe("policy: you own the model");
    expect(await told(world, "ines")).toEqual([]);
    await leave(world, "nadia");
    world.moveClock(29 * day);
    expect(await expireWaiver(world.system(), waiverId)).toBe(true);
    await drain(db);
    expect(await told(world, "nadia")).toEqual([]);
    expect((await told(world, "rafi")).at(-1)).toBe("reminder: you answer for its control");
    for (const who of ["ines", "rosaTwo"] as const)
      expect(await told(world, who)).toEqual(["policy: risk officers waive anew or have it rolled back"]);
    expect(await whoHas(world, waiverKind, "done")).toEqual(["rafi", "ines"]);
    expect(await whoHas(world, waiverKind, "waiting")).toEqual([]);
  });

  it("that is revoked is told to those it was told to, not to who revoked it", async () => {
    const { world, waiverId } = await waived();
    world.moveClock(1);
    await revokeWaiver(world.as("nadia"), { waiverId, reason: "The control is not in place." });
    await drain(db);
    expect(await told(world, "rafi")).toEqual(Array(2).fill("named: you answer for its control"));
    expect(await told(world, "nadia")).toEqual([]);
  });
});

describe("an emergency", () => {
  it("waits on, and is told to, those who may review it: nobody who broke the glass or contributed", async () => {
    const [world, other] = [await buildWorld(db), await buildWorld(db)];
    const { number } = await request(world);
    await drain(db);
    world.moveClock(1);
    const { subjectDigest, id } = await shown(world, number);
    const reason = "The live version answers nothing since 02:10 and nobody else is awake.";
    await breakGlass(world.as("otto"), { number, subjectDigest, reason, incident: "INC-2041" });
    await drain(db);
    const may = ["rosa", "rafi", ...officers] as const;
    expect(await whoHas(world, peopleKind, "waiting")).toEqual(may);
    expect(await whoHas(world, peopleKind, "asked")).toEqual(["otto"]);
    for (const who of may)
      expect((await told(world, who)).filter((line) => line.startsWith("review"))).toEqual([
        "review: a second person reviews it within 24 hours",
      ]);
    for (const who of ["jun", "mayaTwo", "vera"] as const) expect(await told(world, who)).toEqual([]);
    expect(await told(world, "maya")).toContain("own_request: you asked for it");
    world.moveClock(day + 1);
    expect(await raiseEmergencyAlarm(world.system(), id)).toBe(true);
    await drain(db);
    for (const who of may)
      expect((await told(world, who)).at(-1)).toBe("escalation: nobody reviewed it within 24 hours");
    world.moveClock(1);
    await reviewEmergency(world.as("rosa"), { number, verdict: "upheld", comment: "Read the log and the gates." });
    await drain(db);
    expect((await told(world, "otto")).at(-1)).toBe("own_request: you broke the glass");
    expect((await told(world, "maya")).at(-1)).toBe("own_request: you asked for it");
    expect((await told(world, "rosa")).at(-1)).toBe("escalation: nobody reviewed it within 24 hours");
    expect(await whoHas(world, peopleKind, "waiting")).toEqual([]);
    expect(await whoHas(world, peopleKind, "done")).toEqual(["rosa", "rosaTwo", "otto"]);
    expect(await whoHas(other, peopleKind, "waiting")).toEqual([]);
    expect(await lastTold(other)).toEqual({});
  });
});

describe("a delegation", () => {
  it("is told to the delegate when it begins, and to the other of the two when one ends it", async () => {
    const [world, other] = [await buildWorld(db), await buildWorld(db)];
    const endsAt = new Date(world.system().now().getTime() + 14 * 86_400_000);
    const delegateUserId = world.ids.nadia.userId;
    const input = { role: "risk_officer", delegateUserId, endsAt, reason: "On leave for two weeks." } as const;
    const { delegationId } = await createDelegation(world.as("ines"), input);
    await drain(db);
    expect(await lastTold(world)).toEqual({ nadia: "access: you may decide for a colleague" });
    world.moveClock(1);
    await revokeDelegation(world.as("nadia"), { delegationId });
    await drain(db);
    expect(await lastTold(world)).toEqual({
      ines: "access: a colleague decided for you",
      nadia: "access: you may decide for a colleague",
    });
    expect(await lastTold(other)).toEqual({});
  });
});

describe("an access review", () => {
  it("waits on those who may attest it; its opening is told to the others of them, its delay to all", async () => {
    const [world, other] = [await buildWorld(db), await buildWorld(db)];
    await openAccessReview(world.as("ines"));
    await drain(db);
    expect(await whoHas(world, accessReviewKind, "waiting")).toEqual(officers);
    expect(await lastTold(world)).toEqual(each(["nadia", "rosaTwo"], "review: you may attest it"));
    world.moveClock(60 * day);
    await leave(world, "nadia");
    expect(await remindAccessReview(world.system())).toBe(true);
    expect(await remindAccessReview(world.system())).toBe(false);
    await drain(db);
    expect(await lastTold(world)).toEqual({
      ...each(["ines", "rosaTwo"], "reminder: you may attest it"),
      nadia: "review: you may attest it",
    });
    expect(await whoHas(other, accessReviewKind, "waiting")).toEqual([]);
    expect(await lastTold(other)).toEqual({});
  });
});
