import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { ApiError, Countersign } from "@/docs/api-client";
import { serveLean } from "@/lib/lean-server-testing";
import { apiClient } from "./testing";

const { db } = await testDb();
let server: Awaited<ReturnType<typeof serveLean>>;
let client: Countersign;

beforeAll(async () => {
  server = await serveLean();
  client = new Countersign(server.address, (await apiClient(db, "example")).token);
});
afterAll(() => server.close());

describe("the client of docs/api-client.ts", () => {
  it("logs a run and finds it again, over the network", async () => {
    const { experimentId } = await client.createExperiment("adult-income");
    const { runId } = await client.startRun({ experimentId, name: "logreg", params: { C: 0.1 } });
    expect(await client.logMetrics(runId, [{ key: "roc_auc", value: 0.91 }])).toEqual({ logged: 1 });
    await client.endRun(runId);
    const found = [];
    for await (const run of client.runs({ experiment: experimentId, columns: "roc_auc" })) found.push(run);
    expect(found).toMatchObject([{ id: runId, status: "FINISHED", metrics: { roc_auc: { value: 0.91 } } }]);
  });

  it("throws what the server says", async () => {
    const refused = client.endRun("none");
    await expect(refused).rejects.toBeInstanceOf(ApiError);
    await expect(refused).rejects.toMatchObject({ status: 404, title: "NOT_FOUND" });
  });
});
