import { expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { tokenContext } from "@/lib/auth/token-context";
import { createExperiment } from "@/lib/experiments/commands/create-experiment";
import { importPredictions } from "@/lib/experiments/commands/import-predictions";
import { importRuns } from "@/lib/experiments/commands/import-runs";
import { updateRun } from "@/lib/experiments/commands/update-run";
import { createRun } from "@/lib/experiments/ingest/create-run";
import { axesFromMlflow } from "@/lib/mlflow/tracking/axes-from-mlflow";
import { readConflictFacts } from "./conflict-facts-query";
import { findPromotion, type LoadedPromotion } from "./load-promotion";
import { buildWorld, type CastName } from "./testing";
import { request } from "./testing-requests";

const { db, sql } = await testDb();
const world = await buildWorld(db);
const { number } = await request(world);

async function sender(who: CastName, name: string) {
  const { token, tokenId } = await createToken(world.as("maya"), { name, scopes: ["ingest"] });
  await sql`update api_tokens set expires_at = now() + interval '1 day', owner_user_id = ${world.ids[who].userId} where id = ${tokenId}`;
  return tokenContext(token, { scope: "ingest", project: null }, db);
}
async function* bytes(text: string) {
  yield Buffer.from(text);
}
const line = (id: string) =>
  JSON.stringify({ run_id: id, experiment: "e", status: "FINISHED", start_time: "2026-11-01T10:00:00Z" });

/** Who sent a run with a token, were it the one that the promotion is about. */
async function sendersOf(runId: string) {
  const loaded = (await findPromotion(world.system(), number)) as LoadedPromotion;
  const facts = await readConflictFacts(world.system(), db, { ...loaded, version: { ...loaded.version, runId } });
  return facts.tokenOwners.map(({ name, token }) => [name, token]).sort();
}

it("finds who sent a run and its predictions with a token, however many runs came in the batch", async () => {
  const many = Array.from({ length: 150 }, (_, i) => line(`batch-${i}`)).join("\n");
  await importRuns(await sender("jun", "nightly"), bytes(many));
  await importRuns(await sender("maya", "laptop"), bytes(line("single")));
  await importPredictions(await sender("maya", "scores"), "batch-149", bytes("row_id,y,score\nr1,1,0.5\nr2,0,0.2\n"));
  expect(await sendersOf("batch-0")).toEqual([["Jun Watanabe", "nightly"]]);
  expect(await sendersOf("batch-149")).toEqual([
    ["Jun Watanabe", "nightly"],
    ["Maya Lind", "scores"],
  ]);
  expect(await sendersOf("single")).toEqual([["Maya Lind", "laptop"]]);
  expect(await sendersOf("run-of-nobody")).toEqual([]);
});

it("finds who logged a run with a token, whatever name the client gave", async () => {
  const jun = await sender("jun", "notebook");
  const { experimentId } = await createExperiment(jun, { name: "logged" });
  const made = { experimentId, name: "r", startedAt: new Date(), user: "root", tags: {} };
  const { runId } = await createRun(jun, made, axesFromMlflow);
  expect(await sendersOf(runId)).toEqual([]);
  await updateRun(jun, { runId, status: "FINISHED" });
  expect(await sendersOf(runId)).toEqual([["Jun Watanabe", "notebook"]]);
});
