import { Readable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { type Context, createContext, type TokenActor } from "@/lib/context";
import { importRuns } from "./commands/import-runs";
import { tendRunKeys } from "./count-run-keys";
import { suggestFilter } from "./filter-suggestions-query";
import { listOpenGroups } from "./group-runs-query";
import type { RunGrouping } from "./run-grouping";
import { groupRuns } from "./run-groups-query";
import { searchRunKeys } from "./run-keys-query";
import { selectRuns } from "./run-selection-query";
import { parseRunView } from "./run-view";

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
const tend = () => tendRunKeys(db, new AbortController().signal);

const record = (i: number, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    run_id: `r${i}`,
    run_name: `Run ${i}`,
    experiment: "first",
    status: "FINISHED",
    start_time: new Date(Date.UTC(2026, 8, 1) + i * 60_000).toISOString(),
    params: { model: i % 3 === 0 ? "tree" : "linear", seed: i, ...(i === 0 ? { "odd key": "x y" } : {}) },
    tags: { team: i % 2 === 0 ? "risk" : "fraud" },
    metrics: { acc: i / 10, ...(i === 5 ? { acc: "NaN" } : {}), ...(i > 6 ? { extra: 1 } : {}) },
    ...more,
  });

beforeAll(async () => {
  const [row] = await sql`insert into projects (name, title, created_at) values ('p', 'p', now()) returning id`;
  ctx = createContext({ actor, projectId: row?.id, db });
  const lines = Array.from({ length: 9 }, (_, i) => record(i));
  const report = await importRuns(ctx, Readable.from([Buffer.from(lines.join("\n"))]));
  expect(report.errors).toEqual([]);
  await tend();
});

const view = (q = "") => parseRunView({ q }, null);
const group = (grouping: RunGrouping, q = "", metrics = ["acc"]) => groupRuns(ctx, view(q), grouping, metrics);

describe("runs by group", () => {
  it("gives n, mean, spread and extremes of each group, largest first", async () => {
    const { groups, total, onlyNewest } = await group({ by: "param", key: "model" });
    expect({ total, onlyNewest, values: groups.map((g) => [g.value, g.runs]) }).toEqual({
      total: 2,
      onlyNewest: null,
      values: [
        ["linear", 6],
        ["tree", 3],
      ],
    });
    expect(groups[1]?.metrics.acc).toEqual({
      n: 3,
      mean: expect.closeTo(0.3),
      spread: expect.closeTo(0.3),
      min: 0,
      max: 0.6,
    });
    expect(groups[0]?.metrics.acc?.n).toBe(5);
    expect(groups[0]?.newest).toEqual(new Date("2026-09-01T00:08:00.000Z"));
  });

  it("keeps runs without the value as a group of their own, and respects the filter", async () => {
    const { groups } = await group({ by: "param", key: "odd key" }, "metrics.acc < 0.35", ["acc", "extra"]);
    expect(groups.map((g) => [g.value, g.runs, g.metrics.acc?.n])).toEqual([
      [null, 3, 3],
      ["x y", 1, 1],
    ]);
    expect(groups[1]?.metrics.acc?.spread).toBeNull();
  });

  it("lists the newest runs of the groups that stand open, those without a value too, and none of closed ones", async () => {
    const listed = async (grouping: RunGrouping, open: unknown, q = "") => {
      const found = await listOpenGroups(ctx, parseRunView({ q, open: JSON.stringify(open) }, null), grouping, ["acc"]);
      return [...found].map(([value, rows]) => [value, rows.map((row) => row.id)]);
    };
    expect(await listed({ by: "param", key: "model" }, ["tree", "gone"])).toEqual([
      ["tree", ["r6", "r3", "r0"]],
      ["gone", []],
    ]);
    expect(await listed({ by: "param", key: "odd key" }, [null, "x y"], "metrics.acc < 0.35")).toEqual([
      [null, ["r3", "r2", "r1"]],
      ["x y", ["r0"]],
    ]);
    expect(await listed({ by: "algorithm" }, [null])).toEqual([
      [null, ["r8", "r7", "r6", "r5", "r4", "r3", "r2", "r1", "r0"]],
    ]);
    expect(await listed({ by: "status" }, [])).toEqual([]);
  });

  it.each([["status"], ["experiment"], ["algorithm"], ["owner"]] as const)("groups by %s", async (by) => {
    expect((await group({ by })).groups.map((g) => g.runs)).toEqual([9]);
  });
});

describe("names of a project", () => {
  it("counts runs per metric, parameter and tag, most frequent first", async () => {
    const found = await searchRunKeys(ctx, { kinds: ["metric", "param", "tag"] });
    expect(found).toEqual({
      total: 6,
      keys: [
        { kind: "metric", key: "acc", runs: 9 },
        { kind: "param", key: "model", runs: 9 },
        { kind: "param", key: "seed", runs: 9 },
        { kind: "tag", key: "team", runs: 9 },
        { kind: "metric", key: "extra", runs: 2 },
        { kind: "param", key: "odd key", runs: 1 },
      ],
    });
    expect((await searchRunKeys(ctx, { text: "D K" })).keys.map((key) => key.key)).toEqual(["odd key"]);
    expect((await searchRunKeys(ctx, { text: "%" })).total).toBe(0);
  });

  it("counts anew when runs came in, and forgets what no run has", async () => {
    await importRuns(ctx, Readable.from([Buffer.from(record(100, { metrics: { brand_new: 1 } }))]));
    await tend();
    expect((await searchRunKeys(ctx, { text: "brand" })).keys).toEqual([]);
    await sql`update run_key_counts set counted_at = now() - interval '1 hour'`;
    await tend();
    expect((await searchRunKeys(ctx, { text: "brand" })).keys).toMatchObject([{ key: "brand_new", runs: 1 }]);
    await sql`delete from run_metrics where run_id = 'r100'`;
    await sql`delete from runs where id = 'r100'`;
    await sql`update run_key_counts set counted_at = now() - interval '1 hour', stale = true`;
    await tend();
    expect((await searchRunKeys(ctx, { text: "brand" })).keys).toEqual([]);
  });

  it("finds one name among twelve thousand", async () => {
    await sql`insert into run_keys (project_id, kind, key, runs) select ${ctx.projectId}, 'metric', 'layer/' || i || '/norm', 1 from generate_series(1, 12000) i`;
    expect(await searchRunKeys(ctx, { text: "layer/11999/" })).toMatchObject({
      total: 1,
      keys: [{ key: "layer/11999/norm" }],
    });
    expect(await searchRunKeys(ctx, { text: "norm", limit: 5 })).toMatchObject({ total: 12_000, keys: { length: 5 } });
    await sql`delete from run_keys where key like 'layer/%'`;
  });

  it("shows nothing of another project", async () => {
    const other = createContext({ ...ctx, projectId: ctx.projectId + 1 });
    expect((await searchRunKeys(other, {})).keys).toEqual([]);
    expect((await groupRuns(other, view(), { by: "status" }, [])).groups).toEqual([]);
    expect((await selectRuns(other, view())).ids).toEqual([]);
  });
});

describe("suggestions for the filter", () => {
  const labels = async (text: string) =>
    (await suggestFilter(ctx, null, text, text.length)).suggestions.map((s) => s.insert);
  it.each([
    ["sta", ["status", "started", "start_time"]],
    ["metrics.", ["acc", "extra"]],
    ["params.odd", ["`odd key`"]],
    ["mod", ["params.model"]],
    ["metrics.acc ", [">", ">=", "<", "<=", "=", "!="]],
    ["params.model = ", ["'linear'", "'tree'"]],
    ["params.model = tr", ["'tree'"]],
    ["tags.team = 'fr", ["'fraud'"]],
    ["status = fi", ["FINISHED"]],
    ["experiment = f", ['"first"']],
    ["metrics.acc > ", []],
  ])("offers for %j", async (text, expected) => {
    expect(await labels(text)).toEqual(expected);
  });
});

describe("all runs of a filter", () => {
  it("are named in the order of the table, up to a limit that is said", async () => {
    expect(await selectRuns(ctx, view("metrics.acc >= 0.6"))).toEqual({
      ids: ["r8", "r7", "r6"],
      isAll: true,
      matching: { n: 3, isMore: false, about: null },
    });
    expect(await selectRuns(ctx, view("metrics.acc >= 0.6"), 2)).toMatchObject({
      ids: ["r8", "r7"],
      isAll: false,
      matching: { n: 3 },
    });
  });
});
