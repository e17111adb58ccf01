import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, reminders } from "@/db/schema";
import { testDb } from "@/db/testing";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { moveFinding } from "@/lib/governance/commands/move-finding";
import { raiseFinding } from "@/lib/governance/commands/raise-finding";
import { saveAssessment } from "@/lib/governance/commands/save-assessment";
import { signOffAssessment } from "@/lib/governance/commands/sign-off-assessment";
import { submitAssessment } from "@/lib/governance/commands/submit-assessment";
import { updateFinding } from "@/lib/governance/commands/update-finding";
import { completeBody } from "@/lib/governance/risk/assessment-testing";
import { readRevisions } from "@/lib/governance/risk/load-assessment";
import { drain, told } from "@/lib/notifications/testing";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { remindOfAll, remindPeople } from "./commands/remind-people";
import type { DueItem } from "./inbox-kind";
import { findingKind } from "./kinds/findings";
import { reviewKind } from "./kinds/reviews";
import { leave } from "./testing";

const { db } = await testDb();
const day = 24 * 60;

const steps = async (world: World) => {
  const own = and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.actorRef, "system:test"));
  const rows = await db.select().from(auditEvents).where(own).orderBy(auditEvents.id);
  return rows.filter(({ action }) => /reminded|escalated/.test(action)).map(({ summary }) => summary);
};
/** Three workers at once, then a fourth. */
async function remind(world: World) {
  await Promise.all([1, 2, 3].map(() => remindOfAll(world.system())));
  await remindOfAll(world.system());
  await drain(db);
}
const ownDue = async (world: World, kind: { listDue?: (ctx: ReturnType<World["system"]>) => Promise<DueItem[]> }) => {
  const [due] = ((await kind.listDue?.(world.system())) ?? []).filter(({ projectId }) => projectId === world.projectId);
  if (!due) throw new Error("nothing is due");
  return due;
};

const finding = {
  title: "Recall falls for part-time workers",
  severity: "high",
  blocks: true,
  dueOn: "2026-12-15",
} as const;
const raise = (world: World) =>
  raiseFinding(world.as("rosa"), { ...finding, modelId: world.modelId, ownerUserId: world.ids.maya.userId });

describe("an open finding", () => {
  it("is reminded of before and after its date, then escalated to risk officers, each once for everyone", async () => {
    const world = await buildWorld(db);
    await raise(world);
    await leave(world, "nadia");
    await remind(world);
    expect(await steps(world)).toEqual([]);
    world.moveClock(20 * day);
    await remind(world);
    expect(await steps(world)).toEqual(["reminded that finding F-1 on income-eligibility is due on 2026-12-15"]);
    world.moveClock(3 * day);
    await remind(world);
    expect(await told(world, "ines")).toEqual([]);
    world.moveClock(3 * day);
    await remind(world);
    world.moveClock(300 * day);
    await remind(world);
    expect((await steps(world)).slice(1)).toEqual([
      "reminded that finding F-1 on income-eligibility was due on 2026-12-15",
      "escalated finding F-1 on income-eligibility, still open: it was due on 2026-12-15",
    ]);
    expect((await told(world, "maya")).slice(1)).toEqual(Array(3).fill("reminder: it is yours to settle"));
    for (const who of ["ines", "rosaTwo"] as const)
      expect(await told(world, who)).toEqual(["escalation: risk officers hear of what is long overdue"]);
    for (const who of ["nadia", "rosa", "rafi", "otto"] as const) expect(await told(world, who)).toEqual([]);
    expect(await db.select().from(reminders).where(eq(reminders.projectId, world.projectId))).toHaveLength(3);
  });

  it("is let be when it is settled in the same second, and reminded of anew when its date moves", async () => {
    const world = await buildWorld(db);
    const { number } = await raise(world);
    world.moveClock(20 * day);
    const due = await ownDue(world, findingKind);
    const input = { number, lockVersion: 0, transition: "mitigate", until: null } as const;
    await moveFinding(world.as("maya"), { ...input, note: "Trained again without the features." });
    expect(await remindPeople(world.system(), due)).toBeNull();
    await moveFinding(world.as("rosa"), { ...input, lockVersion: 1, transition: "reopen", note: "It is still there." });
    expect(await remindPeople(world.system(), due)).toBe("due_soon");
    const ownerUserId = world.ids.maya.userId;
    await updateFinding(world.as("rosa"), { ...finding, number, lockVersion: 2, ownerUserId, dueOn: "2027-01-15" });
    world.moveClock(20 * day);
    expect(await remindPeople(world.system(), due)).toBeNull();
    world.moveClock(12 * day);
    await remind(world);
    expect((await steps(world)).at(-1)).toBe("reminded that finding F-1 on income-eligibility is due on 2027-01-15");
  });
});

async function signed(world: World) {
  const sign = async (seen: { revision: number; lockVersion: number } | null, reviewDue: string) => {
    const body = { ...completeBody(world.ids.otto.userId, world.ids.rafi.userId), reviewDue };
    const { modelId } = world;
    const saved = await saveAssessment(world.as("jun"), { modelId, versionId: null, seen, body });
    await submitAssessment(world.as("jun"), saved);
    const [row] = await readRevisions(db, world.system(), saved.assessmentId);
    const { assessmentId, revision } = saved;
    await signOffAssessment(world.as("ines"), { assessmentId, revision, bodyDigest: canonicalDigest(row?.body) });
    const [now] = await readRevisions(db, world.system(), assessmentId);
    return { revision, lockVersion: now?.lockVersion ?? 0 };
  };
  const seen = await sign(null, "2027-05-31");
  await drain(db);
  return { again: () => sign(seen, "2028-05-31") };
}

describe("the review of a risk assessment", () => {
  it("is reminded of before and after its date to the owner of the risk, then escalated, each once for everyone", async () => {
    const world = await buildWorld(db);
    await signed(world);
    await remind(world);
    expect(await steps(world)).toEqual([]);
    const before = { otto: await told(world, "otto"), ines: await told(world, "ines") };
    world.moveClock(178 * day);
    await remind(world);
    world.moveClock(12 * day);
    await remind(world);
    expect(await told(world, "ines")).toEqual(before.ines);
    world.moveClock(14 * day);
    await remind(world);
    world.moveClock(100 * day);
    await remind(world);
    expect(await steps(world)).toEqual([
      "reminded that the risk assessment of income-eligibility is due for review on 2027-05-31",
      "reminded that the risk assessment of income-eligibility was due for review on 2027-05-31",
      "escalated the risk assessment of income-eligibility, not reviewed: it was due for review on 2027-05-31",
    ]);
    expect(await told(world, "otto")).toEqual([...before.otto, ...Array(3).fill("reminder: you own the risk")]);
    expect(await told(world, "ines")).toEqual([
      ...before.ines,
      "escalation: risk officers hear of what is long overdue",
    ]);
    expect(await told(world, "vera")).toEqual([]);
  });

  it("is let be when a later revision is signed in the same second", async () => {
    const world = await buildWorld(db);
    const { again } = await signed(world);
    world.moveClock(178 * day);
    const due = await ownDue(world, reviewKind);
    await again();
    expect(await remindPeople(world.system(), due)).toBeNull();
    await remind(world);
    expect(await steps(world)).toEqual([]);
  });
});
