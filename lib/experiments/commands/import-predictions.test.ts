import { createReadStream, existsSync } from "node:fs";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { type Context, createContext, type TokenActor } from "@/lib/context";
import { gunzipped } from "../ndjson";
import { loadEvaluationRows, loadPredictions } from "../prediction-queries";
import { importPredictions } from "./import-predictions";
import { importRuns } from "./import-runs";

const { db, sql } = await testDb();
const actor: TokenActor = {
  kind: "token",
  tokenId: "t1",
  name: "ci",
  scopes: ["ingest", "read"],
  ownerUserId: null,
  ownerPersonId: null,
};
const bytes = (text: string) => Readable.from([Buffer.from(text)]);
let ctx: Context;

beforeAll(async () => {
  const [row] = await sql`insert into projects (name, title, created_at) values ('p', 'p', now()) returning id`;
  ctx = createContext({ actor, projectId: row?.id, db, now: () => new Date("2026-11-23T12:00:00Z") });
  const run = (run_id: string, more: Record<string, unknown>) =>
    JSON.stringify({
      run_id,
      experiment: "e",
      status: "FINISHED",
      start_time: "2026-11-01T10:00:00Z",
      threshold: 0.4,
      rows: { test: 3 },
      ...more,
    });
  const lines = [
    run("a", { confusion_matrix: { tp: 1, fp: 1, fn: 0, tn: 1 } }),
    run("b", { rows: { test: 9 }, confusion_matrix: { tp: 3, fp: 0, fn: 0, tn: 0 } }),
    run("c", {}),
    run("open", { status: "RUNNING" }),
  ];
  await importRuns(ctx, bytes(lines.join("\n")));
});

const file = "row_id,y,score,sex\nr1,1,0.4,F\nr2,0,0.9,M\nr3,0,0.1,F\n";

describe("importing predictions", () => {
  it("stores them once; the same file again, in another order or packed, is unchanged", async () => {
    expect(await importPredictions(ctx, "a", bytes(file))).toMatchObject({
      outcome: "imported",
      rows: 3,
      sharedRows: false,
      threshold: 0.4,
      warnings: [],
    });
    expect(
      await importPredictions(ctx, "a", bytes("row_id,y,score,sex\nr3,0,0.1,F\nr2,0,0.9,M\nr1,1,0.4,F\n")),
    ).toMatchObject({
      outcome: "unchanged",
    });
    expect(await importPredictions(ctx, "a", gunzipped(Readable.from([gzipSync(file)])))).toMatchObject({
      outcome: "unchanged",
    });
    const [audit] = await sql`select count(*)::int as n from audit_events where action = 'predictions.imported'`;
    expect(audit?.n).toBe(1);
  });

  it("says where they disagree with the run, and keeps saying so", async () => {
    const report = await importPredictions(ctx, "b", bytes(file));
    expect(report.sharedRows).toBe(true);
    expect(report.warnings).toEqual([
      "The predictions have 3 rows, the run was evaluated on 9.",
      "At threshold 0.4 the predictions give another confusion matrix than the run recorded: tp 1 instead of 3, fp 1 instead of 0, tn 1 instead of 0.",
    ]);
    const [kept] = await sql`select warnings from run_evaluations where run_id = 'b'`;
    expect(kept?.warnings).toEqual(report.warnings);
  });

  it.each([
    ["other scores for a run that has some", "a", file.replace("0.9", "0.8"), "CONFLICT"],
    ["an unknown run", "nobody", file, "NOT_FOUND"],
    ["a run that has not ended", "open", file, "PRECONDITION_FAILED"],
    ["a bad file", "c", file.replace("0.9", "high"), "INVALID_INPUT"],
  ])("refuses %s and changes nothing", async (_name, run, text, code) => {
    const before = await sql`select run_id, rows_digest from predictions order by 1`;
    await expect(importPredictions(ctx, run, bytes(text))).rejects.toMatchObject({ code });
    expect(await sql`select run_id, rows_digest from predictions order by 1`).toEqual(before);
  });

  it("does not find a run of another project", async () => {
    const [row] = await sql`insert into projects (name, title, created_at) values ('q', 'q', now()) returning id`;
    await expect(
      importPredictions(createContext({ actor, projectId: row?.id, db }), "a", bytes(file)),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

const folder = "../shared/data/census-income";
const present = existsSync(folder) || Boolean(process.env.CI);
if (!present) console.warn(`SKIPPED: ${folder} is not here; the five real prediction files were not imported`);

describe.skipIf(!present)("the five real prediction files", () => {
  it("share their rows and agree with what their runs recorded", async () => {
    await importRuns(ctx, createReadStream(`${folder}/runs.jsonl`));
    const digests = new Set<string>();
    for (const [i, name] of [
      "hgb-v1-seed11",
      "hgb-v2-lr0.05-l31",
      "lr-v1-s2-C1",
      "lr-v2-s2-C0.1",
      "rw-sex-hgb-v2",
    ].entries()) {
      const [run] = await sql`select id from runs where project_id = ${ctx.projectId} and name = ${name}`;
      const report = await importPredictions(ctx, run?.id, createReadStream(`${folder}/predictions/${name}.csv`));
      expect(report).toMatchObject({ outcome: "imported", rows: 16281, sharedRows: i > 0, warnings: [] });
      digests.add((await loadPredictions(ctx, [run?.id])).get(run?.id)?.rowsDigest ?? "");
    }
    expect(digests.size).toBe(1);
    const rows = await loadEvaluationRows(ctx, [...digests][0] ?? "");
    expect(rows?.columns.map((c) => c.name)).toEqual([
      "age_band",
      "education_level",
      "hours_band",
      "native_country",
      "race",
      "sex",
    ]);
    const sex = rows?.columns.at(-1);
    expect(sex?.codes.filter((code) => sex.values[code] === "Female")).toHaveLength(5421);
  });
});
