import { and, eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { auditEvents, notificationSettings } from "@/db/schema";
import { testDb } from "@/db/testing";
import { withProblems } from "@/lib/http";
import { buildWorld } from "@/lib/promotions/testing";
import { unsubscribeHandler } from "./unsubscribe-handler";
import { unsubscribeToken } from "./unsubscribe-token";

const { db } = await testDb();
vi.stubEnv("NEXTAUTH_SECRET", "a secret for tests that is long enough");
const world = await buildWorld(db);
const { projectId } = world;

const post = (token: string, body?: URLSearchParams) =>
  withProblems(unsubscribeHandler)(
    new Request(`https://c.example/api/unsubscribe?token=${encodeURIComponent(token)}`, {
      method: "POST",
      ...(body ? { body } : {}),
    }),
    {},
  );
const mailOf = async (userId: string) =>
  (await db.select().from(notificationSettings).where(eq(notificationSettings.userId, userId)))[0]?.mail;
const recorded = () =>
  db
    .select({ actor: auditEvents.actorRef, objectId: auditEvents.objectId })
    .from(auditEvents)
    .where(and(eq(auditEvents.projectId, projectId), eq(auditEvents.action, "notification_settings.mail_turned_off")));

it("turns one person's mail off from a mail program's one click, and from the page's form", async () => {
  const { rosa, rafi } = world.ids;
  const oneClick = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  expect((await post(unsubscribeToken({ projectId, userId: rosa.userId }), oneClick)).status).toBe(204);
  const form = await post(unsubscribeToken({ projectId, userId: rafi.userId }), new URLSearchParams());
  expect(form.status).toBe(303);
  expect(form.headers.get("location")).toMatch(/^\/unsubscribe\?token=.*&done=1$/);
  expect(await mailOf(rosa.userId)).toBe(false);
  expect(await mailOf(rafi.userId)).toBe(false);
  expect(await mailOf(world.ids.ines.userId)).toBeUndefined();
  const actor = "system:mail-off-link";
  expect(await recorded()).toEqual([
    { actor, objectId: rosa.userId },
    { actor, objectId: rafi.userId },
  ]);
});

it("refuses a token of another person's making and changes nothing", async () => {
  const token = unsubscribeToken({ projectId, userId: world.ids.ines.userId });
  for (const forged of ["", "x", token.slice(0, -2), token.replace(/^\d+/, "999")]) {
    expect((await post(forged)).status).toBe(404);
  }
  expect(await mailOf(world.ids.ines.userId)).toBeUndefined();
  expect(await recorded()).toHaveLength(2);
});
