import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { moveFinding } from "@/lib/governance/commands/move-finding";
import { raiseFinding } from "@/lib/governance/commands/raise-finding";
import { requestReview } from "@/lib/governance/commands/request-review";
import { saveAssessment } from "@/lib/governance/commands/save-assessment";
import { sendBackAssessment } from "@/lib/governance/commands/send-back-assessment";
import { signOffAssessment } from "@/lib/governance/commands/sign-off-assessment";
import { submitAssessment } from "@/lib/governance/commands/submit-assessment";
import { updateFinding } from "@/lib/governance/commands/update-finding";
import { completeBody } from "@/lib/governance/risk/assessment-testing";
import { readRevisions } from "@/lib/governance/risk/load-assessment";
import { completeCard } from "@/lib/models/card-testing";
import { approveCard } from "@/lib/models/commands/approve-card";
import { editCard } from "@/lib/models/commands/edit-card";
import { sendBackCard } from "@/lib/models/commands/send-back-card";
import { submitCard } from "@/lib/models/commands/submit-card";
import { drain, told } from "@/lib/notifications/testing";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { assessmentKind } from "./kinds/assessments";
import { cardKind } from "./kinds/cards";
import { findingKind } from "./kinds/findings";
import { each, lastTold, leave, whoHas } from "./testing";

const { db } = await testDb();
const { drafted: _, claims: __, ...body } = completeCard;

async function writeCard(world: World, who: CastName, seenRevision: number, overview = "What it does.") {
  const versionId = world.candidate;
  await editCard(world.as(who), { versionId, seenRevision, body: { ...body, overview } });
  await submitCard(world.as(who), { versionId, seenRevision: seenRevision + 1 });
}

describe("a model card in review", () => {
  it("waits on, and is told to, those who may approve it: no writer of it, no second account, nobody who left", async () => {
    const [world, other] = [await buildWorld(db), await buildWorld(db)];
    await writeCard(world, "maya", 1);
    await leave(world, "rafi");
    await drain(db);
    const may = ["jun", "rosa", "ines", "nadia", "rosaTwo"] as const;
    expect(await whoHas(world, cardKind, "waiting")).toEqual(expect.arrayContaining([...may]));
    expect(await whoHas(world, cardKind, "waiting")).not.toContain("mayaTwo");
    expect(await whoHas(world, cardKind, "asked")).toEqual(["maya", "mayaTwo"]);
    expect(await lastTold(world)).toEqual(each(may, "review: you may approve it or send it back"));
    expect(await whoHas(other, cardKind, "waiting")).toEqual([]);
    expect(await lastTold(other)).toEqual({});
  });

  it("that is sent back or approved is told to its writers since the approval before, who may review what others write after", async () => {
    const world = await buildWorld(db);
    const versionId = world.candidate;
    await writeCard(world, "maya", 1);
    await sendBackCard(world.as("rosa"), { versionId, seenRevision: 2, comment: "Say what it is not for." });
    await drain(db);
    expect(await told(world, "maya")).toEqual(["own_request: you wrote in it"]);
    expect(await told(world, "rosa")).toEqual(["review: you may approve it or send it back"]);
    expect(await whoHas(world, cardKind, "waiting")).toEqual([]);
    world.moveClock(1);
    await submitCard(world.as("maya"), { versionId, seenRevision: 2 });
    await approveCard(world.as("rosa"), { versionId, seenRevision: 2 });
    world.moveClock(1);
    await writeCard(world, "jun", 2, "What it does, and for whom.");
    await drain(db);
    expect(await whoHas(world, cardKind, "waiting")).toEqual(["mayaTwo", "rosa", "rafi", "ines", "nadia", "rosaTwo"]);
    expect(await whoHas(world, cardKind, "asked")).toEqual(["jun"]);
    expect((await told(world, "mayaTwo")).at(-1)).toBe("review: you may approve it or send it back");
    world.moveClock(1);
    const before = await told(world, "maya");
    await approveCard(world.as("mayaTwo"), { versionId, seenRevision: 3 });
    await drain(db);
    expect((await told(world, "jun")).at(-1)).toBe("own_request: you wrote in it");
    expect(await told(world, "maya")).toEqual(before);
    const verbs = async (who: CastName) =>
      (await cardKind.list(world.as(who), "p", "done", 50)).items.map(({ verb }) => verb);
    expect([await verbs("rosa"), await verbs("maya"), await verbs("jun"), await verbs("rafi")]).toEqual([
      ["Approved", "Sent back"],
      ["Approved", "Approved"],
      ["Approved"],
      [],
    ]);
  });
});

async function submitRisk(world: World, who: CastName = "jun") {
  const given = completeBody(world.ids.otto.userId, world.ids.rafi.userId);
  const saved = await saveAssessment(world.as(who), {
    modelId: world.modelId,
    versionId: null,
    seen: null,
    body: given,
  });
  const { assessmentId, revision, lockVersion } = saved;
  await submitAssessment(world.as(who), { assessmentId, revision, lockVersion });
  return assessmentId;
}
const newest = async (world: World, assessmentId: string) => {
  const [row] = await readRevisions(db, world.system(), assessmentId);
  if (!row) throw new Error("no revision");
  return row;
};
async function signRisk(world: World, who: CastName, assessmentId: string) {
  const row = await newest(world, assessmentId);
  await signOffAssessment(world.as(who), {
    assessmentId,
    revision: row.revision,
    bodyDigest: canonicalDigest(row.body),
  });
}

describe("a risk assessment in review", () => {
  it("waits on, and is told to, those who may sign it off: nobody who wrote, owns or made any of it", async () => {
    const [world, other] = [await buildWorld(db), await buildWorld(db)];
    await submitRisk(world);
    await leave(world, "nadia");
    await drain(db);
    const may = ["rosa", "rafi", "ines", "nadia", "rosaTwo"] as const;
    expect(await whoHas(world, assessmentKind, "waiting")).toEqual(may);
    expect(await whoHas(world, assessmentKind, "asked")).toEqual(["jun"]);
    expect(await whoHas(world, assessmentKind, "named")).toEqual(["rafi", "otto"]);
    const stayed = may.filter((who) => who !== "nadia");
    expect(await lastTold(world)).toEqual(each(stayed, "review: you may sign it off or send it back"));
    expect(await whoHas(other, assessmentKind, "waiting")).toEqual([]);
    expect(await lastTold(other)).toEqual({});
  });

  it("that lowers the tier waits on risk officers alone", async () => {
    const world = await buildWorld(db, { tier: "high" });
    const assessmentId = await submitRisk(world);
    await drain(db);
    const officers = ["ines", "nadia", "rosaTwo"] as const;
    expect(await whoHas(world, assessmentKind, "waiting")).toEqual(officers);
    expect(await lastTold(world)).toEqual(each(officers, "review: you may sign it off or send it back"));
    await expect(signRisk(world, "rosa", assessmentId)).rejects.toThrow(/risk officer/);
  });

  it("that is sent back, signed off or asked for again is told to its authors and the owner of the risk", async () => {
    const world = await buildWorld(db);
    const assessmentId = await submitRisk(world);
    const { revision, lockVersion } = await newest(world, assessmentId);
    const reason = "The stop plan names nobody.";
    await sendBackAssessment(world.as("rosa"), { assessmentId, revision, lockVersion, reason });
    await drain(db);
    expect([await told(world, "jun"), await told(world, "otto")]).toEqual([
      ["own_request: you wrote in it"],
      ["named: you own the risk"],
    ]);
    expect(await told(world, "rosa")).toHaveLength(1);
    const again = await newest(world, assessmentId);
    await submitAssessment(world.as("jun"), { assessmentId, revision, lockVersion: again.lockVersion });
    world.moveClock(1);
    await signRisk(world, "ines", assessmentId);
    world.moveClock(1);
    await requestReview(world.as("otto"), { assessmentId, trigger: "incident", reason: "A wrong refusal was found." });
    await drain(db);
    expect((await told(world, "jun")).slice(1)).toEqual(["own_request: you wrote in it", "review: you wrote in it"]);
    expect((await told(world, "otto")).filter((line) => line.endsWith("own the risk"))).toHaveLength(2);
    expect((await told(world, "nadia")).at(-1)).toBe("review: risk officers answer for assessments");
    expect(await whoHas(world, assessmentKind, "waiting")).toEqual([]);
    expect(await whoHas(world, assessmentKind, "done")).toEqual(["jun", "rosa", "ines", "rosaTwo"]);
  });
});

describe("a mitigated finding", () => {
  const about = {
    title: "Recall falls for part-time workers",
    severity: "high",
    blocks: true,
    dueOn: "2026-12-15",
  } as const;

  it("waits for its check on nobody who owns it, under any account", async () => {
    const world = await buildWorld(db);
    const { modelId } = world;
    const { number } = await raiseFinding(world.as("ines"), { ...about, modelId, ownerUserId: world.ids.maya.userId });
    expect(await whoHas(world, findingKind, "waiting")).toEqual(["maya"]);
    const note = "Trained again without the features.";
    await moveFinding(world.as("maya"), { number, lockVersion: 0, transition: "mitigate", until: null, note });
    expect(await whoHas(world, findingKind, "waiting")).toEqual(["jun", "rosa", "rafi", "ines", "nadia", "rosaTwo"]);
  });

  it("waits for its check on nobody who owned it and handed it over", async () => {
    const world = await buildWorld(db);
    const { modelId, ids } = world;
    const { number } = await raiseFinding(world.as("ines"), { ...about, modelId, ownerUserId: ids.rosa.userId });
    await updateFinding(world.as("rosa"), { ...about, number, lockVersion: 0, ownerUserId: ids.maya.userId });
    const note = "Trained again without the features.";
    await moveFinding(world.as("maya"), { number, lockVersion: 1, transition: "mitigate", until: null, note });
    expect(await whoHas(world, findingKind, "waiting")).toEqual(["jun", "rafi", "ines", "nadia"]);
  });
});
