import { createReadStream, existsSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { type Context, createContext, type TokenActor } from "@/lib/context";
import { gunzipped } from "../ndjson";
import { importRuns } from "./import-runs";

const { db, sql } = await testDb();
const token: TokenActor = {
  kind: "token",
  tokenId: "t1",
  name: "ci",
  scopes: ["ingest"],
  ownerUserId: null,
  ownerPersonId: null,
};
const contexts = new Map<string, Context>();

async function project(name: string): Promise<Context> {
  const [row] = await sql`insert into projects (name, title, created_at) values (${name}, ${name}, now()) returning id`;
  const ctx = createContext({
    actor: token,
    projectId: row?.id,
    db,
    now: () => new Date("2026-11-23T12:00:00Z"),
  });
  contexts.set(name, ctx);
  return ctx;
}
const bytes = (text: string) => Readable.from([Buffer.from(text)]);
const record = (id: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    run_id: id,
    experiment: "e",
    status: "FINISHED",
    start_time: "2026-11-01T10:00:00Z",
    metrics: { auc: 0.9 },
    slices: [{ dimension: "sex", value: "F", n: 5, auc: 0.8 }],
    learning_curve: [{ step: 1, loss: 0.5 }],
    ...more,
  });
const tables = ["runs", "run_metrics", "metric_points", "run_slices", "run_artifacts", "run_evaluations"] as const;
const countAll = async (ctx: Context) => {
  const counts: Record<string, number> = {};
  for (const table of tables)
    counts[table] = (await sql`select count(*)::int as n from ${sql(table)} where project_id = ${ctx.projectId}`)[0]?.n;
  return counts;
};
const audited = async (ctx: Context) =>
  (
    await sql`select count(*)::int as n from audit_events where project_id = ${ctx.projectId} and action = 'run.imported'`
  )[0]?.n;

describe("importing runs", () => {
  let ctx: Context;
  beforeAll(async () => {
    ctx = await project("lines");
  });

  it("reports a bad line by number and field, brings the others in, and adds up", async () => {
    const report = await importRuns(
      ctx,
      bytes(
        [
          record("a"),
          "{oops",
          "",
          record("b", { status: "DONE" }),
          record("c"),
          record("a"),
          record("a", { intent: "other" }),
        ].join("\n"),
      ),
    );
    expect(report).toMatchObject({ imported: 2, unchanged: 1, failed: 3 });
    expect(report.errors.map((e) => [e.line, e.field])).toEqual([
      [2, ""],
      [4, "status"],
      [7, "run_id"],
    ]);
    expect(report.errors[2]?.message).toMatch(/^a is already here as FINISHED with other content/);
    expect(await countAll(ctx)).toMatchObject({
      runs: 2,
      run_metrics: 2,
      metric_points: 2,
      run_slices: 2,
      run_evaluations: 0,
    });
  });

  it("names in each run the import that the audit log tells of", async () => {
    const found = await sql`select r.id from runs r join audit_events a on a.project_id = r.project_id
      and 'import:' || a.object_id = r.source and a.action = 'run.imported' where r.project_id = ${ctx.projectId}`;
    expect(found.map((r) => r.id).sort()).toEqual(["a", "c"]);
  });

  it("takes a second delivery as unchanged and writes no audit event for it", async () => {
    const before = await audited(ctx);
    expect(await importRuns(ctx, bytes(record("a")))).toMatchObject({
      imported: 0,
      unchanged: 1,
      failed: 0,
    });
    expect(await audited(ctx)).toBe(before);
  });

  it("lets a running run finish, and passes over an older state that arrives late", async () => {
    const running = record("r", {
      status: "RUNNING",
      metrics: { auc: 0.1, loss: 1 },
    });
    await importRuns(ctx, bytes(running));
    expect(await importRuns(ctx, bytes(`${record("r", { intent: "done" })}\n${running}`))).toMatchObject({
      imported: 1,
      unchanged: 1,
      failed: 0,
    });
    const [row] = await sql`select status, intent, metrics from runs where project_id = ${ctx.projectId} and id = 'r'`;
    expect(row).toMatchObject({
      status: "FINISHED",
      intent: "done",
      metrics: { auc: 0.9 },
    });
    expect(
      (await sql`select key from run_metrics where project_id = ${ctx.projectId} and run_id = 'r'`).map((r) => r.key),
    ).toEqual(["auc"]);
  });

  it("with strict brings none in when one line fails, whether its text or its content is refused", async () => {
    const before = await countAll(ctx);
    const refused = await importRuns(
      ctx,
      bytes([record("s1"), record("s2", { start_time: "no" }), record("s3")].join("\n")),
      {
        strict: true,
      },
    );
    expect(refused).toMatchObject({ imported: 0, unchanged: 0, failed: 3 });
    expect(refused.errors).toHaveLength(1);
    const changed = await importRuns(ctx, bytes([record("s1"), record("a", { intent: "x" })].join("\n")), {
      strict: true,
    });
    expect(changed).toMatchObject({ imported: 0, failed: 2 });
    expect(changed.errors.map((e) => e.line)).toEqual([2]);
    expect(await countAll(ctx)).toEqual(before);
    expect(
      await importRuns(ctx, bytes([record("s1"), record("s1")].join("\n")), {
        strict: true,
      }),
    ).toMatchObject({ imported: 1, unchanged: 1, failed: 0 });
  });

  it("brings each run in once when eight senders deliver the same runs at once", async () => {
    const own = await project("race");
    const lines = Array.from({ length: 40 }, (_, i) => record(`r${i}`));
    const reports = await Promise.all(
      Array.from({ length: 8 }, (_, k) =>
        importRuns(own, bytes([...lines.slice(k * 5), ...lines.slice(0, k * 5)].join("\n"))),
      ),
    );
    expect(reports.reduce((sum, r) => sum + r.imported, 0)).toBe(40);
    expect(reports.reduce((sum, r) => sum + r.imported + r.unchanged, 0)).toBe(320);
    expect(await countAll(own)).toMatchObject({ runs: 40, run_metrics: 40 });
  });

  it("keeps projects apart: the same id in two projects is two runs", async () => {
    const other = await project("other");
    expect(await importRuns(other, bytes(record("a", { intent: "elsewhere" })))).toMatchObject({
      imported: 1,
      failed: 0,
    });
  });

  it("refuses someone without the permission", async () => {
    const reader = createContext({
      ...ctx,
      actor: { ...token, scopes: ["read"] },
    });
    await expect(importRuns(reader, bytes(record("z")))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("skips a line over the limit without holding it, and reads gzip", async () => {
    const long = `{"run_id":"${"x".repeat(9 * 1024 * 1024)}"}`;
    const report = await importRuns(ctx, gunzipped(Readable.from([gzipSync(`${long}\n${record("g")}`)])));
    expect(report).toMatchObject({ imported: 1, failed: 1 });
    expect(report.errors[0]).toMatchObject({
      line: 1,
      message: expect.stringContaining("longer than 8 MB"),
    });
  });
});

const folder = "../shared/data";
const present = existsSync(folder) || Boolean(process.env.CI);
if (!present) console.warn(`SKIPPED: ${folder} is not here; the 95 real runs were not imported`);

describe.skipIf(!present)("the 95 real runs", () => {
  it("come in twice without duplicates, one audit event a batch, with the axes they were made on", async () => {
    const ctx = await project("real");
    for (const [file, n] of [
      ["census-income", 89],
      ["term-deposit", 6],
    ] as const) {
      expect(await importRuns(ctx, createReadStream(`${folder}/${file}/runs.jsonl`))).toMatchObject({
        imported: n,
        unchanged: 0,
        failed: 0,
        errors: [],
      });
    }
    const first = await countAll(ctx);
    expect(first.runs).toBe(95);
    for (const [file, n] of [
      ["census-income", 89],
      ["term-deposit", 6],
    ] as const) {
      expect(await importRuns(ctx, createReadStream(`${folder}/${file}/runs.jsonl`))).toMatchObject({
        imported: 0,
        unchanged: n,
        failed: 0,
      });
    }
    expect(await countAll(ctx)).toEqual(first);
    expect(await audited(ctx)).toBe(2);
    const sent = readFileSync(`${folder}/census-income/runs.jsonl`, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first.run_slices).toBe(sent.reduce((sum, r) => sum + r.slices.length, 0) + 5 * 23 + 24);
    const missing =
      await sql`select count(*)::int as n from runs where project_id = ${ctx.projectId} and num_nulls(code_commit, dataset_snapshot, feature_definitions, hyperparameters, runtime_image, seed_policy) > 0`;
    expect(missing[0]?.n).toBe(sent.filter((r) => !r.runtime_image?.digest).length);
  });
});
