import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { createTestProject, systemContext } from "@/lib/auth/testing";
import { ensureDefaultExperiment } from "../commands/create-experiment";
import { updateRun } from "../commands/update-run";
import { loadFigures } from "../compare-attribution-query";
import { readRange, readSeries } from "../curves/read-curves";
import { createRun } from "./create-run";
import type { DerivedColumns } from "./derived-columns";
import { logMetrics } from "./log-metrics";
import type { MetricPoint } from "./metric-point";
import { settleRunJob } from "./settle-run-job";

const { db, sql } = await testDb();
const project = await createTestProject(db, "credit");
const ctx = systemContext(db, project.id);
await ensureDefaultExperiment(ctx);

const nothing: DerivedColumns = {
  intent: null,
  algorithm: null,
  codeCommit: null,
  datasetSnapshot: null,
  featureDefinitions: null,
  hyperparameters: null,
  runtimeImage: null,
  seedPolicy: null,
  axisDetails: {},
  evalDatasetDigest: null,
  evalRows: null,
  threshold: null,
  thresholdRule: null,
};
const newRun = async () =>
  (await createRun(ctx, { experimentId: "0", name: "r", startedAt: ctx.now(), user: "", tags: {} }, () => nothing))
    .runId;
const point = (key: string, step: number, value: number, at = 1_000 + step): MetricPoint => ({ key, step, at, value });
const latest = async (runId: string) =>
  (
    await sql`select key, value, raw, step::int as step, at::int as at, points::int as points from run_metrics
      where run_id = ${runId} order by key`
  ).map((row) => ({ ...row }));
const stored = async (runId: string) =>
  (await sql`select count(*)::int as n from metric_points where run_id = ${runId}`)[0]?.n;

describe("logging metrics", () => {
  it("keeps the greatest of step, time and value as the latest, in whatever order they come", async () => {
    const steps = [
      point("m", 3, 1),
      point("m", 1, 9),
      point("m", 3, 2, 1_003),
      point("m", 3, 1.5, 1_003),
      point("m", 2, 7),
    ];
    for (const order of [steps, steps.toReversed(), [steps[2], steps[0], steps[4], steps[1], steps[3]]]) {
      const runId = await newRun();
      for (const one of order) await logMetrics(ctx, runId, [one as MetricPoint]);
      const once = await newRun();
      await logMetrics(ctx, once, order as MetricPoint[]);
      for (const id of [runId, once])
        expect(await latest(id)).toEqual([{ key: "m", value: 2, raw: null, step: 3, at: 1_003, points: 5 }]);
    }
  });

  it("passes over what is there already, so that a client may send a batch for four minutes", async () => {
    const runId = await newRun();
    const batch = [
      point("a", 1, 0.5),
      point("a", 2, Number.NaN),
      point("b", 1, Number.POSITIVE_INFINITY),
      point("b", 1, 3),
    ];
    expect(await logMetrics(ctx, runId, batch)).toEqual({ fresh: 4 });
    for (let again = 0; again < 5; again++) expect(await logMetrics(ctx, runId, batch)).toEqual({ fresh: 0 });
    expect(await logMetrics(ctx, runId, [...batch, ...batch, point("a", 3, 1)])).toEqual({ fresh: 1 });
    expect(await stored(runId)).toBe(5);
    expect(await latest(runId)).toEqual([
      { key: "a", value: 1, raw: null, step: 3, at: 1_003, points: 3 },
      { key: "b", value: null, raw: "Infinity", step: 1, at: 1_001, points: 2 },
    ]);
  });

  it("ranks NaN as zero among values of one step and time, and keeps it by name", async () => {
    const runId = await newRun();
    await logMetrics(ctx, runId, [point("low", 1, -1), point("high", 1, 1), point("only", 1, Number.NaN)]);
    await logMetrics(ctx, runId, [point("low", 1, Number.NaN), point("high", 1, Number.NaN)]);
    expect((await latest(runId)).map(({ key, value, raw }) => [key, value, raw])).toEqual([
      ["high", 1, null],
      ["low", null, "NaN"],
      ["only", null, "NaN"],
    ]);
  });

  it("loses nothing and doubles nothing when eight writers log the same and other points to one run", async () => {
    const runId = await newRun();
    const keys = ["a", "b", "c"];
    const writer = async (n: number) => {
      for (let step = 0; step < 20; step++) {
        const shared = keys.map((key) => point(key, step, step));
        const own = keys.map((key) => point(key, step, 100 + n));
        await logMetrics(ctx, runId, n % 2 === 0 ? [...shared, ...own] : [...own.toReversed(), ...shared.toReversed()]);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, n) => writer(n)));
    expect(await stored(runId)).toBe(3 * 20 * 9);
    expect(await latest(runId)).toEqual(
      keys.map((key) => ({ key, value: 107, raw: null, step: 19, at: 1_019, points: 180 })),
    );
  });

  it("loses nothing when a run ends while it is logged to, again and again", async () => {
    const runId = await newRun();
    const log = async () => {
      for (let step = 0; step < 40; step++) await logMetrics(ctx, runId, [point("m", step, step)]);
    };
    const end = async () => {
      for (let n = 0; n < 15; n++) await updateRun(ctx, { runId, status: n % 2 === 0 ? "FINISHED" : "RUNNING" });
    };
    await Promise.all([log(), log(), end()]);
    await updateRun(ctx, { runId, status: "FINISHED" });
    await settleRunJob({ projectId: project.id, runId }, { db, signal: new AbortController().signal });
    const [run] =
      await sql`select metrics, metrics_packed as packed, content_digest is not null as sealed from runs where id = ${runId}`;
    expect({ ...run }).toEqual({ metrics: { m: 39 }, packed: true, sealed: true });
    expect(await stored(runId)).toBe(40);
  });

  it("costs the same for the last of a hundred thousand metric keys as for the first", async () => {
    const runId = await newRun();
    const batch = (from: number) =>
      logMetrics(
        ctx,
        runId,
        Array.from({ length: 1000 }, (_, i) => point(`key ${from + i}`, 0, i)),
      );
    const written = async (work: () => Promise<unknown>) => {
      const [before] = await sql`select pg_current_wal_insert_lsn() as lsn`;
      await work();
      const [after] = await sql`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ${before?.lsn})::int as bytes`;
      return after?.bytes as number;
    };
    await batch(0);
    const first = await written(() => batch(1_000));
    for (let from = 2_000; from < 100_000; from += 1_000) await batch(from);
    const last = await written(() => batch(100_000));
    expect(last).toBeLessThan(first * 1.5);
    const [run] = await sql`select pg_column_size(r.*)::int as bytes from runs r where id = ${runId}`;
    expect(run?.bytes).toBeLessThan(1_000);
  });
});

describe("a run with more metrics than fit into its row", () => {
  it("gives its slices, and every reader its values, from where they are logged", async () => {
    const runId = await newRun();
    for (let from = 0; from < 6_000; from += 1_000)
      await logMetrics(
        ctx,
        runId,
        Array.from({ length: 1000 }, (_, i) => point(`k${from + i}`, 0, i)),
      );
    await logMetrics(ctx, runId, [point("slice/sex/Female/n", 0, 100), point("slice/sex/Female/recall", 0, 0.5)]);
    await logMetrics(ctx, runId, [point("zz", 0, 0.75)]);
    await updateRun(ctx, { runId, status: "FINISHED" });
    await settleRunJob({ projectId: project.id, runId }, { db, signal: new AbortController().signal });
    const [run] =
      await sql`select metrics_packed as packed, content_digest is not null as sealed, slice_count as slices from runs where id = ${runId}`;
    expect({ ...run }).toEqual({ packed: false, sealed: true, slices: 1 });
    expect(await loadFigures(ctx, [runId], "zz", null)).toEqual(new Map([[runId, 0.75]]));
    const slice = { dimension: "sex", value: "Female" };
    expect(await loadFigures(ctx, [runId], "recall", slice)).toEqual(new Map([[runId, 0.5]]));
  });
});

describe("long series", () => {
  it("is drawn from buckets with its extremes exact, and again so after an older point came in", async () => {
    const runId = await newRun();
    const total = 30_000;
    const value = (step: number) => (step === 12_345 ? 50 : step === 20_001 ? -50 : Math.sin(step / 100));
    for (let from = 0; from < total; from += 5_000)
      await logMetrics(
        ctx,
        runId,
        Array.from({ length: 5_000 }, (_, i) => point("loss", from + i, value(from + i))),
      );
    const read = async () => {
      const [series] = await readSeries(sql, project.id, [{ runId, key: "loss" }], { places: true });
      const rollup = series?.rollup;
      if (!rollup) throw new Error("not folded");
      const all = [...rollup.pointsOf("low"), ...rollup.pointsOf("high"), ...(series?.points ?? [])];
      const sorted = all.toSorted((a, b) => a.value - b.value);
      return { low: sorted[0], high: sorted.at(-1), points: rollup.points + (series?.points.length ?? 0) };
    };
    const low = point("loss", 20_001, -50);
    expect(await read()).toMatchObject({
      low: { step: low.step, value: -50 },
      high: { step: 12_345, value: 50 },
      points: total,
    });

    await logMetrics(ctx, runId, [point("loss", total, 60)]);
    expect(await read()).toMatchObject({ high: { step: total, value: 60 }, points: total + 1 });
    await logMetrics(ctx, runId, [point("loss", 77, 70)]);
    const [state] = await sql`select stale from metric_series where run_id = ${runId}`;
    expect(state?.stale).toBe(true);
    expect(await read()).toMatchObject({ high: { step: 77, value: 70 }, points: total + 2 });
    await logMetrics(ctx, runId, [point("loss", -5, 80)]);
    expect(await read()).toMatchObject({ high: { step: -5, value: 80 }, points: total + 3 });

    const [range] = await readRange(sql, project.id, [{ runId, key: "loss" }], { from: 12_001, to: 20_000 });
    const values = range?.map((p) => p.value) ?? [];
    expect([Math.max(...values), Math.min(...values)]).toEqual([
      50,
      Math.min(...Array.from({ length: 8_000 }, (_, i) => value(12_001 + i))),
    ]);
    expect(range?.every((p) => p.step >= 12_001 && p.step <= 20_000)).toBe(true);
  });
});
