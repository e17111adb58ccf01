import { execFile, execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { testDb } from "@/db/testing";
import { gateSchema } from "@/lib/governance/gates/gate";
import { bindPolicy } from "@/lib/promotions/testing-policy";
import { request, shown } from "@/lib/promotions/testing-requests";
import { pipeline } from "./countersign-testing";

const docs = readFileSync(join(import.meta.dirname, "../../docs/ci.md"), "utf8");
const [github = "", gitlab = ""] = [...docs.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

/** What GitHub says to a workflow: its own parser, with its grammar of keys and expressions. */
function problemsOf(content: string): string[] {
  const args = ["--import", "tsx", join(import.meta.dirname, "workflow-problems-testing.ts")];
  return JSON.parse(execFileSync(process.execPath, args, { input: content, encoding: "utf8" })) as string[];
}

it.each([
  ["as documented", github, []],
  ["with a misspelt key", github.replace("runs-on:", "run-on:"), [expect.stringContaining("run-on")]],
  ["with a broken expression", github.replace("job.status ==", "job.statu("), [expect.any(String)]],
])("the GitHub workflow %s, to GitHub's own parser", (_name, content, problems) => {
  const found = problemsOf(content);
  if (problems.length === 0) expect(found).toEqual([]);
  else expect(found).toEqual(expect.arrayContaining(problems));
});

const { db, sql } = await testDb();
const ci = pipeline(db, sql);
const sha = "9f1c2ab77c1d4e0f8a6b5c4d3e2f1a0b9c8d7e6f";
const junit = (name: string) =>
  `<testsuites><testsuite name="${name}" tests="2"><testcase name="a"/><testcase name="b"/></testsuite></testsuites>`;
const run = {
  run_id: "nightly-1",
  run_name: "nightly",
  experiment: "census",
  status: "FINISHED",
  start_time: "2026-11-22T08:00:00Z",
  end_time: "2026-11-22T08:10:00Z",
  code: { commit: sha },
  metrics: { roc_auc: 0.92 },
};

/** A folder with the pipeline's own tools, which stand for a project's: pip does nothing, pytest and python leave what they would. */
function workplace() {
  const folder = mkdtempSync(join(tmpdir(), "countersign-ci-"));
  mkdirSync(join(folder, "bin"));
  const tool = (name: string, body: string) => {
    writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  tool("pip", "exit 0");
  tool("pytest", `for a in "$@"; do case "$a" in --junitxml=*) cp tests.xml "\${a#--junitxml=}";; esac; done`);
  tool("python", `case "$*" in *--out*) cp prepared.ndjson "\${3}";; esac`);
  writeFileSync(join(folder, "tests.xml"), junit("features"));
  writeFileSync(join(folder, "prepared.ndjson"), `${JSON.stringify(run)}\n`);
  return folder;
}
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

type Outcome = { code: number; out: string; err: string };
/** Runs a line as a runner does: bash that stops at the first error, with what the runner puts into the environment. */
const shell = (folder: string, line: string, more: Record<string, string>) =>
  new Promise<Outcome>((resolve) => {
    const path = `${join(folder, "bin")}${delimiter}${process.env.PATH}`;
    const env = { ...ci.env, ...more, PATH: path, HOME: folder } as unknown as NodeJS.ProcessEnv;
    execFile("bash", ["-e", "-o", "pipefail", "-c", line], { cwd: folder, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, out, err }),
    );
  });
const passed = { code: 0 };

describe("the lines of docs/ci.md, run against a server", () => {
  const checksOf = async (kind: string) =>
    (
      await sql<
        { status: string }[]
      >`select status from ci_checks where project_id = ${ci.world.projectId} and kind = ${kind}`
    ).map((row) => row.status);

  it("GitHub: log, check, register, promote and wait, until the gates pass on what the pipeline itself reported", async () => {
    const required = { require: ["transformation_tests", "training_smoke", "inference_contract"] };
    const gate = gateSchema.parse({ id: "ci", kind: "ci_checks", title: "CI", severity: "block", ...required });
    await bindPolicy(ci.world, "Medium risk", (policy) => ({ ...policy, gates: [gate] }));
    await request(ci.world);
    const folder = workplace();
    folders.push(folder);
    const workflow = parse(github) as { jobs: Record<string, { steps: { run?: string }[] }> };
    const runner = {
      GITHUB_SHA: sha,
      GITHUB_SERVER_URL: "https://github.example.com",
      GITHUB_JOB: "train",
      GITHUB_RUN_ID: "7",
      GITHUB_REPOSITORY: "bank/credit",
    };
    for (const job of Object.values(workflow.jobs))
      for (const { run: line } of job.steps) {
        if (!line) continue;
        const plain = line.replaceAll(/\$\{\{ job\.status [^}]*\}\}/g, "passed");
        expect(plain).not.toContain("${{");
        expect(await shell(folder, plain, runner), line).toMatchObject(passed);
      }
    for (const kind of required.require) expect(await checksOf(kind)).toEqual(["passed"]);
    expect(await shown(ci.world, 2)).toMatchObject({ state: "awaiting_approval" });
  }, 60_000);

  it("GitLab: the report of the job before", async () => {
    const folder = workplace();
    folders.push(folder);
    const jobs = parse(gitlab) as Record<string, { script: string[] }>;
    for (const line of [...(jobs.features?.script ?? []), ...(jobs.report?.script ?? [])])
      expect(
        await shell(folder, line, { CI_COMMIT_SHA: sha, CI_JOB_NAME: "report", GITLAB_CI: "true" }),
        line,
      ).toMatchObject(passed);
    expect(await checksOf("transformation_tests")).toEqual(["passed"]);
  });
});
