import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { serveLean } from "@/lib/lean-server-testing";
import { buildWorld } from "@/lib/promotions/testing";
import { minutes, pythonVenv } from "./python-venv";

type Held = Record<string, string>;
type Line = { check?: string; problem?: string | null; held?: Held };

const found = await pythonVenv(join(import.meta.dirname, "requirements.txt"));
const python = "python" in found ? found.python : null;
if ("missing" in found) {
  const message = `The official MLflow client is not tested: ${found.missing}`;
  if (process.env.CI) throw new Error(message);
  console.warn(`\n${"!".repeat(80)}\n${message}\n${"!".repeat(80)}\n`);
}

describe.skipIf(!python)("the official MLflow client, unchanged, on a running server", async () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-interop-"));
  const { db, sql } = await testDb();
  const world = await buildWorld(db);
  const lines: Line[] = [];
  let held: Held = {};

  beforeAll(async () => {
    process.env.ARTIFACTS_DIR = join(folder, "artifacts");
    const lean = await serveLean();
    const maya = { ...world.as("maya"), now: () => new Date() };
    const { token } = await createToken(maya, { name: "laptop", scopes: ["ingest", "read", "promote"], days: 30 });
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      HOME: folder,
      PYTHONUNBUFFERED: "1",
      MLFLOW_TRACKING_URI: lean.address,
      MLFLOW_TRACKING_TOKEN: token,
      MLFLOW_HTTP_REQUEST_MAX_RETRIES: "1",
      MLFLOW_ENABLE_ASYNC_LOGGING: "false",
      INTEROP_GOVERNED_MODEL: "income-eligibility",
      INTEROP_GOVERNED_ALIAS: "production",
    };
    const output = await new Promise<string>((resolve) =>
      execFile(
        python ?? "",
        [join(import.meta.dirname, "client.py")],
        { env, cwd: folder, timeout: 4 * minutes, maxBuffer: 2 ** 26 },
        (_error, stdout, stderr) => resolve(`${stdout}\n${JSON.stringify({ check: "stderr", problem: stderr })}`),
      ),
    );
    for (const line of output.split("\n")) if (/^\{"(check|held)"/.test(line)) lines.push(JSON.parse(line));
    held = lines.find((line) => line.held)?.held ?? {};
    await lean.close();
  }, 5 * minutes);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    "experiments",
    "fluent_run",
    "nested_runs",
    "batches",
    "searches",
    "artifacts",
    "models",
    "registry",
    "governance",
  ])("does what it promises: %s", (name) => {
    const line = lines.find(({ check }) => check === name);
    const said = line ? line.problem : lines.find(({ check }) => check === "stderr")?.problem;
    expect(said ?? null).toBeNull();
  });

  it("leaves first-class runs: parameters, curves, intent and the data they were trained on", async () => {
    const [run] = await sql`select name, status, params, content_digest is not null as ended from runs
      where project_id = ${world.projectId} and id = ${held.fluent ?? ""}`;
    expect(run).toMatchObject({ name: "fluent", status: "FINISHED", params: { learning_rate: 0.1, depth: 3 } });
    expect(run?.ended).toBe(true);
    const points = await sql`select step from metric_points
      where project_id = ${world.projectId} and run_id = ${held.fluent ?? ""} and key = 'loss' order by step`;
    expect(points.length).toBe(20);
  });

  it("is told why an alias that serves is not its to move, and where to ask", () => {
    for (const said of [held.alias_refusal, held.alias_removal_refusal, held.stage_refusal])
      expect(said).toMatch(/income-eligibility/);
    expect(held.alias_refusal).toMatch(/http\S+promotions\S*/);
  });
});
