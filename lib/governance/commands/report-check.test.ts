import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, ciChecks } from "@/db/schema";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { createContext } from "@/lib/context";
import { evaluatePromotionJob } from "@/lib/promotions/evaluate-promotion-job";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { request, shown } from "@/lib/promotions/testing-requests";
import { listChecks, readCheckEvidence } from "../ci-checks-query";
import { reportCheck } from "./report-check";

const { db, sql } = await testDb();
const commit = "646009139035f2ddd3a7ac1903221ffa4f5f38c4";
const report = { kind: "transformation_tests", name: "pytest", commit, status: "passed" } as const;
const stored = (world: World) => db.select().from(ciChecks).where(eq(ciChecks.projectId, world.projectId));
const version = { model: "income-eligibility", version: 2 };
const waiting = async (world: World, promotionId: string) =>
  sql`select payload from graphile_worker._private_jobs where key = ${`promotion.evaluate:${world.projectId}:${promotionId}`}`;

describe("reportCheck", () => {
  it("records the report with who sent it and one audit event", async () => {
    const world = await buildWorld(db);
    const made = await reportCheck(world.as("maya"), {
      ...report,
      url: "https://ci.example.org/7",
      summary: "128 tests",
    });
    expect(made).toMatchObject({ outcome: "recorded", status: "passed", promotions: [] });
    expect(await stored(world)).toMatchObject([
      {
        kind: "transformation_tests",
        name: "pytest",
        commit,
        versionId: null,
        userId: world.ids.maya.userId,
        tokenId: null,
        url: "https://ci.example.org/7",
      },
    ]);
    expect(await auditedActions(db, made.id)).toEqual(["check.reported"]);
  });

  it("leaves the same report alone, and lets a newer one take its place while the first stays", async () => {
    const world = await buildWorld(db);
    const maya = world.as("maya");
    const first = await reportCheck(maya, { ...report, status: "failed" });
    expect(await reportCheck(maya, { ...report, status: "failed" })).toEqual({ ...first, outcome: "unchanged" });
    world.moveClock(5);
    const second = await reportCheck(maya, report);
    const rows = await stored(world);
    expect(rows.map((row) => [row.id, row.status, row.supersededAt !== null]).sort()).toEqual(
      [
        [first.id, "failed", true],
        [second.id, "passed", false],
      ].sort(),
    );
    const [event] = await db.select().from(auditEvents).where(eq(auditEvents.objectId, second.id));
    expect(event?.summary).toBe("reported passed for transformation tests pytest of 646009139035");
  });

  it("keeps a report that ran before the one on record as history only", async () => {
    const world = await buildWorld(db);
    const maya = world.as("maya");
    world.moveClock(120);
    await reportCheck(maya, { ...report, status: "failed", ranAt: "2026-11-23T10:00:00Z" });
    const late = await reportCheck(maya, { ...report, ranAt: "2026-11-23T09:30:00Z" });
    expect(late.outcome).toBe("late");
    const [check] = await listChecks(maya, { commit, versionId: null });
    expect(check).toMatchObject({ status: "failed", earlier: [{ status: "passed" }] });
  });

  it("keeps one current report when twenty arrive at once", async () => {
    const world = await buildWorld(db);
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => reportCheck(world.as("maya"), { ...report, summary: `run ${i % 5}` })),
    );
    expect(all.filter(({ outcome }) => outcome !== "unchanged").length).toBeGreaterThanOrEqual(5);
    const rows = await stored(world);
    expect(rows.filter((row) => row.supersededAt === null)).toHaveLength(1);
    const events = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.projectId, world.projectId), eq(auditEvents.action, "check.reported")));
    expect(events).toHaveLength(rows.length);
  });

  it("finds a version by its model and number, and not another project's", async () => {
    const world = await buildWorld(db);
    const made = await reportCheck(world.as("maya"), { ...report, commit: undefined, ...version });
    expect(await stored(world)).toMatchObject([{ id: made.id, versionId: world.candidate, commit: null }]);
    const elsewhere = await buildWorld(db);
    await expect(
      reportCheck(elsewhere.as("maya"), { ...report, commit: undefined, model: "income-eligibility", version: 99 }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listChecks(elsewhere.as("maya"), { commit: null, versionId: world.candidate })).toEqual([]);
  });

  it.each(["rosa", "ines", "otto", "vera"] as const)("refuses %s, whose role may not report", async (who) => {
    const world = await buildWorld(db);
    await expect(reportCheck(world.as(who), report)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await stored(world)).toEqual([]);
  });

  it("refuses a token without the scope, and takes one with it", async () => {
    const world = await buildWorld(db);
    const { db: _db, ...rest } = world.system();
    const [row] =
      await sql`insert into api_tokens (id, project_id, name, token_hash, last_four, scopes, created_at, expires_at)
      values ('t1', ${world.projectId}, 'ci', 'h1', 'abcd', '{checks}', now(), now() + interval '1 day') returning id`;
    const actor = { kind: "token", tokenId: row?.id, name: "ci", ownerUserId: null, ownerPersonId: null } as const;
    const as = (scope: "ingest" | "checks") => createContext({ ...rest, db, actor: { ...actor, scopes: [scope] } });
    await expect(reportCheck(as("ingest"), report)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await reportCheck(as("checks"), report);
    expect(await listChecks(world.as("vera"), { commit, versionId: null })).toMatchObject([
      { token: "ci", person: null },
    ]);
  });

  it.each([
    ["no subject", { commit: undefined }, "commit"],
    ["two subjects", { ...version }, "commit"],
    ["a model without version", { commit: undefined, model: "m" }, "version"],
    ["an unknown kind", { kind: "lint" }, "kind"],
    ["an unknown status", { status: "green" }, "status"],
    ["no name", { name: "  " }, "name"],
    ["a link that runs code", { url: "javascript:alert(1)" }, "url"],
    ["a link to a file", { url: "file:///etc/passwd" }, "url"],
    ["a link with a password", { url: "https://me:secret@ci.example.org/" }, "url"],
    ["a time without zone", { ranAt: "2026-11-23T09:00:00" }, "ranAt"],
    ["passed with a failure counted", { counts: { total: 1, passed: 0, failed: 1, errors: 0, skipped: 0 } }, "status"],
    [
      "counts that do not add up",
      { counts: { total: 3, passed: 1, failed: 0, errors: 0, skipped: 0 } },
      "counts.total",
    ],
  ])("refuses %s, naming the field", async (_name, change, field) => {
    const world = await buildWorld(db);
    const bad = { ...report, ...change } as Parameters<typeof reportCheck>[1];
    const error = await reportCheck(world.as("maya"), bad).catch((thrown) => thrown);
    expect(error.issues.map((issue: { path: string[] }) => issue.path.join("."))).toContain(field);
    expect(await stored(world)).toEqual([]);
  });

  it("refuses a report from the future", async () => {
    const world = await buildWorld(db);
    await expect(reportCheck(world.as("maya"), { ...report, ranAt: "2027-01-01T00:00:00Z" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("Set the clock"),
    });
  });

  it("is held by the database: a report may be superseded, never changed or removed", async () => {
    const world = await buildWorld(db);
    const { id } = await reportCheck(world.as("maya"), { ...report, status: "failed" });
    await expect(sql`update ci_checks set status = 'passed' where id = ${id}`).rejects.toThrow("never change");
    await expect(sql`delete from ci_checks where id = ${id}`).rejects.toThrow("stays on record");
  });
});

describe("open promotions", () => {
  it("are evaluated again when a check of their commit arrives, in full or abbreviated", async () => {
    const world = await buildWorld(db, { commit });
    await request(world);
    const { id, evaluation } = await shown(world, 1);
    const made = await reportCheck(world.as("maya"), { ...report, commit: "6460091" });
    expect(made.promotions).toEqual([1]);
    expect(await waiting(world, id)).toHaveLength(1);
    await evaluatePromotionJob(
      { projectId: world.projectId, promotionId: id },
      { db, signal: new AbortController().signal, attempt: 1 },
    );
    expect((await shown(world, 1)).evaluation).toBe(evaluation + 1);
  });

  it("are evaluated again when a check of their version arrives, and not for another's", async () => {
    const world = await buildWorld(db);
    await request(world);
    const about = { ...report, commit: undefined, model: "income-eligibility" };
    expect((await reportCheck(world.as("maya"), { ...about, version: 1 })).promotions).toEqual([]);
    expect((await reportCheck(world.as("maya"), { ...about, version: 2 })).promotions).toEqual([1]);
  });

  it("are left alone by a retry, by a late report, and when they are over", async () => {
    const world = await buildWorld(db, { commit });
    world.moveClock(60);
    await reportCheck(world.as("maya"), { ...report, ranAt: "2026-11-23T09:30:00Z" });
    await request(world);
    const { id } = await shown(world, 1);
    await reportCheck(world.as("maya"), { ...report, ranAt: "2026-11-23T09:30:00Z" });
    await reportCheck(world.as("maya"), { ...report, ranAt: "2026-11-23T09:10:00Z" });
    expect(await waiting(world, id)).toHaveLength(0);
    await sql`update promotions set state = 'withdrawn' where id = ${id}`;
    const run = { db, signal: new AbortController().signal, attempt: 1 };
    await evaluatePromotionJob({ projectId: world.projectId, promotionId: id }, run);
    expect((await shown(world, 1)).state).toBe("withdrawn");
  });
});

describe("evidence of checks", () => {
  it("holds the newest report of each check, of the commit in any form and of the version", async () => {
    const world = await buildWorld(db);
    const maya = world.as("maya");
    await reportCheck(maya, { ...report, commit: "6460091", status: "failed" });
    world.moveClock(1);
    await reportCheck(maya, report);
    await reportCheck(maya, { ...report, commit: `${commit.slice(0, 8)}ffff`, status: "error" });
    await reportCheck(maya, { kind: "inference_contract", name: "contract", ...version, status: "failed" });
    const found = await readCheckEvidence(maya, db, { commit, versionId: world.candidate });
    expect(found.map(({ kind, status, commit }) => [kind, status, commit])).toEqual([
      ["transformation_tests", "passed", commit],
      ["inference_contract", "failed", null],
    ]);
  });
});
