import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { accessReviews, findings } from "@/db/schema";
import { testDb } from "@/db/testing";
import { moveFinding } from "@/lib/governance/commands/move-finding";
import { raiseFinding } from "@/lib/governance/commands/raise-finding";
import { draftOf } from "@/lib/governance/drafts/testing-drafts";
import { policyPresets } from "@/lib/governance/presets";
import { drain, told } from "@/lib/notifications/testing";
import { rejectPromotion } from "@/lib/promotions/commands/object-to-promotion";
import { buildWorld, type CastName, type World } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { type InboxTab, inboxTabs } from "./inbox-kind";
import { countKind, listInbox } from "./inbox-query";
import { inboxKinds } from "./registry";

const { db } = await testDb();
let world: World;
beforeEach(async () => {
  world = await buildWorld(db);
});

const { medium } = policyPresets;
const stricter = { ...medium, approval: { ...medium.approval, quorum: 3 } };

const items = async (who: CastName, tab: InboxTab) =>
  (await listInbox(world.as(who), "p", { tab })).items.map(({ key, verb }) => `${verb} ${key}`);

const raise = () =>
  raiseFinding(world.as("rosa"), {
    modelId: world.modelId,
    title: "Recall falls for part-time workers",
    severity: "high",
    blocks: true,
    ownerUserId: world.ids.maya.userId,
    dueOn: "2026-12-15",
  });

async function mitigate(number: number) {
  const own = and(eq(findings.projectId, world.projectId), eq(findings.number, number));
  const [row] = await db.select().from(findings).where(own);
  const input = { number, lockVersion: row?.lockVersion ?? 0, transition: "mitigate", until: null } as const;
  await moveFinding(world.as("maya"), { ...input, note: "Trained again without the features." });
}

describe("a kind of the inbox", () => {
  it.each(inboxKinds)("$id counts what it lists, in every tab and for everybody", async (kind) => {
    await request(world);
    const { number } = await raise();
    await raise();
    await mitigate(number);
    await draftOf(world, stricter);
    for (const who of ["maya", "rosa", "ines", "otto", "vera"] as const) {
      for (const tab of inboxTabs) {
        const page = await kind.list(world.as(who), "p", tab, 50);
        expect([who, tab, await countKind(world.as(who), kind, tab)]).toEqual([who, tab, page.items.length]);
        expect(page.total).toBe(page.items.length);
      }
    }
  });
});

describe("a promotion", () => {
  it("that is rejected is done for who rejected it and for who asked, until it is cleared", async () => {
    const { number } = await request(world);
    const { subjectDigest } = await shown(world, number);
    await rejectPromotion(world.as("rosa"), { number, subjectDigest, comment: "Not for this office." });
    for (const who of ["rosa", "maya"] as const) expect(await items(who, "done")).toEqual([`Rejected P-${number}`]);
    expect(await items("rafi", "done")).toEqual([]);
    const [row] = (await listInbox(world.as("rosa"), "p", { tab: "done" })).items;
    expect(row).toMatchObject({ due: null, endedAt: world.system().now() });
  });
});

describe("a finding", () => {
  it("waits on its owner, then on somebody who verifies it, and is told of to both", async () => {
    const { number } = await raise();
    expect(await items("maya", "waiting")).toEqual([`Settle F-${number}`]);
    expect(await items("rosa", "asked")).toEqual([`open F-${number}`]);
    expect(await items("rafi", "waiting")).toEqual([]);
    await drain(db);
    expect(await told(world, "maya")).toEqual(["named: it is yours to settle"]);
    await mitigate(number);
    await drain(db);
    expect(await items("maya", "waiting")).toEqual([]);
    expect(await items("rafi", "waiting")).toEqual([`Verify F-${number}`]);
    expect(await told(world, "rosa")).toEqual(["own_request: you raised it"]);
  });
});

describe("a proposed policy", () => {
  it("waits on those who may publish it and did not write it", async () => {
    const number = await draftOf(world, stricter);
    expect(await items("ines", "waiting")).toEqual([`Countersign D-${number}`]);
    expect(await items("rosa", "waiting")).toEqual([]);
    expect(await items("rosa", "asked")).toEqual([`In review D-${number}`]);
    await drain(db);
    expect(await told(world, "ines")).toEqual(["review: you may publish or reject it"]);
  });
});

describe("an access review", () => {
  it("waits on those who may attest it until it is completed", async () => {
    const { projectId, ids } = world;
    const at = world.as("ines").now();
    await db
      .insert(accessReviews)
      .values({ projectId, id: "r", number: 1, openedBy: ids.ines.userId, openedAt: at, dueAt: at });
    expect(await items("ines", "waiting")).toEqual(["Attest A-1"]);
    expect(await items("rosa", "waiting")).toEqual([]);
    await db
      .update(accessReviews)
      .set({ completedAt: at, completedBy: ids.ines.userId, attestation: "Looked at." })
      .where(eq(accessReviews.projectId, projectId));
    expect(await items("ines", "waiting")).toEqual([]);
    expect(await items("ines", "done")).toEqual(["Done A-1"]);
  });
});
