import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { promotionConflicts } from "@/db/schema";
import { testDb } from "@/db/testing";
import { linkPerson } from "@/lib/auth/commands/link-person";
import { auditedActions } from "@/lib/auth/testing";
import { executePromotion } from "@/lib/deployments/commands/execute-promotion";
import { buildWorld } from "../testing";
import { request, shown } from "../testing-requests";
import { approvePromotion } from "./approve-promotion";

const { db } = await testDb();

it("two approvals by accounts that turn out to be one person's count once, also after they were given", async () => {
  const world = await buildWorld(db);
  const { number } = await request(world);
  const { subjectDigest } = await shown(world, number);
  await approvePromotion(world.as("rosa"), { number, subjectDigest });
  expect(await approvePromotion(world.as("ines"), { number, subjectDigest })).toMatchObject({ state: "approved" });
  const link = { userId: world.ids.rosa.userId, sameAsUserId: world.ids.ines.userId };
  await expect(linkPerson(world.as("otto"), link)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await linkPerson(world.system(), link);
  await expect(linkPerson(world.system(), link)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  await expect(executePromotion(world.as("otto"), { number })).rejects.toThrow(/enough valid approvals/);
  expect(await auditedActions(db, world.ids.rosa.userId)).toContain("user.linked");
});

it("takes conflicts of duty along", async () => {
  const world = await buildWorld(db);
  const { number } = await request(world);
  const { subjectDigest, id } = await shown(world, number);
  await linkPerson(world.system(), { userId: world.ids.jun.userId, sameAsUserId: world.ids.rafi.userId });
  const rows = await db.select().from(promotionConflicts).where(eq(promotionConflicts.promotionId, id));
  expect(rows.map((row) => row.personId)).toContain(world.ids.rafi.personId);
  await expect(approvePromotion(world.as("rafi"), { number, subjectDigest })).rejects.toThrow(
    /logged the training run/,
  );
});
