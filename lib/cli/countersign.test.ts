import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { jestReport, largeReport, pytestReport } from "@/lib/governance/checks/junit-testing";
import { commit, pipeline, script } from "./countersign-testing";

const { db, sql } = await testDb();
const ci = pipeline(db, sql);

describe("countersign log", () => {
  const record = JSON.stringify({
    run_id: "r1",
    experiment: "e",
    status: "FINISHED",
    start_time: "2026-11-01T10:00:00Z",
  });

  it("sends a file or standard input, and running it again changes nothing", async () => {
    expect(await ci.run(["log", ci.write("runs.ndjson", record)])).toMatchObject({
      code: 0,
      out: "1 imported, 0 unchanged, 0 failed\n",
    });
    expect(await ci.run(["log", "-"], {}, record)).toMatchObject({
      code: 0,
      out: "0 imported, 1 unchanged, 0 failed\n",
    });
  });

  it("names the line that cannot come in and ends with 1", async () => {
    const { code, out } = await ci.run(["log", "-", "--strict"], {}, `${record}\n{`);
    expect([code, out]).toEqual([1, expect.stringContaining("line 2")]);
  });
});

describe("countersign check", () => {
  it("reports a status with where CI shows it", async () => {
    const github = {
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "a/b",
      GITHUB_RUN_ID: "7",
      GITHUB_SHA: commit,
      GITHUB_JOB: "smoke",
    };
    const reported = await ci.run(["check", "--kind", "training_smoke", "--status", "passed"], github);
    expect(reported).toMatchObject({ code: 0, out: "smoke: passed (recorded)\n" });
    expect(await sql`select name, commit, url from ci_checks where project_id = ${ci.world.projectId}`).toEqual([
      { name: "smoke", commit, url: "https://github.example/a/b/actions/runs/7/attempts/1" },
    ]);
  });

  it("adds several JUnit files up, also as a shell expands a pattern", async () => {
    const files = [
      ci.write("a.xml", pytestReport),
      ci.write("b.xml", jestReport),
      ci.write("c.xml", largeReport(5000, 5001)),
    ];
    const { code, out } = await ci.check("--junit", ...files, "--json");
    expect([code, JSON.parse(out).status]).toEqual([0, "failed"]);
    const [row] = await sql`select counts from ci_checks where project_id = ${ci.world.projectId}`;
    expect(row?.counts).toMatchObject({ total: 5008, failed: 3, errors: 1 });
  });

  it("says what is wrong with a report and ends with 2", async () => {
    const broken = await ci.check("--junit", ci.write("broken.xml", "<testsuite>\n<testcase></testsuite>"));
    expect(broken).toMatchObject({ code: 2, err: expect.stringMatching(/^countersign: report: line 2, /) });
  });

  it.each([
    ["neither status nor report", [], "Give either --status or --junit."],
    ["both", ["--status", "passed", "--junit", "x"], "Give either --status or --junit."],
    ["a file that is not there", ["--junit", "/nowhere.xml"], "/nowhere.xml cannot be read"],
    ["an unknown option", ["--status", "passed", "--colour"], "--colour"],
    ["an unknown status", ["--status", "green"], "status: must be one of passed, failed, error, skipped"],
  ])("refuses %s", async (_name, args, message) => {
    expect(await ci.check(...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });
});

describe("what goes wrong on the way", () => {
  const busy = (status: number) => new Response(JSON.stringify({ detail: "busy" }), { status });

  it("tries again after 429, 5xx and broken connections", async () => {
    ci.instead = [busy(429), busy(503), busy(500)];
    expect(await ci.check("--status", "passed")).toMatchObject({ code: 0, out: "pytest: passed (recorded)\n" });
    expect(ci.seen).toHaveLength(4);
  });

  it("gives up with 4 after the last try", async () => {
    ci.instead = [busy(503), busy(503)];
    expect(await ci.check("--status", "passed", "--retries", "1")).toMatchObject({
      code: 4,
      err: "countersign: busy (tried 2 times)\n",
    });
    const away = await ci.run(["gate", "1", "--retries", "0"], { COUNTERSIGN_URL: "http://127.0.0.1:9" });
    expect(away).toMatchObject({ code: 4, err: expect.stringContaining("cannot be reached") });
  });

  it("does not follow a redirect with the token, and says where it leads", async () => {
    ci.instead = [new Response(null, { status: 308, headers: { location: "https://elsewhere.example/" } })];
    const { code, err } = await ci.check("--status", "passed");
    expect([code, err]).toEqual([2, expect.stringContaining("redirect to https://elsewhere.example/")]);
    expect(ci.seen).toHaveLength(1);
  });

  it("says when something else answers there", async () => {
    ci.instead = [new Response("<html>hello</html>", { status: 200 })];
    expect(await ci.check("--status", "passed")).toMatchObject({
      code: 2,
      err: expect.stringContaining("is the address right?"),
    });
  });

  it("never prints the token, not even when the server does", async () => {
    const token = ci.env.COUNTERSIGN_TOKEN ?? "";
    ci.instead = [new Response(JSON.stringify({ detail: `bad ${token}` }), { status: 400 })];
    expect((await ci.check("--status", "passed")).err).toBe("countersign: bad (token)\n");
    const all = [
      await ci.run(["gate", "1"]),
      await ci.run(["check", "--help"]),
      await ci.run([
        "promote",
        "--model",
        "income-eligibility",
        "--version",
        "2",
        "--target",
        "benefits-eu",
        "--reason",
        "Better for all.",
        "--rollback-summary",
        "Serve the former version.",
        "--rollback-minutes",
        "10",
        "--json",
      ]),
      await ci.run(["gate", "P-1", "--json"]),
    ];
    for (const { out, err } of all) expect(`${out}${err}`).not.toContain(token);
  });

  it.each([
    ["no address", { COUNTERSIGN_URL: "" }, "Give --server or set COUNTERSIGN_URL"],
    ["an address that is none", { COUNTERSIGN_URL: "ftp://x" }, "is not an http or https address"],
    ["no project", { COUNTERSIGN_PROJECT: "" }, "Give --project or set COUNTERSIGN_PROJECT"],
    ["no token", { COUNTERSIGN_TOKEN: "" }, "Set COUNTERSIGN_TOKEN"],
    ["a token in two lines", { COUNTERSIGN_TOKEN: "cs_pat_a\nb" }, "holds spaces or other characters"],
    ["a token that is unknown", { COUNTERSIGN_TOKEN: "cs_pat_x" }, "not an API token of Countersign"],
    ["another project's token", { COUNTERSIGN_PROJECT: "other" }, "this token belongs to the project"],
  ])("refuses %s", async (_name, more, message) => {
    expect(await ci.run(["gate", "1"], more)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  it("reads the token from a file", async () => {
    const file = ci.write("token", `${ci.env.COUNTERSIGN_TOKEN}\n`);
    expect(
      await ci.run(
        [
          "check",
          "--kind",
          "training_smoke",
          "--name",
          "s",
          "--commit",
          commit,
          "--status",
          "passed",
          "--token-file",
          file,
        ],
        { COUNTERSIGN_TOKEN: "" },
      ),
    ).toMatchObject({ code: 0 });
  });
});

describe("help", () => {
  it.each([
    ["--help"],
    ["log", "--help"],
    ["check", "--help"],
    ["register", "--help"],
    ["promote", "--help"],
    ["gate", "--help"],
  ])("%s %s", async (...args) => {
    const { code, out } = await ci.run(args, { COUNTERSIGN_URL: "", COUNTERSIGN_TOKEN: "" });
    expect(code).toBe(0);
    expect(out).toContain("Exit code: 0 done");
  });

  it("is shown for no command and for one that does not exist", async () => {
    expect(await ci.run([])).toMatchObject({ code: 2, err: expect.stringContaining("countersign COMMAND") });
    expect(await ci.run(["deploy"])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no command "deploy"'),
    });
  });

  it("needs nothing of ours around it", async () => {
    const child = spawn(process.execPath, [script, "--help"], { cwd: ci.folder, env: {} as NodeJS.ProcessEnv });
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
  });
});
