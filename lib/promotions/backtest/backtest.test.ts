import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvents } from "@/db/schema";
import { testDb } from "@/db/testing";
import { keepBacktest } from "@/lib/governance/commands/keep-backtest";
import { proposePolicy } from "@/lib/governance/commands/propose-policy";
import { publishPolicy } from "@/lib/governance/commands/publish-policy";
import { rejectPolicy } from "@/lib/governance/commands/reject-policy";
import { loadDraftPage } from "@/lib/governance/drafts/draft-page-query";
import { findDraft } from "@/lib/governance/drafts/load-draft";
import { draftOf, publishByTwo, saveOver, shownDigest } from "@/lib/governance/drafts/testing-drafts";
import { policyToYaml } from "@/lib/governance/editor/policy-yaml";
import { policyPresets } from "@/lib/governance/presets";
import { buildWorld, type World } from "../testing";
import { request } from "../testing-requests";
import { type BacktestLine, backtest } from "./backtest";

const { db, sql } = await testDb();
const { medium, low } = policyPresets;

async function collect(lines: AsyncGenerator<BacktestLine>) {
  const all: BacktestLine[] = [];
  for await (const line of lines) all.push(line);
  return {
    kinds: all.map((line) => line.kind),
    cases: all.flatMap((line) => (line.kind === "cases" ? line.results : [])),
    runs: all.flatMap((line) => (line.kind === "runs" ? line.results : [])),
    start: all[0],
  };
}

test("a draft is replayed on what promotions were judged on, and on the runs of the project", async () => {
  const world = await buildWorld(db);
  await request(world);
  const gates = medium.gates.map((gate) => (gate.id === "roc-auc" ? { ...gate, limit: 0.95 } : gate));
  const number = await draftOf(world, { ...medium, gates });
  const { kinds, cases, runs, start } = await collect(backtest(world.as("vera"), number, "newest"));
  expect(kinds).toEqual(["start", "cases", "runs", "end"]);
  expect(start).toMatchObject({ cases: 1, elsewhere: 0, ofCases: 1, runs: 2, ofRuns: 2 });
  expect(cases).toMatchObject([
    {
      promotion: 1,
      policy: "Medium risk v1",
      before: "passed",
      draft: "blocked",
      class: "newly_blocked",
      deciding: [{ gateId: "roc-auc", observed: 0.909, limit: 0.95 }],
    },
  ]);
  expect(runs.map((run) => [run.live, run.draft])).toEqual([
    ["passed", "blocked"],
    ["passed", "blocked"],
  ]);
});

test("what another policy decides on is counted and not judged", async () => {
  const world = await buildWorld(db);
  await request(world);
  const number = await draftOf(world, { ...low, description: "Another low one." });
  const { cases, start } = await collect(backtest(world.as("vera"), number, "all"));
  expect(cases).toEqual([]);
  expect(start).toMatchObject({ cases: 0, elsewhere: 1, ofCases: 1 });
});

test("a history longer than one read is replayed whole, in order and once", async () => {
  const world = await buildWorld(db);
  await request(world);
  await sql`INSERT INTO promotions SELECT (jsonb_populate_record(p, jsonb_build_object('id', p.id || i, 'number', 10 + i))).*
    FROM promotions p, generate_series(1, 130) i WHERE p.project_id = ${world.projectId}`;
  await sql`INSERT INTO promotion_evaluations
    SELECT (jsonb_populate_record(e, jsonb_build_object('promotion_id', p.id, 'evaluation', nr))).*
    FROM promotions p, promotion_evaluations e, generate_series(1, 2) nr
    WHERE p.project_id = ${world.projectId} AND e.project_id = p.project_id AND p.number > 1`;
  const number = await draftOf(world, { ...medium, description: "The same." });
  const newest = await collect(backtest(world.as("vera"), number, "newest"));
  expect(newest.cases.map((one) => one.promotion)).toEqual([...Array.from({ length: 130 }, (_, i) => 140 - i), 1]);
  const all = await collect(backtest(world.as("vera"), number, "all"));
  expect(new Set(all.cases.map((one) => `${one.promotion}/${one.evaluation}`)).size).toBe(261);
  expect(all.start).toMatchObject({ cases: 261, ofCases: 261 });
});

describe("what a back-test found", () => {
  const strict = {
    ...medium,
    gates: medium.gates.map((gate) => (gate.id === "roc-auc" ? { ...gate, limit: 0.95 } : gate)),
  };
  const backtests = async (world: World, number: number) => (await loadDraftPage(world.as("ines"), number)).backtests;

  test("goes with the proposal, is signed with it and is on record", async () => {
    const world = await buildWorld(db);
    await request(world);
    const number = await draftOf(world, strict, { propose: false });
    const { kinds } = await collect(backtest(world.as("rosa"), number, "newest"));
    expect(kinds).toEqual(["start", "cases", "runs", "kept", "end"]);
    await proposePolicy(world.as("rosa"), { number, lockVersion: 0, reason: "Tried on the past." });
    const [kept] = await backtests(world, number);
    expect(kept).toMatchObject({
      by: "Rosa Beck",
      isSigned: true,
      stale: [],
      report: {
        scope: "newest",
        evaluations: { replayed: 1, elsewhere: 0, onRecord: 1 },
        classes: { newly_blocked: 1, newly_let_through: 0 },
        rollbacks: { caught: 0 },
        runs: { replayed: 2, blocked: 2 },
      },
    });
    expect((await findDraft(world.as("ines"), number)).subject).toMatchObject({ backtestDigest: kept?.digest });
    const events = await db.select().from(auditEvents).where(eq(auditEvents.projectId, world.projectId));
    expect(events.map((event) => event.action)).toContain("policy.backtested");
    const shown = { number, subjectDigest: await shownDigest(world, number), comment: "" };
    expect(await publishPolicy(world.as("ines"), shown)).toMatchObject({ version: 2 });
  });

  test("is of the same cases every time, and the second person's own one stands beside it", async () => {
    const world = await buildWorld(db);
    await request(world);
    const number = await draftOf(world, strict, { propose: false });
    await collect(backtest(world.as("rosa"), number, "newest"));
    await proposePolicy(world.as("rosa"), { number, lockVersion: 0, reason: "Tried on the past." });
    world.moveClock(1);
    await collect(backtest(world.as("ines"), number, "all"));
    const [newest, first] = await backtests(world, number);
    expect([newest?.by, newest?.isSigned, first?.by, first?.isSigned]).toEqual([
      "Ines Okafor",
      false,
      "Rosa Beck",
      true,
    ]);
    expect(newest?.report.casesDigest).toBe(first?.report.casesDigest);
    await publishPolicy(world.as("ines"), { number, subjectDigest: await shownDigest(world, number), comment: "" });
  });

  test("is stale once the text says something else or other policies moved, and then goes with no proposal", async () => {
    const world = await buildWorld(db);
    const number = await draftOf(world, strict, { propose: false });
    await collect(backtest(world.as("rosa"), number, "newest"));
    await saveOver(world, number, `# A comment.\n${policyToYaml(strict)}`);
    expect((await backtests(world, number))[0]?.stale).toEqual([]);
    await saveOver(world, number, policyToYaml({ ...strict, description: "Other." }));
    expect((await backtests(world, number))[0]?.stale).toEqual(["The text says something else since."]);
    await publishByTwo(world, { ...low, description: "Moved." });
    expect((await backtests(world, number))[0]?.stale).toHaveLength(2);
    const { lockVersion } = await findDraft(world.as("ines"), number);
    await proposePolicy(world.as("rosa"), { number, lockVersion, reason: "Not tried again." });
    expect((await findDraft(world.as("ines"), number)).subject).not.toHaveProperty("backtestDigest");
    expect((await backtests(world, number))[0]).toMatchObject({ isSigned: false });
  });

  test("is kept for no reader without the right, and for no draft that is over", async () => {
    const world = await buildWorld(db);
    const number = await draftOf(world, strict);
    expect((await collect(backtest(world.as("vera"), number, "newest"))).kinds).not.toContain("kept");
    await rejectPolicy(world.as("ines"), {
      number,
      subjectDigest: await shownDigest(world, number),
      reason: "Far too strict.",
    });
    expect((await collect(backtest(world.as("rosa"), number, "newest"))).kinds).not.toContain("kept");
    expect(await backtests(world, number)).toEqual([]);
    await expect(keepBacktest(world.as("maya"), {} as never)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

test("a draft of another project is not found, and one with problems says so", async () => {
  const world = await buildWorld(db);
  const number = await draftOf(world, { ...medium, description: "Mine." });
  const other = await buildWorld(db);
  await expect(backtest(other.as("vera"), number, "newest").next()).rejects.toMatchObject({ code: "NOT_FOUND" });
});
