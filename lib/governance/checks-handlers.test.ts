import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { formatToken, hashToken, tokenEntropyBytes } from "@/lib/auth/tokens";
import { withProblems } from "@/lib/http";
import { largeReport, pytestReport } from "./checks/junit-testing";
import { getChecks, postCheck } from "./checks-handlers";

const { sql } = await testDb();
const tokens: Record<string, string> = {};
const commit = "099f070a610bc883604810cd0fce0d61221f6e20";
const about = { kind: "schema_compatibility", name: "schemas", commit };

beforeAll(async () => {
  const [row] = await sql`insert into projects (name, title, created_at) values ('p', 'p', now()) returning id`;
  for (const scope of ["checks", "read", "ingest"]) {
    const token = formatToken(randomBytes(tokenEntropyBytes));
    tokens[scope] = token;
    await sql`insert into api_tokens (id, project_id, name, last_four, token_hash, scopes, created_at, expires_at)
      values (${scope}, ${row?.id}, ${scope}, ${token.slice(-4)}, ${hashToken(token)}, ${[scope]}, now(), now() + interval '1 day')`;
  }
});

async function send(init: RequestInit & { type?: string }, query: Record<string, string> = {}, scope = "checks") {
  const headers = { authorization: `Bearer ${tokens[scope]}`, ...(init.type ? { "content-type": init.type } : {}) };
  const handler = init.method === "GET" ? getChecks : postCheck;
  const address = `http://test/api/v1/checks?${new URLSearchParams({ project: "p", ...query })}`;
  const answer = await withProblems(handler)(new Request(address, { method: "POST", ...init, headers }), {});
  return { status: answer.status, body: await answer.json() };
}
const sendJson = (body: unknown, scope?: string) =>
  send({ body: JSON.stringify(body), type: "application/json" }, {}, scope);
const sendXml = (body: string, query: Record<string, string> = about) => send({ body, type: "application/xml" }, query);

describe("POST /api/v1/checks", () => {
  it("takes JSON: 201 when recorded, 200 when it is on record already", async () => {
    const body = { ...about, status: "failed", url: "https://ci.example.org/1", summary: "column age is missing" };
    const first = await sendJson(body);
    expect(first).toMatchObject({ status: 201, body: { outcome: "recorded", status: "failed" } });
    expect(await sendJson(body)).toMatchObject({ status: 200, body: { id: first.body.id, outcome: "unchanged" } });
  });

  it("takes a JUnit report as the body, with what it is about in the address", async () => {
    const name = "pytest features";
    const sent = await sendXml(pytestReport, { ...about, kind: "transformation_tests", name });
    expect(sent).toMatchObject({ status: 201, body: { status: "failed" } });
    const { body } = await send({ method: "GET" }, { commit, kind: "transformation_tests" }, "read");
    expect(body.checks).toMatchObject([
      {
        name,
        status: "failed",
        counts: { total: 5, failed: 1, errors: 1 },
        cases: [{ name: "test_hours_band[<35]" }, { name: "test_digest" }],
        reportedBy: "checks",
        isCurrent: true,
      },
    ]);
  });

  it("takes a form with several reports and adds them up", async () => {
    const form = new FormData();
    for (const [key, value] of Object.entries({ ...about, name: "modules" })) form.set(key, value);
    form.append("report", new File([largeReport(2500, 2501)], "a.xml"));
    form.append("report", new File([largeReport(2500, 2501)], "b.xml"));
    expect(await send({ body: form })).toMatchObject({ status: 201, body: { status: "failed" } });
    form.append("report", new File(["<testsuite>"], "c.xml"));
    expect(await send({ body: form })).toMatchObject({
      status: 400,
      body: { detail: "report: c.xml: line 1, column 1: Unclosed tag 'testsuite'" },
    });
  });

  it.each([
    ["malformed XML, with the line", "<testsuite>\n<testcase></testsuite>", about, 400, /^report: line 2, /],
    ["a document type", "<!DOCTYPE x><testsuite/>", about, 400, /^report: line 1: <!DOCTYPE is not accepted/],
    [
      "a report about nothing",
      pytestReport,
      { kind: "training_smoke", name: "x" },
      400,
      /^commit: name what was checked/,
    ],
    ["an unknown kind", pytestReport, { ...about, kind: "lint" }, 400, /^kind: must be one of transformation_tests/],
    [
      "an unknown version",
      pytestReport,
      { kind: "training_smoke", name: "x", model: "m", version: "1" },
      404,
      /Version 1 of model m/,
    ],
  ])("refuses %s", async (_name, body, query, status, detail) => {
    expect(await sendXml(body, query)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
  });

  it.each([
    ["no body", {}, 400, /^body: is empty/],
    ["another type", { body: "x", type: "text/csv" }, 400, /^content-type: is "text\/csv"/],
    ["broken JSON", { body: "{", type: "application/json" }, 400, /^body: is not JSON/],
    ["JSON that is no object", { body: "[]", type: "application/json" }, 400, /^body: /],
    [
      "a form without its boundary",
      { body: "x", type: "multipart/form-data" },
      400,
      /^body: is not a readable multipart form/,
    ],
    ["a form without report", { body: new FormData() }, 400, /^(body: is empty|report: is missing)/],
    [
      "more than ten megabytes",
      { body: "x".repeat(10 * 1024 * 1024 + 1), type: "application/xml" },
      413,
      /more than 10 MB/,
    ],
  ])("refuses %s", async (_name, init, status, detail) => {
    expect(await send(init)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
  });

  it("refuses tokens without the scope", async () => {
    expect(await sendJson({ ...about, status: "passed" }, "ingest")).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('lacks the scope "checks"') },
    });
    expect((await send({ method: "GET" }, {}, "ingest")).status).toBe(403);
  });
});

describe("GET /api/v1/checks", () => {
  it("lists what is current, and the history when asked", async () => {
    const check = { ...about, name: "drift of schemas" };
    await sendJson({ ...check, status: "failed" });
    await sendJson({ ...check, status: "passed" });
    const list = async (query: Record<string, string>) => {
      const { body } = await send({ method: "GET" }, { commit: commit.slice(0, 10), ...query });
      return body.checks
        .filter(({ name }: { name: string }) => name === check.name)
        .map(({ status, isCurrent }: { status: string; isCurrent: boolean }) => [status, isCurrent]);
    };
    expect(await list({})).toEqual([["passed", true]]);
    expect(await list({ history: "true" })).toEqual(
      expect.arrayContaining([
        ["passed", true],
        ["failed", false],
      ]),
    );
  });

  it.each([
    ["a model without version", { model: "m" }, 400, /^version: /],
    ["a limit beyond the most", { limit: "9999" }, 400, /^limit: /],
    ["a version that is not there", { model: "m", version: "3" }, 404, /Version 3 of model m/],
  ])("refuses %s", async (_name, query, status, detail) => {
    expect(await send({ method: "GET" }, query)).toMatchObject({
      status,
      body: { detail: expect.stringMatching(detail) },
    });
  });
});
