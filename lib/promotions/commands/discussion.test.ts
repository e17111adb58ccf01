import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, commentMentions, comments } from "@/db/schema";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { listThreads } from "../discussion/threads-query";
import { buildWorld } from "../testing";
import { request, shown } from "../testing-requests";
import { commentOnPromotion } from "./comment-on-promotion";
import { editComment } from "./edit-comment";
import { resolveThread } from "./resolve-thread";

const { db, sql } = await testDb();
const world = await buildWorld(db);
const other = await buildWorld(db);
const { number } = await request(world);
const { id: promotionId } = await shown(world, number);
const threads = () => listThreads(world.as("vera"), promotionId);

describe("a discussion", () => {
  it("is made of threads with replies that keep the thread's anchor", async () => {
    const { threadId } = await commentOnPromotion(world.as("ines"), {
      number,
      anchor: "slice:sex=Female",
      body: "Why?",
    });
    world.moveClock(1);
    await commentOnPromotion(world.as("maya"), { number, threadId, anchor: "rollout-plan", body: "Fewer rows." });
    const thread = (await threads()).find((entry) => entry.id === threadId);
    expect(thread?.anchor).toBe("slice:sex=Female");
    expect(thread?.comments.map((comment) => comment.body)).toEqual(["Why?", "Fewer rows."]);
  });

  it("names members by id, and the event carries them", async () => {
    const { commentId } = await commentOnPromotion(world.as("maya"), {
      number,
      body: "@Rosa Beck and @Nobody Known, please look",
    });
    const [row] = await db.select().from(comments).where(eq(comments.id, commentId));
    expect(row?.body).toBe(`<@${world.ids.rosa.userId}> and @Nobody Known, please look`);
    const named = await db.select().from(commentMentions).where(eq(commentMentions.commentId, commentId));
    expect(named.map((mention) => mention.userId)).toEqual([world.ids.rosa.userId]);
    const events = await db.select().from(auditEvents).where(eq(auditEvents.action, "promotion.commented"));
    expect(events.map((event) => event.canonical.toString()).join()).toContain(world.ids.rosa.userId);
  });

  it("names nobody of another project", async () => {
    const stranger = other.ids.rosa.userId;
    const { commentId } = await commentOnPromotion(world.as("maya"), {
      number,
      mentions: [stranger],
      body: `<@${stranger}>`,
    });
    expect(await db.select().from(commentMentions).where(eq(commentMentions.commentId, commentId))).toEqual([]);
  });

  it("is resolved and reopened, once each, with who and when", async () => {
    const { threadId } = await commentOnPromotion(world.as("ines"), { number, body: "Is the owner told?" });
    const both = await Promise.allSettled(
      (["rosa", "ines"] as const).map((who) => resolveThread(world.as(who), { number, threadId, resolved: true })),
    );
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const thread = (await threads()).find((entry) => entry.id === threadId);
    expect(thread?.resolvedByName).toMatch(/Rosa|Ines/);
    await resolveThread(world.as("maya"), { number, threadId, resolved: false });
    expect((await threads()).find((entry) => entry.id === threadId)?.resolvedAt).toBeNull();
    const actions = await auditedActions(db, promotionId);
    expect(actions).toContain("promotion.thread_resolved");
    expect(actions).toContain("promotion.thread_reopened");
    await expect(resolveThread(world.as("vera"), { number, threadId, resolved: true })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("lets authors put their words right within a day, and keeps the earlier ones", async () => {
    const { commentId, threadId } = await commentOnPromotion(world.as("maya"), { number, body: "Recal falls" });
    const edit = { number, commentId, seenRevision: 1, body: "Recall falls, @Rosa Beck" };
    await expect(editComment(world.as("rosa"), edit)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await editComment(world.as("maya"), edit)).toEqual({ revision: 2 });
    await expect(editComment(world.as("maya"), edit)).rejects.toMatchObject({ code: "CONFLICT" });
    const comment = (await threads()).find((entry) => entry.id === threadId)?.comments[0];
    expect(comment?.earlier.map((text) => text.body)).toEqual(["Recal falls"]);
    expect(comment?.mentions.map((mention) => mention.name)).toEqual(["Rosa Beck"]);
    await resolveThread(world.as("rosa"), { number, threadId, resolved: true });
    await expect(editComment(world.as("maya"), { ...edit, seenRevision: 2 })).rejects.toThrow("resolved");
    await resolveThread(world.as("rosa"), { number, threadId, resolved: false });
    world.moveClock(25 * 60);
    await expect(editComment(world.as("maya"), { ...edit, seenRevision: 2 })).rejects.toThrow("24 hours");
  });

  it("is append-only in the database", async () => {
    await expect(sql`update comments set body = 'gone'`).rejects.toMatchObject({ code: "CS007" });
    await expect(sql`delete from comments`).rejects.toMatchObject({ code: "CS003" });
    await expect(sql`update comment_revisions set body = 'gone'`).rejects.toMatchObject({ code: "CS003" });
  });

  it("refuses anchors, threads and promotions that are not there", async () => {
    const say = (more: object) => commentOnPromotion(world.as("maya"), { number, body: "Hello", ...more });
    await expect(say({ anchor: "nothing" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(say({ threadId: "nothing" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(say({ body: " " })).rejects.toThrow("missing");
    const elsewhere = await request(other);
    const { threadId } = await commentOnPromotion(other.as("maya"), { number: elsewhere.number, body: "Elsewhere" });
    await expect(say({ threadId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(commentOnPromotion(world.as("vera"), { number, body: "Hello" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
