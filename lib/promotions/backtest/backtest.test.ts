import { expect, test } from "vitest";
import { testDb } from "@/db/testing";
import { draftOf } from "@/lib/governance/drafts/testing-drafts";
import { policyPresets } from "@/lib/governance/presets";
import { buildWorld } from "../testing";
import { request } from "../testing-requests";
import { type BacktestLine, backtest } from "./backtest";

const { db } = await testDb();
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

test("a draft of another project is not found, and one with problems says so", async () => {
  const world = await buildWorld(db);
  const number = await draftOf(world, { ...medium, description: "Mine." });
  const other = await buildWorld(db);
  await expect(backtest(other.as("vera"), number, "newest").next()).rejects.toMatchObject({ code: "NOT_FOUND" });
});
