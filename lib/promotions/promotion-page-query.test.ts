import { expect, it } from "vitest";
import { connect } from "@/db/client";
import { pageReader } from "@/db/page-reader";
import { testDb } from "@/db/testing";
import { raiseFinding } from "@/lib/governance/commands/raise-finding";
import { evaluatePromotion } from "./commands/evaluate-promotion";
import { judgePromotion } from "./judge-promotion";
import { findPromotion } from "./load-promotion";
import { findPromotionPage } from "./promotion-page-query";
import { buildWorld } from "./testing";
import { request } from "./testing-requests";

const { db, sql, url } = await testDb();
const world = await buildWorld(db);
await request(world);
const page = async (who: Parameters<typeof world.as>[0] = "rosa", via = db) => {
  const found = await findPromotionPage({ ...world.as(who), db: via }, "any", 1);
  if (!found) throw new Error("no page");
  return found;
};
const outcomeOf = ({ judged }: Awaited<ReturnType<typeof page>>, gateId: string) =>
  judged.present.evaluation.results.find((result) => result.gateId === gateId)?.outcome;

it("shows exactly what a decision would be judged by", async () => {
  const loaded = await findPromotion(world.as("rosa"), 1);
  if (!loaded) throw new Error("P-1 is not there");
  const [shown, decided] = [await page(), await judgePromotion(world.as("rosa"), db, loaded)];
  expect(shown.judged).toEqual(decided);
  expect(shown.evaluation).toEqual(decided.present.evaluation);
  expect(shown.comparison?.deltas[0]?.map(({ value }) => value)).toContain("Female");
});

it("shows the same at every view while nothing changes, and judges anew what did", async () => {
  const [first, second] = [await page(), await page()];
  expect(second).toEqual(first);
  expect(second.evaluation).toBe(first.evaluation);
  expect(outcomeOf(first, "findings")).toBe("passed");
  await raiseFinding(world.as("rosa"), {
    modelId: world.modelId,
    title: "Recall falls for part-time workers",
    severity: "high",
    blocks: true,
    ownerUserId: world.ids.maya.userId,
    dueOn: "2026-12-15",
  });
  const raised = await page();
  expect(outcomeOf(raised, "findings")).toBe("failed");
  expect(raised.changes.length).toBeGreaterThan(0);
  expect(raised.evaluation).toEqual(first.evaluation);
  await evaluatePromotion(world.system(), { number: 1 });
  const evaluated = await page();
  expect(evaluated.evaluation.results.find(({ gateId }) => gateId === "findings")?.outcome).toBe("failed");
  expect(evaluated.changes).toEqual([]);
});

it("shows figures of runs as they are on record at each view", async () => {
  const before = await page();
  await sql`update run_slices set n = n + 1 where run_id = ${before.version.runId} and value = 'Female'`;
  const after = await page();
  const n = ({ judged }: typeof before) =>
    judged.present.evidence.candidate.slices.find(({ value }) => value === "Female")?.n ?? 0;
  expect(n(after)).toBe(n(before) + 1);
});

it("is read with few statements, none of them twice", async () => {
  const sent: string[] = [];
  const debug = (_: number, text: string, values: unknown) => void sent.push(JSON.stringify([text, values]));
  const counted = connect(url, { max: 2, fetch_types: false, debug });
  await page("rosa", pageReader(counted.db));
  await counted.sql.end({ timeout: 1 });
  expect(sent.filter((statement, index) => sent.indexOf(statement) !== index)).toEqual([]);
  expect(sent.length).toBeLessThan(75);
});
