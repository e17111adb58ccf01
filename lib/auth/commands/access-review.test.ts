import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, members } from "@/db/schema";
import { testDb } from "@/db/testing";
import type { UserContext } from "@/lib/context";
import { listAccessReviews, listReviewLines } from "../access-review-query";
import { createTestProject, signedIn } from "../testing";
import { attestAccess } from "./attest-access";
import { completeAccessReview } from "./complete-access-review";
import { openAccessReview } from "./open-access-review";
import { remindAccessReview, tendAccessReviews } from "./remind-access-reviews";
import { removeMember } from "./remove-member";

const { db, sql } = await testDb();

async function open(name: string) {
  const project = await createTestProject(db, name);
  const ines = await signedIn(db, project, "ines", ["risk_officer"], "Risk");
  const dana = await signedIn(db, project, "dana", ["admin", "operator"], "Platform");
  const rosa = await signedIn(db, project, "rosa", ["reviewer"], "Validation");
  const vera = await signedIn(db, project, "vera", ["viewer"]);
  return { project, ines, dana, rosa, vera };
}
const keep = (
  ctx: UserContext,
  number: number,
  who: UserContext,
  role: "reviewer" | "operator" | "admin" | "risk_officer",
) => attestAccess(ctx, { number, userId: who.actor.userId, role, verdict: "keep" });

it("lists every role that decides something, and nobody attests their own", async () => {
  const { ines, dana, rosa } = await open("review-one");
  const { number, lines } = await openAccessReview(ines);
  expect(lines).toBe(4);
  await expect(openAccessReview(dana)).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(keep(ines, number, ines, "risk_officer")).rejects.toMatchObject({ code: "FORBIDDEN" });
  await keep(ines, number, rosa, "reviewer");
  await expect(keep(dana, number, rosa, "reviewer")).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(completeAccessReview(ines, { number })).rejects.toThrow(/3 lines are not attested/);
  await keep(dana, number, ines, "risk_officer");
  await keep(ines, number, dana, "operator");
  await keep(ines, number, dana, "admin");
  expect(await completeAccessReview(ines, { number })).toEqual({ number, kept: 4, removed: 0 });
  await expect(completeAccessReview(ines, { number })).rejects.toMatchObject({ code: "CONFLICT" });
  const [review] = await listAccessReviews(ines);
  expect(review).toMatchObject({ lines: 4, attested: 4, review: { attestation: expect.stringContaining("4 kept") } });
  await expect(
    sql`update access_reviews set due_at = now() where id = ${review?.review.id ?? ""}`,
  ).rejects.toMatchObject({ code: "CS002" });
});

it("a removed role is gone at once, with a reason on record; the last administrator stays", async () => {
  const { project, ines, dana, rosa } = await open("review-two");
  const { number } = await openAccessReview(ines);
  const remove = (who: UserContext, role: "reviewer" | "admin", comment: string) =>
    attestAccess(ines, { number, userId: who.actor.userId, role, verdict: "remove", comment });
  await expect(remove(rosa, "reviewer", "left")).rejects.toThrow(/at least 10/);
  await remove(rosa, "reviewer", "Moved to another department.");
  const left = await db
    .select()
    .from(members)
    .where(and(eq(members.projectId, project.id), eq(members.userId, rosa.actor.userId)));
  expect(left).toEqual([]);
  await expect(remove(dana, "admin", "Not needed any more.")).rejects.toThrow(/last administrator/);
  const [review] = await listAccessReviews(ines);
  const lines = await listReviewLines(ines, review?.review.id ?? "");
  expect(lines.filter(({ line }) => line.verdict !== null)).toHaveLength(1);
});

it("keeps no role that was lost since, and lets a person who left be attested as removed", async () => {
  const { ines, dana, rosa } = await open("review-left");
  const { number } = await openAccessReview(ines);
  await removeMember(dana, { userId: rosa.actor.userId });
  await expect(keep(ines, number, rosa, "reviewer")).rejects.toThrow(/no longer holds this role/);
  const line = { number, userId: rosa.actor.userId, role: "reviewer", verdict: "remove" } as const;
  await attestAccess(ines, { ...line, comment: "Left the project this morning." });
  await keep(dana, number, ines, "risk_officer");
  await keep(ines, number, dana, "operator");
  await keep(ines, number, dana, "admin");
  expect(await completeAccessReview(dana, { number })).toEqual({ number, kept: 3, removed: 1 });
});

it("is for risk officers and administrators, and of one's own project", async () => {
  const { ines, rosa, vera } = await open("review-three");
  for (const who of [rosa, vera]) await expect(openAccessReview(who)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const { number } = await openAccessReview(ines);
  const other = await open("review-other");
  await expect(keep(other.ines, number, rosa, "reviewer")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("reminds once when a review is overdue, open or never opened", async () => {
  const { project, ines } = await open("review-four");
  const system = { ...ines, actor: { kind: "system", job: "test" } as const };
  expect(await remindAccessReview(system)).toBe(false);
  await sql`update projects set created_at = now() - interval '100 days' where id = ${project.id}`;
  await tendAccessReviews(db, new AbortController().signal);
  expect(await remindAccessReview(system)).toBe(false);
  await openAccessReview(ines);
  await sql`update access_reviews set due_at = now() - interval '1 day' where project_id = ${project.id}`;
  expect(await remindAccessReview(system)).toBe(true);
  expect(await remindAccessReview(system)).toBe(false);
  const told = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.projectId, project.id), eq(auditEvents.action, "access_review.overdue")));
  expect(told).toHaveLength(2);
});
