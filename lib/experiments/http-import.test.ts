import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { formatToken, hashToken, tokenEntropyBytes } from "@/lib/auth/tokens";
import { withProblems } from "@/lib/http";
import { postPredictions, postRuns } from "./http-import";

const { sql } = await testDb();
let ingest: string;
let read: string;

async function makeToken(projectId: number, scope: string): Promise<string> {
  const token = formatToken(randomBytes(tokenEntropyBytes));
  await sql`insert into api_tokens (id, project_id, name, last_four, token_hash, scopes, created_at, expires_at)
    values (${scope}, ${projectId}, ${scope}, ${token.slice(-4)}, ${hashToken(token)}, ${[scope]}, now(), now() + interval '1 day')`;
  return token;
}

beforeAll(async () => {
  const [row] = await sql`insert into projects (name, title, created_at) values ('p', 'p', now()) returning id`;
  ingest = await makeToken(row?.id, "ingest");
  read = await makeToken(row?.id, "read");
});

const record = (id: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({ run_id: id, experiment: "e", status: "FINISHED", start_time: "2026-11-01T10:00:00Z", ...more });
async function post(
  handler: typeof postRuns,
  path: string,
  body: string | Uint8Array<ArrayBuffer> | null,
  token = ingest,
) {
  const init = { method: "POST", body, headers: { authorization: `Bearer ${token}` } };
  const answer = await withProblems(handler)(new Request(`http://test${path}`, init), {});
  return { status: answer.status, body: await answer.json() };
}

describe("POST /api/v1/imports/runs", () => {
  it("answers counts that add up to the lines read, and names the bad line", async () => {
    const body = [record("a"), "{", record("b"), record("c", { status: "?" })].join("\n");
    const answer = await post(postRuns, "/api/v1/imports/runs?project=p", body);
    expect(answer).toMatchObject({
      status: 200,
      body: { imported: 2, unchanged: 0, failed: 2, errors: [{ line: 2 }, { line: 4, field: "status" }] },
    });
    expect((await post(postRuns, "/api/v1/imports/runs?project=p", record("a"))).body).toMatchObject({
      imported: 0,
      unchanged: 1,
    });
  });

  it("reads gzip, and says when it is damaged", async () => {
    const packed = new Uint8Array(gzipSync(record("z")));
    expect((await post(postRuns, "/api/v1/imports/runs", packed)).body).toMatchObject({ imported: 1 });
    expect(await post(postRuns, "/api/v1/imports/runs", packed.slice(0, 30))).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining("gzip") },
    });
  });

  it("with strict answers 422 and brings nothing in", async () => {
    const answer = await post(postRuns, "/api/v1/imports/runs?strict=true", `${record("s")}\n{`);
    expect(answer).toMatchObject({ status: 422, body: { imported: 0, failed: 2 } });
    expect(await sql`select id from runs where id = 's'`).toHaveLength(0);
  });

  it.each([
    ["no body", "/api/v1/imports/runs", null, "ingest", 400],
    ["another project's name", "/api/v1/imports/runs?project=q", "{}", "ingest", 403],
    ["a token without the scope", "/api/v1/imports/runs", "{}", "read", 403],
    ["a token that is none", "/api/v1/imports/runs", "{}", "nonsense", 401],
  ])("refuses %s", async (_name, path, body, scope, status) => {
    const token = scope === "ingest" ? ingest : scope === "read" ? read : scope;
    expect((await post(postRuns, path, body, token)).status).toBe(status);
  });
});

describe("POST /api/v1/imports/predictions", () => {
  const csv = "row_id,y,score\nr1,1,0.9\n";

  it("stores them for a run, names what is wrong, and needs a run", async () => {
    expect(await post(postPredictions, "/api/v1/imports/predictions?run=a", csv)).toMatchObject({
      status: 200,
      body: { outcome: "imported", rows: 1 },
    });
    expect(await post(postPredictions, "/api/v1/imports/predictions?run=b", "row_id,y,score\nr1,1,2\n")).toMatchObject({
      status: 400,
      body: { detail: 'score: line 2: must be a number from 0 to 1, but is "2"' },
    });
    expect(await post(postPredictions, "/api/v1/imports/predictions?run=nobody", csv)).toMatchObject({ status: 404 });
    expect(await post(postPredictions, "/api/v1/imports/predictions", csv)).toMatchObject({ status: 400 });
    expect(await post(postPredictions, "/api/v1/imports/predictions?run=a", csv, read)).toMatchObject({ status: 403 });
  });
});
