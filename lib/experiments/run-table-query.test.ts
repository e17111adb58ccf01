import { Readable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { type Context, createContext, type TokenActor } from "@/lib/context";
import { importRuns } from "./commands/import-runs";
import { readChunk, writeChunk } from "./run-chunk-wire";
import { listRunPage } from "./run-table-query";
import { formatCursor, parseRunView, type SearchParams } from "./run-view";
import { continuation, shownRuns } from "./shown-runs";
import { listRunChunk, listRunsNow, type RunChunk } from "./shown-runs-query";

const { db, sql } = await testDb();
const actor: TokenActor = {
  kind: "token",
  tokenId: "t1",
  name: "ci",
  scopes: ["ingest", "read"],
  ownerUserId: null,
  ownerPersonId: null,
};
let ctx: Context;
let experimentId: string;

const slice = (value: string, n: number, recall: number, low: number, high: number) => ({
  dimension: "sex",
  value,
  n,
  positives: n,
  recall,
  ci95_wilson: { recall: [low, high] },
});
const record = (i: number, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    run_id: `r${String(i).padStart(3, "0")}`,
    run_name: `Run ${i}`,
    experiment: i < 120 ? "first" : "second",
    status: "FINISHED",
    start_time: new Date(Date.UTC(2026, 8, 1) + Math.floor(i / 3) * 60_000).toISOString(),
    params: i % 4 === 0 ? { C: i / 10, kind: "word" } : i % 4 === 1 ? { C: "auto" } : {},
    metrics: i % 10 === 0 ? {} : { roc_auc: (i % 7) / 10 + 0.2 },
    metrics_ci95: { roc_auc_bootstrap: [(i % 7) / 10 + 0.19, (i % 7) / 10 + 0.21] },
    ...more,
  });

beforeAll(async () => {
  const [row] = await sql`insert into projects (name, title, created_at) values ('p', 'p', now()) returning id`;
  ctx = createContext({ actor, projectId: row?.id, db, now: () => new Date("2026-11-23T12:00:00Z") });
  const lines = Array.from({ length: 130 }, (_, i) => record(i));
  lines.push(
    record(200, { run_name: "100%_sure", status: "FAILED", error: { type: "ValueError", message: "no" }, metrics: {} }),
  );
  lines.push(
    record(201, {
      metrics: { roc_auc: 0.5 },
      slices: [slice("F", 100, 0.5, 0.4, 0.6), slice("M", 100, 0.9, 0.85, 0.95), slice("X", 9, 0.1, 0, 0.3)],
    }),
  );
  lines.push(
    record(202, {
      metrics: { roc_auc: 0.6 },
      slices: [slice("F", 100, 0.55, 0.45, 0.65), slice("M", 100, 0.6, 0.5, 0.7), slice("X", 9, 0, 0, 0.2)],
    }),
  );
  const report = await importRuns(ctx, Readable.from([Buffer.from(lines.join("\n"))]));
  expect(report.errors).toEqual([]);
  experimentId = (await sql`select id from experiments where name = 'first'`)[0]?.id;
});

const page = (params: SearchParams, experiment: string | null = null, limit = 17) =>
  listRunPage(ctx, parseRunView(params, experiment), limit);

async function walk(
  params: SearchParams,
  experiment: string | null = null,
): Promise<{ forwards: string[]; backwards: string[] }> {
  const forwards: string[] = [];
  let last = await page(params, experiment);
  forwards.push(...last.rows.map((r) => r.id));
  while (last.after) {
    last = await page({ ...params, after: last.after }, experiment);
    forwards.push(...last.rows.map((r) => r.id));
  }
  const backwards = last.rows.map((r) => r.id).reverse();
  while (last.before) {
    last = await page({ ...params, before: last.before }, experiment);
    backwards.push(...last.rows.map((r) => r.id).reverse());
  }
  return { forwards, backwards };
}

describe("the run table", () => {
  it.each([
    "-started",
    "started",
    "name",
    "-name",
    "metric:roc_auc",
    "-metric:roc_auc",
    "param:C",
    "-param:C",
    "duration",
    "param:absent",
  ])("shows every run exactly once when paged by %s, and the same backwards", async (sort) => {
    const { forwards, backwards } = await walk({ sort });
    expect(forwards).toHaveLength(133);
    expect(new Set(forwards).size).toBe(133);
    expect(backwards.reverse()).toEqual(forwards);
  });

  it.each(["-started", "metric:roc_auc", "param:C"])(
    "says how many rows come before each page by %s, either way",
    async (sort) => {
      let last = await page({ sort });
      const starts = [last.start];
      while (last.after) {
        last = await page({ sort, after: last.after });
        starts.push(last.start);
      }
      expect(starts).toEqual(Array.from({ length: 8 }, (_, i) => i * 17));
      const backwards = [last.start];
      while (last.before) {
        last = await page({ sort, before: last.before });
        backwards.unshift(last.start);
      }
      expect(backwards).toEqual(starts);
    },
  );

  it("goes on from a cursor that says no place, without saying one", async () => {
    const old = formatCursor({ phase: 0, value: "2026-09-01T00:30:00.000Z", id: "r090", rank: null });
    const found = await page({ after: old });
    expect(found.rows[0]?.id).toBe("r089");
    expect(found.start).toBeNull();
  });

  it("continues a page while it is scrolled with the same rows and figures that pages would show", async () => {
    const params = {
      sort: "-metric:roc_auc",
      columns: "metric:roc_auc,param:C,worst:recall,slice:sex=M:recall",
      baseline: "r201",
    };
    const whole = await page(params, null, 133);
    const first = await page(params);
    const chunks: RunChunk[] = [];
    for (let after = first.after; after; after = chunks.at(-1)?.after ?? null) {
      const chunk = await listRunChunk(ctx, parseRunView({ ...params, after }, null), 40);
      chunks.push(readChunk(JSON.parse(JSON.stringify(writeChunk(chunk)))));
    }
    expect(continuation(shownRuns(first, []))(chunks)).toEqual(shownRuns(whole, []));
    expect(chunks.map((chunk) => chunk.rows.length)).toEqual([40, 40, 36]);
  });

  it("tells of named runs how they are now, and nothing of those that are no runs", async () => {
    const view = parseRunView({ columns: "metric:roc_auc" }, null);
    const now = await listRunsNow(ctx, view, ["r202", "gone", "r001"]);
    expect(now.rows.map(({ id, params, metrics }) => [id, params, metrics.roc_auc?.value])).toEqual([
      ["r202", {}, 0.6],
      ["r001", {}, expect.closeTo(0.3)],
    ]);
    const [row] = await sql`insert into projects (name, title, created_at) values ('s', 's', now()) returning id`;
    expect((await listRunsNow(createContext({ ...ctx, projectId: row?.id }), view, ["r202"])).rows).toEqual([]);
  });

  it("puts runs without the metric last in either direction", async () => {
    for (const sort of ["metric:roc_auc", "-metric:roc_auc"]) {
      const { forwards } = await walk({ sort }, experimentId);
      expect(forwards).toHaveLength(120);
      expect(forwards.slice(-12).every((id) => id.endsWith("0"))).toBe(true);
    }
    const { rows } = await page({ sort: "-metric:roc_auc" });
    const values = rows.map((r) => r.metrics.roc_auc?.value ?? Number.NaN);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  it.each([
    ["metrics.roc_auc >= 0.8", 16],
    ["status = FAILED", 1],
    ["status != FINISHED", 1],
    ["params.C > 10", 8],
    ["params.C = auto", 34],
    ["params.C = 0.80", 1],
    ["experiment = second", 13],
    ["experiment != first", 13],
    ["name ~ 100%_s", 1],
    ["100%", 1],
    ["started >= 2026-09-01T00:40:00Z", 13],
    ["predictions = yes", 0],
    ["archived = yes", 0],
    ["algorithm != x", 133],
    ["run = r001, r002", 2],
  ])("filters by %s", async (q, n) => {
    const found = await page({ q });
    expect({ matching: found.matching.n, total: found.total.n }).toEqual({ matching: n, total: 133 });
    expect(found.rows).toHaveLength(Math.min(n, 17));
  });

  it("starts at the beginning for a cursor that was tampered with", async () => {
    const first = await page({});
    const forged = Buffer.from('[0,"nonsense","r1"]').toString("base64url");
    for (const params of [{ after: "%%%" }, { after: forged }, { sort: "metric:roc_auc", after: forged }]) {
      expect((await page({ ...params, sort: "-started" })).rows.map((r) => r.id)).toEqual(first.rows.map((r) => r.id));
    }
  });

  it("names the worst slice against the baseline, without the ones too small to judge", async () => {
    const found = await page({ q: "run = r201, r202", baseline: "r201" });
    expect(found.baseline?.id).toBe("r201");
    expect(found.rows.find((r) => r.id === "r202")?.worst).toMatchObject({
      dimension: "sex",
      value: "M",
      n: 100,
      figure: { value: 0.6 },
      change: { delta: expect.closeTo(-0.3), isClear: true },
    });
    const alone = await page({ q: "run = r201, r202", columns: "worst:recall" });
    expect(alone.rows.find((r) => r.id === "r202")?.worst).toMatchObject({ value: "F", change: null });
  });

  it("reads named slices and the parameters and metrics that columns can show", async () => {
    const found = await page({ q: "run = r202", columns: "slice:sex=M:recall,param:C,nonsense" });
    expect(found.columns.map((c) => c.id)).toEqual(["slice:sex=M:recall", "param:C"]);
    expect(found.rows[0]?.slices["sex=M"]?.recall).toBe(0.6);
    expect(found.keys).toMatchObject({ metrics: ["roc_auc"], sliceMetrics: ["recall"] });
    expect(found.keys.params.toSorted()).toEqual(["C", "kind"]);
  });

  it("shows nothing of another project", async () => {
    const [row] = await sql`insert into projects (name, title, created_at) values ('q', 'q', now()) returning id`;
    const other = createContext({ ...ctx, projectId: row?.id });
    expect((await listRunPage(other, parseRunView({ baseline: "r201" }, experimentId))).rows).toEqual([]);
    expect((await listRunPage(other, parseRunView({ baseline: "r201" }, null))).baseline).toBeNull();
  });
});
