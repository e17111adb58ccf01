import { Readable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/db/enums";
import { testDb } from "@/db/testing";
import { createContext, type SystemActor, type UserActor } from "@/lib/context";
import { findNondeterminism } from "../determinism-query";
import { listExperiments } from "../experiment-queries";
import { findRun } from "../run-queries";
import { runsCsvHead, runsCsvLines } from "../run-table-csv";
import { listRunPage } from "../run-table-query";
import { parseRunView } from "../run-view";
import { setRunArchived } from "./archive-run";
import { importRuns } from "./import-runs";

const { db, sql } = await testDb();
let projectId: number;

const person = (role: Role): UserActor => ({
  kind: "user",
  userId: "u1",
  personId: "p1",
  name: "Ada",
  email: "ada@example.org",
  roles: [role],
  groupName: "g",
  isInstanceAdmin: false,
  sessionId: "s1",
  authTime: new Date(),
  authMethod: "password",
});
const system: SystemActor = { kind: "system", job: "test" };
const as = (actor: UserActor | SystemActor, id = projectId) =>
  createContext({ actor, projectId: id, db, now: () => new Date("2026-11-23T12:00:00Z") });

const recipe = {
  experiment: "=cmd()",
  status: "FINISHED",
  start_time: "2026-11-01T10:00:00Z",
  algorithm: "hgb",
  code: { commit: "c1" },
  dataset: { train_snapshot_id: "d1", eval_snapshot_id: "e1" },
  feature_version: "v1",
  runtime_image: { digest: "i1" },
  seed_policy: "fixed",
  seed: 11,
  params: { rate: 0.1 },
  metrics: { roc_auc: 0.9, latency_p95_ms: 5 },
};
const lines = [
  { ...recipe, run_id: "first", run_name: "=HYPERLINK(1)" },
  { ...recipe, run_id: "equal", metrics: { roc_auc: 0.9, latency_p95_ms: 9 } },
  { ...recipe, run_id: "unequal", metrics: { roc_auc: 0.8, latency_p95_ms: 5 } },
  { ...recipe, run_id: "other-seed", seed: 12, metrics: { roc_auc: 0.7 } },
  { ...recipe, run_id: "no-commit", code: {}, metrics: { roc_auc: 0.6 } },
  { ...recipe, run_id: "broken", status: "FAILED", metrics: {}, error: { type: "ValueError", message: "no" } },
  {
    ...recipe,
    run_id: "curves",
    seed: 99,
    learning_curve: Array.from({ length: 5000 }, (_, i) => ({ step: i, loss: 1 / (i + 1) })),
  },
];

beforeAll(async () => {
  projectId = (await sql`insert into projects (name, title, created_at) values ('p', 'p', now()) returning id`)[0]?.id;
  await sql`insert into people (id, name, created_at) values ('p1', 'Ada', now())`;
  await sql`insert into users (id, person_id, email, name, created_at) values ('u1', 'p1', 'ada@example.org', 'Ada', now())`;
  const report = await importRuns(
    as(system),
    Readable.from([Buffer.from(lines.map((l) => JSON.stringify(l)).join("\n"))]),
  );
  expect(report).toMatchObject({ imported: lines.length, errors: [] });
});

describe("archiving a run", () => {
  const listed = async () => (await listRunPage(as(system), parseRunView({}, null))).total.n;
  const events = async () =>
    (await sql`select action from audit_events where object_id = 'broken' order by id`).map((e) => e.action);

  it("takes it out of the tables and puts it back, once each, with an audit event", async () => {
    const ctx = as(person("data_scientist"));
    await setRunArchived(ctx, { runId: "broken", archived: true });
    await setRunArchived(ctx, { runId: "broken", archived: true });
    expect(await listed()).toBe(lines.length - 1);
    expect((await listRunPage(ctx, parseRunView({ q: "archived = yes" }, null))).rows.map((r) => r.id)).toEqual([
      "broken",
    ]);
    await setRunArchived(ctx, { runId: "broken", archived: false });
    expect(await listed()).toBe(lines.length);
    expect(await events()).toEqual(["run.archived", "run.restored"]);
  });

  it("is not for everyone, nor for runs of other projects", async () => {
    await expect(setRunArchived(as(person("auditor")), { runId: "broken", archived: true })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const ctx = as(person("data_scientist"), projectId + 1);
    await expect(setRunArchived(ctx, { runId: "broken", archived: true })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listed()).toBe(lines.length);
  });
});

describe("determinism", () => {
  it("flags equal recipes with unequal results, whatever their times; other seeds and unknown axes are not judged", async () => {
    const twins = async (id: string) => (await findNondeterminism(as(system), id)).map((t) => [t.runId, t.differing]);
    expect(await twins("first")).toEqual([["unequal", ["roc_auc"]]]);
    expect((await twins("unequal")).map(([id]) => id).sort()).toEqual(["equal", "first"]);
    expect(await twins("other-seed")).toEqual([]);
    expect(await twins("no-commit")).toEqual([]);
    expect(await twins("broken")).toEqual([]);
  });
});

describe("what screens read", () => {
  it("lists experiments with runs, failures and the best run", async () => {
    const { experiments, total } = await listExperiments(as(system), "cmd");
    expect(total).toBe(1);
    expect(experiments[0]).toMatchObject({
      name: "=cmd()",
      runs: 7,
      failed: 1,
      best: { metric: "roc_auc", value: 0.9 },
    });
    expect((await listExperiments(as(system), "%")).total).toBe(0);
  });

  it("thins long curves and keeps their ends", async () => {
    const detail = await findRun(as(system), "curves");
    const points = detail?.curves[0]?.points ?? [];
    expect(points.length).toBeLessThanOrEqual(502);
    expect([points[0]?.step, points.at(-1)?.step]).toEqual([0, 4999]);
    expect(await findRun(as(system), "nobody")).toBeNull();
    expect(await findRun(as(system, projectId + 1), "curves")).toBeNull();
  });

  it("exports CSV that no spreadsheet runs", async () => {
    const page = await listRunPage(
      as(system),
      parseRunView({ sort: "name", columns: "experiment,metric:roc_auc,param:rate,axes" }, null),
    );
    expect(runsCsvHead(page)).toBe(
      "run_id,run_name,error,Experiment,roc_auc,param:rate,code_commit,dataset_snapshot,feature_definitions,hyperparameters,runtime_image,seed_policy\r\n",
    );
    const csv = runsCsvLines(page);
    expect(csv).toContain("first,'=HYPERLINK(1),,'=cmd(),0.9,0.1,c1,d1,v1,sha256:");
    expect(csv).toContain("broken,broken,ValueError: no,");
    expect(csv).not.toMatch(/(^|,)=/m);
  });
});
