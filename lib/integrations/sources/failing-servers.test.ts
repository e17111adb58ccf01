import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { metricPoints, sourceModels, sources } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createSource } from "./commands/create-source";
import { startSync } from "./commands/start-sync";
import { draftRemoteRun } from "./draft-run";
import { mostAttempts } from "./go-past";
import { remoteRun } from "./messages";
import { readHistories } from "./read-histories";
import { allowSources, importingProject } from "./testing";
import { type Faults, type ServedRun, serveTracking } from "./testing-tracking-server";
import { openTracking } from "./tracking-client";

const { db } = await testDb();
const server = await serveTracking();
afterAll(server.close);
const start = Date.UTC(2026, 10, 20);

const served = (place: number, more: Partial<ServedRun> = {}): ServedRun => ({
  id: `r${String(place).padStart(4, "0")}`,
  start: start + place * 1_000,
  points: [0, 1, 2].map((step) => ({ key: "loss", value: place + step, timestamp: start + step, step })),
  ...more,
});
const many = (count: number, more?: (place: number) => Partial<ServedRun>) =>
  Array.from({ length: count }, (_, place) => served(place, more?.(place)));

let made = 0;
async function source(runs: ServedRun[], faults: Faults = {}) {
  Object.assign(server.state, { runs, faults: {} });
  const here = await importingProject(db, `failing-${++made}`);
  const { sourceId } = await createSource(here.admin, { name: "lab", url: server.url, auth: "none" });
  server.state.faults = faults;
  server.state.calls.clear();
  const points = async (id?: string) =>
    db.$count(
      metricPoints,
      and(eq(metricPoints.projectId, here.project.id), id === undefined ? undefined : eq(metricPoints.runId, id)),
    );
  /** Attempts that come to nothing, as they are made over minutes. */
  const failTo = async (attempts: number) => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      await db
        .update(sources)
        .set({ nextSyncAt: new Date(0), claimedUntil: null })
        .where(eq(sources.id, sourceId));
      await here.turn(sourceId);
    }
  };
  return { here, sourceId, points, failTo };
}
beforeEach(() => allowSources(server.host));
const called = (path: string) => server.state.calls.get(path) ?? 0;

describe("the history of many runs", () => {
  it("is read by one call for a metric of a page, whatever its values, and each point comes in once", async () => {
    const odd = [Number.NaN, Infinity, -Infinity, 1e300].map((value, step) => ({
      ...{ key: 'a "NaN" \\ Infinity', value, step },
      timestamp: start,
    }));
    const runs = many(200, (place) => (place === 7 ? { points: odd } : {}));
    const { here, sourceId, points } = await source(runs);
    const { sync } = await here.finish(sourceId);
    expect(sync?.counts).toMatchObject({ taken: 200, skipped: 0, points: 199 * 3 + 4 });
    expect(await points()).toBe(199 * 3 + 4);
    expect(await points("r0007")).toBe(4);
    expect(called("metrics/get-history-bulk")).toBeLessThanOrEqual(6);
    expect(called("metrics/get-history")).toBeLessThanOrEqual(1);
  });

  const ways: [string, Faults][] = [
    ["has no such call", { bulk: () => "unknown" }],
    ["refuses it", { bulk: () => 403 }],
    ["answers for the first run only", { bulk: () => "first" }],
    ["cuts its answers short", { mostPoints: 20 }],
    ["does not manage more than three runs", { bulk: (ids) => (ids.length > 3 ? 504 : undefined) }],
    ["answers more than is read", { bulk: (ids) => (ids.length > 10 ? "large" : undefined) }],
  ];
  it.each(ways)("is whole where the server %s", async (_, faults) => {
    const { here, sourceId, points } = await source(many(30), faults);
    const { sync } = await here.finish(sourceId, { maxBytes: 60_000 });
    expect(sync?.counts).toMatchObject({ taken: 30, skipped: 0 });
    expect(await points()).toBe(90);
  });

  const long = (points: number) => (place: number) => ({
    points: Array.from({ length: points }, (_, step) => ({ key: "m", value: place, timestamp: start + step, step })),
  });

  it("goes on where an answer ended that was full", async () => {
    const { here, sourceId, points } = await source(many(7, long(9_000)));
    const { sync } = await here.finish(sourceId);
    expect(sync?.counts).toMatchObject({ seen: 7, taken: 7, points: 63_000 });
    expect(await points()).toBe(63_000);
    expect(called("metrics/get-history-bulk")).toBe(3);
    expect(called("metrics/get-history")).toBe(1);
  });

  it("is read of fewer runs at once where it is long, and of the others after", async () => {
    Object.assign(server.state, { runs: many(20, long(100)), faults: {} });
    const client = await openTracking(server.url, { kind: "none" });
    const tools = { client, source: { url: server.url, failures: 0 }, beat: async () => {}, pages: new Map() };
    const { runs: sent } = await client.runs({ experimentId: "1", from: null, until: null }, { token: null, most: 20 });
    const place = { experiment: "credit", sourceUrl: server.url };
    let rest = sent.flatMap((one) => {
      const drafted = draftRemoteRun(remoteRun.parse(one), place, new Date(start));
      return drafted.ok ? [drafted.run] : [];
    });
    const parts: number[] = [];
    while (rest.length > 0) {
      const read = await readHistories(rest, tools, 300);
      expect(read.runs.map(({ draft }) => draft.points.length)).toEqual(read.runs.map(() => 100));
      parts.push(read.runs.length);
      rest = read.rest;
    }
    await client.close();
    expect(parts.reduce((sum, n) => sum + n, 0)).toBe(20);
    expect(Math.max(...parts)).toBeLessThan(20);
  });
});

describe("a page that a server never answers", () => {
  it("is asked for in smaller parts once it failed a few times", async () => {
    const faults: Faults = { page: (_, { most }) => (most > 10 ? 504 : undefined) };
    const { here, sourceId, failTo } = await source(many(30), faults);
    await failTo(mostAttempts);
    expect(await here.one(sourceId)).toMatchObject({ failures: mostAttempts });
    expect(await here.runs()).toEqual([]);
    await failTo(1);
    const [sync] = await here.syncs(sourceId);
    expect(sync).toMatchObject({ state: "done", counts: { taken: 30, skipped: 0 } });
    expect(await here.one(sourceId)).toMatchObject({ failures: 0, failure: null });
  });

  it("is gone past at the runs that fail, which are listed with the reason, and all others come in", async () => {
    const bad = new Set(["r0003", "r0017"]);
    const faults: Faults = { page: (runs) => (runs.some(({ id }) => bad.has(id)) ? 500 : undefined) };
    const { here, sourceId, failTo } = await source(many(30), faults);
    await failTo(mostAttempts + 1);
    const [sync] = await here.syncs(sourceId);
    expect(sync).toMatchObject({ state: "done", counts: { taken: 28, skipped: 2 } });
    const skips = await here.skips(sourceId);
    expect(skips.map(({ remoteId }) => remoteId)).toEqual(
      [3, 17].map((n) => `experiment 1, start ${start + n * 1_000}`),
    );
    expect(skips[1]?.reason).toBe(
      "The runs that started at 2026-11-20T00:00:17.000Z cannot be read. The server answers 500. It is asked for again with the next full sync.",
    );
    server.state.faults = {};
    await startSync(here.admin, { sourceId, isFull: true });
    expect((await here.finish(sourceId)).sync?.counts).toMatchObject({ taken: 2 });
  });

  it("is read by windows where the whole is too much to sort, and without runs that have no start", async () => {
    const faults: Faults = { page: (_, { filter }) => (filter.includes("<") ? undefined : 504) };
    const { here, sourceId, failTo } = await source([served(99, { start: null }), ...many(12)], faults);
    await failTo(mostAttempts + 1);
    expect((await here.runs()).length).toBe(12);
    expect(await here.skips(sourceId)).toMatchObject([{ remoteId: "experiment 1, no start" }]);
  });

  it("leaves an experiment out none of whose runs can be asked for, and a registry that is not answered", async () => {
    const { here, sourceId, failTo } = await source(many(3), { page: () => 500, models: 500 });
    await db.insert(sourceModels).values({
      ...{ projectId: here.project.id, sourceId, name: "before", description: "", aliases: {}, seenIn: 0 },
    });
    await failTo(mostAttempts + 1);
    const [sync] = await here.syncs(sourceId);
    expect(sync).toMatchObject({ state: "done", counts: { taken: 0 } });
    expect((await here.skips(sourceId)).map(({ kind, reason }) => [kind, reason.slice(0, 30)])).toEqual([
      ["model", "The list could not be read to "],
      ["experiment", "Its runs cannot be read. The s"],
    ]);
    expect(await db.$count(sourceModels, eq(sourceModels.sourceId, sourceId))).toBe(1);
  });

  it("leaves a run out whose history fails, and takes it with the next full sync", async () => {
    const faults: Faults = { bulk: () => 500, history: (id) => (id === "r0002" ? 500 : undefined) };
    const { here, sourceId, failTo } = await source(many(5), faults);
    await failTo(mostAttempts + 1);
    expect((await here.runs()).length).toBe(4);
    expect(await here.skips(sourceId)).toMatchObject([{ remoteId: "r0002", reason: /history of loss.*answers 500/ }]);
    server.state.faults = {};
    await startSync(here.admin, { sourceId, isFull: true });
    expect((await here.finish(sourceId)).sync?.counts).toMatchObject({ taken: 1, skipped: 0 });
    expect(await here.skips(sourceId)).toEqual([]);
  });

  it("is waited for, and nothing left out, while the server answers nothing at all", async () => {
    const { here, sourceId, failTo } = await source(many(5), { everything: 503 });
    await failTo(mostAttempts + 2);
    expect(await here.one(sourceId)).toMatchObject({ failures: mostAttempts + 2 });
    expect(await here.skips(sourceId)).toEqual([]);
    server.state.faults = {};
    expect((await here.finish(sourceId)).sync).toMatchObject({ number: 1, state: "done", counts: { taken: 5 } });
  });
});
