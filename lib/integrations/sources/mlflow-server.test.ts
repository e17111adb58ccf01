import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  loggedModelMetrics,
  loggedModels,
  metricPoints,
  runInputs,
  runModels,
  sourceModels,
  sourceVersions,
} from "@/db/schema";
import { testDb } from "@/db/testing";
import { createSource } from "./commands/create-source";
import { startSync } from "./commands/start-sync";
import { allowSources, importingProject } from "./testing";

/** What an MLflow 3.17 server with a database answered to the calls of a sync, one exchange each. */
type Exchange = { call: string; status: number; answer: string };
const file = join(import.meta.dirname, "mlflow-server.json");
/** Address of a running MLflow server with `mlflow-server.py` logged to it: its answers are passed on, and written down anew. */
const real = process.env.COUNTERSIGN_RECORD_MLFLOW;

const recorded: Exchange[] = real ? [] : JSON.parse(readFileSync(file, "utf8"));
const answers = new Map(recorded.map((exchange) => [exchange.call, exchange]));

async function ask(method: string, path: string, body: string, call: string): Promise<Exchange | undefined> {
  if (!real) return answers.get(call);
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${real}${path}`, { method, headers, body: body || undefined });
  const exchange = { call, status: response.status, answer: await response.text() };
  answers.set(call, exchange);
  return exchange;
}

const unknown: string[] = [];
const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const [method, path] = [request.method ?? "", request.url ?? ""];
  const call = `${method} ${path} ${body}`;
  const found = await ask(method, path, body, call);
  if (!found) unknown.push(call);
  response.writeHead(found?.status ?? 500, { "content-type": "application/json" }).end(found?.answer);
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address() as AddressInfo;
afterAll(() => {
  server.closeAllConnections();
  if (real) writeFileSync(file, `${JSON.stringify([...answers.values()], null, 2)}\n`);
});
beforeEach(() => allowSources(`127.0.0.1:${port}`));

const { db } = await testDb();
const here = await importingProject(db, "here");

describe("a real MLflow server", () => {
  it("is read whole, with what its stores do to values, and the second time nothing changes", async () => {
    const { sourceId, found } = await createSource(here.admin, {
      ...{ name: "lab", url: `http://127.0.0.1:${port}`, auth: "none" },
    });
    expect(found).toEqual({ experiments: 2, wanted: 2, more: false });
    const first = await here.finish(sourceId);
    expect(unknown).toEqual([]);
    expect(first.sync?.counts).toMatchObject({
      experiments: 2,
      seen: 5,
      taken: 4,
      skipped: 1,
      models: 1,
      versions: 1,
      loggedModels: 2,
    });
    const runs = await here.runs();
    expect(runs.map(({ name, status }) => [name, status])).toEqual(
      expect.arrayContaining([
        ["run-0", "FINISHED"],
        ["run-1", "FINISHED"],
        ["run-2", "FINISHED"],
        ["run-3", "FINISHED"],
      ]),
    );
    const run = runs.find(({ name }) => name === "run-3");
    expect(run).toMatchObject({
      params: { depth: 3, note: "ünï ✓" },
      metrics: { auc: null, big: null, loss: 3.25 },
      metricMarks: { auc: [0, 1_764_000_000_000, "NaN"], big: [0, 1_764_000_000_000, "Infinity"] },
      codeCommit: "abc123",
      datasetSnapshot: expect.stringMatching(/^census@/),
    });
    const points = await db
      .select()
      .from(metricPoints)
      .where(eq(metricPoints.runId, run?.id ?? ""));
    expect(points).toHaveLength(6);
    expect(await db.select().from(runInputs)).toMatchObject([{ name: "census", context: "training" }]);
    expect(await db.select().from(sourceModels)).toMatchObject([{ name: "scorer", aliases: { champion: "1" } }]);
    expect(await db.select().from(sourceVersions)).toMatchObject([{ model: "scorer", version: 1, stage: "None" }]);
    expect((await here.skips(sourceId)).map(({ reason }) => reason)).toEqual(["It is deleted at the source."]);

    const [forest, other] = await db.select().from(loggedModels).orderBy(loggedModels.name);
    expect(forest).toMatchObject({
      ...{ name: "forest", status: "READY", modelType: "agent", sourceId },
      ...{ params: { depth: "0" }, tags: { stage: "trial" } },
      artifactUri: expect.stringMatching(/^http.*\/api\/2\.0\/mlflow-artifacts\/artifacts\/1\/models\/m-/),
    });
    expect(other).toMatchObject({ name: "never uploaded", status: "PENDING" });
    const scored = runs.find(({ name }) => name === "run-0")?.id;
    expect(forest?.sourceRunId).toBe(scored);
    expect(await db.select().from(loggedModelMetrics)).toMatchObject([
      { modelId: forest?.id, runId: scored, key: "recall", value: 0.5 },
    ]);
    expect(await db.select().from(runModels)).toMatchObject([
      { runId: scored, role: "output", modelId: forest?.id, step: 3 },
    ]);

    const { sync: next } = await here.finish(sourceId);
    expect(next).toMatchObject({ isFull: false, counts: { taken: 0 } });
    await startSync(here.admin, { sourceId, isFull: true });
    const { sync: full } = await here.finish(sourceId);
    expect(full?.counts).toMatchObject({ seen: 5, taken: 0, unchanged: 4, skipped: 1 });
    expect(unknown).toEqual([]);
  });
});
