import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { modelVersions, users } from "@/db/schema";
import { testDb } from "@/db/testing";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { requestReview } from "@/lib/governance/commands/request-review";
import { saveAssessment } from "@/lib/governance/commands/save-assessment";
import { signOffAssessment } from "@/lib/governance/commands/sign-off-assessment";
import { submitAssessment } from "@/lib/governance/commands/submit-assessment";
import { completeBody } from "@/lib/governance/risk/assessment-testing";
import { readRevisions } from "@/lib/governance/risk/load-assessment";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { reviewKind } from "./kinds/reviews";
import { whoHas } from "./testing";

const { db } = await testDb();
const day = 24 * 60;
const officers = ["ines", "nadia", "rosaTwo"] as const;

const newest = async (world: World, assessmentId: string) => (await readRevisions(db, world.system(), assessmentId))[0];

async function submit(world: World, reviewDue: string, versionId: string | null = null, seen?: string) {
  const body = { ...completeBody(world.ids.otto.userId, world.ids.rafi.userId), reviewDue };
  const row = seen ? await newest(world, seen) : undefined;
  const at = row ? { revision: row.revision, lockVersion: row.lockVersion } : null;
  const saved = await saveAssessment(world.as("jun"), { modelId: world.modelId, versionId, seen: at, body });
  const { assessmentId, revision, lockVersion } = saved;
  await submitAssessment(world.as("jun"), { assessmentId, revision, lockVersion });
  return assessmentId;
}

async function sign(world: World, assessmentId: string) {
  const row = await newest(world, assessmentId);
  const bodyDigest = canonicalDigest(row?.body);
  await signOffAssessment(world.as("ines"), { assessmentId, revision: row?.revision ?? 0, bodyDigest });
}

const waiting = (world: World) => whoHas(world, reviewKind, "waiting");
const row = async (world: World) => (await reviewKind.list(world.as("otto"), "p", "waiting", 5)).items[0];

test("a review waits on the owner of the risk from two weeks before, and on risk officers once it is late", async () => {
  const [world, other] = [await buildWorld(db), await buildWorld(db)];
  await sign(world, await submit(world, "2026-12-31"));
  expect(await waiting(world)).toEqual([]);
  world.moveClock(24 * day);
  expect(await waiting(world)).toEqual(["otto"]);
  expect(await row(world)).toMatchObject({ tone: "warn", due: new Date("2026-12-31T23:59:59Z") });
  world.moveClock(14 * day);
  expect(await waiting(world)).toEqual(["otto"]);
  world.moveClock(day);
  expect(await waiting(world)).toEqual([...officers, "otto"]);
  expect(await row(world)).toMatchObject({ tone: "fail", detail: expect.stringContaining("It had to be reviewed by") });
  expect(await waiting(other)).toEqual([]);
});

test("it waits no longer once the next revision is submitted, and anew when that one is due", async () => {
  const world = await buildWorld(db);
  const assessmentId = await submit(world, "2026-11-30");
  await sign(world, assessmentId);
  expect(await waiting(world)).toEqual(["otto"]);
  world.moveClock(1);
  await submit(world, "2027-11-30", null, assessmentId);
  expect(await waiting(world)).toEqual([]);
  await sign(world, assessmentId);
  expect(await waiting(world)).toEqual([]);
});

test("a review that somebody asked for waits on owner and risk officers, whatever its date", async () => {
  const world = await buildWorld(db);
  const assessmentId = await submit(world, "2027-11-30");
  await sign(world, assessmentId);
  await requestReview(world.as("rosa"), { assessmentId, trigger: "incident", reason: "A wrong refusal was found." });
  expect(await waiting(world)).toEqual([...officers, "otto"]);
  expect((await row(world))?.detail).toBe("A review was asked for: A wrong refusal was found.");
});

test("without an owner it waits on risk officers; of a version that is archived on nobody", async () => {
  const world = await buildWorld(db);
  await sign(world, await submit(world, "2026-11-30", world.live));
  await db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, world.ids.otto.userId));
  expect(await waiting(world)).toEqual([...officers, "otto"]);
  await db.update(modelVersions).set({ status: "archived" }).where(eq(modelVersions.id, world.live));
  expect(await waiting(world)).toEqual([]);
});
