import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { metricPoints, sources } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createSource } from "./commands/create-source";
import { allowSources, importingProject } from "./testing";

const { db } = await testDb();
const start = Date.UTC(2026, 10, 20);
const id = (place: number) => String(place).padStart(32, "0");
const run = (place: number, info: object = {}, data: object = {}) => ({
  info: {
    run_id: id(place),
    run_name: `run-${place}`,
    experiment_id: "1",
    status: "FINISHED",
    start_time: start,
    ...info,
  },
  data,
});
const metric = { key: "m", value: 1, timestamp: start, step: 0 };

/** What a server answers to the calls of a sync; changed by each test. */
const answers: { runs: unknown; history: [number, unknown]; experiments: unknown } = {
  ...{ runs: {}, history: [200, {}], experiments: {} },
};
const server = createServer((request, response) => {
  const path = request.url ?? "";
  const [status, body] = path.includes("experiments/search")
    ? [200, answers.experiments]
    : path.includes("runs/search")
      ? [200, answers.runs]
      : path.includes("get-history")
        ? answers.history
        : [200, {}];
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => server.closeAllConnections());

let made = 0;
async function source() {
  const here = await importingProject(db, `odd-${++made}`);
  const { sourceId } = await createSource(here.admin, { name: "odd", url: `http://${host}`, auth: "none" });
  return { here, sourceId };
}

beforeEach(() => {
  allowSources(host);
  const experiment = { experiment_id: "1", name: "credit" };
  Object.assign(answers, {
    runs: {},
    history: [200, { metrics: [metric, metric] }],
    experiments: { experiments: [experiment, experiment] },
  });
});

describe("a server that answers oddly", () => {
  it("may say a run, an experiment or a point twice, and cannot keep the good runs out by the bad ones", async () => {
    answers.runs = {
      runs: [
        run(1, {}, { metrics: [metric] }),
        run(1, { run_name: "again" }, { metrics: [metric] }),
        run(2, { start_time: "soon" }),
        run(3, {}, { metrics: [{ ...metric, step: 2 ** 60 }] }),
        run(4, { experiment_id: "77" }),
        { nothing: true },
        null,
        run(5, { status: "PAUSED" }),
        run(6),
      ],
    };
    const { here, sourceId } = await source();
    const { sync } = await here.finish(sourceId);
    expect(sync).toMatchObject({ state: "done", counts: { experiments: 1, taken: 2 } });
    expect((await here.runs()).map(({ id: runId, name }) => [runId, name])).toEqual([
      [id(1), "again"],
      [id(6), "run-6"],
    ]);
    expect(await db.select().from(metricPoints).where(eq(metricPoints.projectId, here.project.id))).toHaveLength(1);
    const reasons = new Map((await here.skips(sourceId)).map(({ remoteId, reason }) => [remoteId, reason]));
    expect(reasons.get(id(2))).toMatch(/info\.start_time/);
    expect(reasons.get(id(3))).toMatch(/data\.metrics\.0\.step/);
    expect(reasons.get(id(4))).toMatch(/experiment is not taken/);
    expect(reasons.get(id(5))).toMatch(/info\.status/);
    expect(reasons.get("(no id)")).toMatch(/not written as the protocol says/);
  });

  it("may hold a page of more runs than there are, for ever, without holding the sync", async () => {
    // A token with every page, also when the page is empty.
    answers.runs = { runs: [], next_page_token: "more" };
    const { here, sourceId } = await source();
    expect((await here.finish(sourceId)).sync).toMatchObject({ state: "done", counts: { taken: 0 } });
    // The same page whatever the token.
    answers.runs = { runs: [run(1)], next_page_token: "more" };
    expect((await here.finish(sourceId)).sync).toMatchObject({ number: 2, state: "done", counts: { taken: 1 } });
  });

  it("keeps a run out whose history it refuses, with the others in", async () => {
    answers.runs = { runs: [run(1, {}, { metrics: [metric] }), run(2)] };
    answers.history = [404, { error_code: "RESOURCE_DOES_NOT_EXIST" }];
    const { here, sourceId } = await source();
    await here.finish(sourceId);
    expect((await here.runs()).map(({ name }) => name)).toEqual(["run-2"]);
    expect(await here.skips(sourceId)).toMatchObject([{ remoteId: id(1), reason: expect.stringMatching(/history/) }]);
  });

  it("stops the sync with the reason while its history cannot be reached, and takes nothing of the page", async () => {
    answers.runs = { runs: [run(1, {}, { metrics: [metric] }), run(2)] };
    answers.history = [503, {}];
    const { here, sourceId } = await source();
    await here.turn(sourceId);
    expect(await here.runs()).toEqual([]);
    const [row] = await db.select().from(sources).where(eq(sources.id, sourceId));
    expect(row).toMatchObject({ failures: 1, failure: "The server answers 503." });
  });
});
