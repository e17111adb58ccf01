import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvents, auditPrivate } from "@/db/schema/audit";
import { members, people, projects, users } from "@/db/schema/auth";
import { testDb } from "@/db/testing";
import { createContext } from "@/lib/context";
import { appendAudit } from "./append";
import { verifyAuditLog } from "./commands/verify-log";
import { findAuditEvent } from "./event-query";
import type { AuditEvent } from "./events";
import { rootFromInclusion } from "./merkle";
import { logOrigin } from "./origin";
import { listAuditEvents } from "./queries";
import { auditFilters } from "./schemas";
import { sentenceText } from "./sentence";
import { sequenceAudit } from "./sequence";
import { getLogStatus, listFilterChoices } from "./status-query";
import { testActor, testSigner } from "./testing";

const { db } = await testDb();
const signer = testSigner(await logOrigin(db));
const at = new Date("2026-11-20T09:00:00Z");
let clock = at.getTime();
const tick = () => {
  clock += 3_600_000;
  return new Date(clock);
};

await db.insert(people).values([
  { id: "person-1", name: "Tomás Beck", createdAt: at },
  { id: "stranger", name: "Stranger", createdAt: at },
]);
await db.insert(users).values([
  { id: "user-1", personId: "person-1", email: "t@example.org", name: "Tomás Beck", createdAt: at },
  { id: "user-2", personId: "stranger", email: "s@example.org", name: "Stranger", createdAt: at },
]);
const [project, other] = await db
  .insert(projects)
  .values([
    { name: "a", title: "A", createdAt: at },
    { name: "b", title: "B", createdAt: at },
  ])
  .returning();
const projectId = project?.id ?? 0;
await db.insert(members).values({ projectId, userId: "user-1", role: "reviewer", createdAt: at });
const ctx = createContext({ actor: testActor, projectId, db, now: tick });

const comment = (objectId: string, text: string, number = 214): AuditEvent => ({
  action: "promotion.commented",
  objectType: "promotion",
  objectId,
  payload: {
    number,
    model: "income-eligibility",
    version: 8,
    environment: "production",
    commentId: text,
    anchor: null,
    comment: text,
  },
});
const signedIn: AuditEvent = {
  action: "session.signed_in",
  objectType: "session",
  objectId: "s",
  payload: { method: "password" },
};
type Options = { projectId?: number | null; personId?: string };
const record = async (event: AuditEvent, { projectId: inProject = projectId, personId = "person-1" }: Options = {}) => {
  const { eventId } = await db.transaction((tx) =>
    appendAudit(tx, { ...ctx, projectId: inProject, actor: { ...testActor, personId } }, event),
  );
  return eventId;
};

const first = await record(comment("p1", "the first remark: 100 % sure"));
await record(signedIn, { projectId: null });
await record(signedIn, { projectId: null, personId: "stranger" });
await record(comment("p1", "elsewhere"), { projectId: other?.id ?? 0 });
for (let i = 0; i < 30; i += 1) await record(comment(i % 2 ? "p1" : "p2", `remark ${i}`, i % 2 ? 214 : 215));
await sequenceAudit(db, signer);
const waiting = await record({
  ...comment("p2", "\u202e<script>alert(1)</script> 😀"),
  reason: "because",
} as AuditEvent);

const filters = (values: object = {}) => auditFilters.parse(values);
const list = (values: object = {}, limit?: number) => listAuditEvents(ctx, filters(values), [], limit);

describe("listAuditEvents", () => {
  test("shows the project's events and its members' sign-ins, newest first, and nothing of others", async () => {
    const page = await list({}, 100);
    expect(page.total).toEqual({ count: 33, isExact: true });
    expect(page.events).toHaveLength(33);
    expect(page.events[0]).toMatchObject({
      eventId: waiting,
      seq: null,
      actor: { name: "Tomás Beck", roles: ["reviewer"] },
    });
    expect(page.events.filter((event) => event.action === "session.signed_in")).toHaveLength(1);
    expect(page.next).toBeNull();
  });

  test("pages without gap or repetition while events are being written", async () => {
    const seen: string[] = [];
    let before: number | null | undefined;
    do {
      const page = await list(before ? { before } : {}, 7);
      seen.push(...page.events.map((event) => event.eventId));
      before = page.next;
      if (seen.length === 7) await record(comment("p9", "written meanwhile"), { projectId: other?.id ?? 0 });
    } while (before);
    expect(seen).toHaveLength(33);
    expect(new Set(seen).size).toBe(33);
  });

  test.each([
    [{ q: "first remark" }, 1],
    [{ q: "100 %" }, 1],
    [{ q: "10_ %" }, 0],
    [{ q: "FIRST p-214" }, 1],
    [{ q: "Beck remark" }, 31],
    [{ q: "' or 1=1 --" }, 0],
    [{ q: "elsewhere" }, 0],
    [{ action: "session.signed_in" }, 1],
    [{ object: "promotion:p2" }, 16],
    [{ actor: "person:stranger" }, 0],
    [{ actor: "person:person-1" }, 33],
    [{ from: "2026-11-21", to: "2026-11-21" }, 12],
    [{ from: "2027-01-01" }, 0],
    [{ from: "not a day", before: "x" }, 33],
  ])("filters by %o", async (values, expected) => {
    expect((await list(values, 100)).total.count).toBe(expected);
  });

  test("narrows to the history of objects", async () => {
    const page = await listAuditEvents(ctx, filters(), [{ type: "promotion", id: "p1" }], 100);
    expect(page.events.every((event) => event.object.id === "p1")).toBe(true);
    expect(page.total.count).toBe(16);
  });

  test("says which checkpoint seals what follows it", async () => {
    const page = await list({}, 100);
    expect(page.checkpoints[0]).toMatchObject({ number: 1, size: 34, aboveEventId: page.events[1]?.eventId });
    expect(new Set(page.checkpoints.map((checkpoint) => checkpoint.number)).size).toBe(page.checkpoints.length);
  });

  test("shows an erased name and reason as erased", async () => {
    await db.delete(auditPrivate).where(eq(auditPrivate.eventId, waiting));
    const [event] = (await list({}, 1)).events;
    expect(event).toMatchObject({ actor: { name: null }, quote: "(erased)", payload: { comment: "(erased)" } });
  });
});

describe("findAuditEvent", () => {
  test("comes with a proof that leads to the signed root, and its neighbours", async () => {
    const event = await findAuditEvent(ctx, first);
    const proof = event?.proof;
    expect(proof?.steps.reduce((sum, step) => sum + step.events, 1)).toBe(34);
    const root = rootFromInclusion(
      0n,
      34n,
      Buffer.from(event?.leafHash ?? "", "hex"),
      proof?.steps.map((step) => Buffer.from(step.hash, "hex")) ?? [],
    );
    expect(Buffer.from(root ?? []).toString("hex")).toBe(proof?.checkpoint.root);
    expect(event?.older).toBeNull();
    const newer = await findAuditEvent(ctx, event?.newer ?? "");
    expect(newer?.older).toBe(first);
    expect(sentenceText(newer?.sentence ?? [])).toBe("signed in by password");
  });

  test("has no proof while the event waits for a checkpoint", async () => {
    expect(await findAuditEvent(ctx, waiting)).toMatchObject({ seq: null, proof: null, newer: null });
  });

  test("does not find events of other projects, or of nobody", async () => {
    const [foreign] = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.projectId, other?.id ?? 0));
    expect(await findAuditEvent(ctx, foreign?.eventId ?? "")).toBeNull();
    expect(await findAuditEvent(ctx, "nothing")).toBeNull();
  });
});

describe("getLogStatus", () => {
  test("says what is sealed, what waits and when it was verified", async () => {
    expect(await getLogStatus(ctx)).toMatchObject({
      checkpoint: { number: 1, size: 34 },
      vkey: signer.vkey,
      verified: null,
    });
    expect((await getLogStatus(ctx)).waiting).toBeGreaterThan(0);
    expect((await getLogStatus(ctx)).oldestWaitingSeconds).toBeGreaterThanOrEqual(0);
    const check = await verifyAuditLog(ctx, { signer });
    const status = await getLogStatus(ctx);
    expect(status.verified).toMatchObject({ intact: true, size: check.size, event: { actor: { name: "Tomás Beck" } } });
  });

  test("offers only filters that occur", async () => {
    const choices = await listFilterChoices(ctx);
    expect(choices.actors).toEqual([{ ref: "person:person-1", name: "Tomás Beck" }]);
    expect(choices.actions).toEqual(["log.verified", "promotion.commented", "session.signed_in"]);
  });
});
