import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { makeOwners } from "@/lib/artifacts/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { withProblems } from "@/lib/http";
import { buildWorld, type CastName } from "@/lib/promotions/testing";
import type { RawRoute } from "./route";
import { apiRoutes } from "./routes";
import { matchApi, serveApi } from "./serve";

const { db, sql } = await testDb();
const world = await buildWorld(db);
const tokens: Record<string, string> = {};
const plan = { rollbackPlan: { summary: "Serve the former version from the registry.", minutes: 10 } };
const asked = { model: "income-eligibility", version: 2, target: "benefits-eu", reason: "Better recall.", ...plan };
const check = { kind: "schema_compatibility", name: "pytest", commit: "099f070a", status: "passed" };

async function tokenOf(who: CastName, scopes: Parameters<typeof createToken>[1]["scopes"]) {
  const { token, tokenId } = await createToken(world.as(who), { name: scopes.join(" "), scopes });
  await sql`update api_tokens set expires_at = now() + interval '1 day' where id = ${tokenId}`;
  return token;
}
const folder = mkdtempSync(join(tmpdir(), "countersign-raw-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  process.env.ARTIFACTS_DIR = folder;
  await makeOwners(db, world.projectId, "started", `m-${"b".repeat(32)}`);
  for (const scope of ["read", "ingest", "promote", "checks"] as const) tokens[scope] = await tokenOf("maya", [scope]);
  tokens.deploy = await tokenOf("otto", ["deploy"]);
});

const raw = apiRoutes.filter((route): route is RawRoute => route.kind === "raw");
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const runLine = `{"run_id":"imported","experiment":"e","status":"FINISHED","start_time":"2026-11-01T10:00:00Z"}`;

/** A call of each raw row that answers JSON: address, body, the scope of its token. */
const calls: Record<string, { at: string; body?: unknown; scope: string }> = {
  "POST /imports/runs": { at: "/imports/runs?strict=false", body: runLine, scope: "ingest" },
  "POST /imports/predictions": {
    at: "/imports/predictions?run=imported",
    body: "row_id,y,score\nr1,1,0.5\nr2,0,0.2\n",
    scope: "ingest",
  },
  "POST /checks": { at: "/checks", body: check, scope: "checks" },
  "GET /checks": { at: "/checks?commit=099f070a&history=true", scope: "checks" },
  "POST /models/{model}/versions": {
    at: "/models/income-eligibility/versions",
    body: { run: "imported" },
    scope: "promote",
  },
  "POST /promotions": { at: "/promotions", body: asked, scope: "promote" },
  "GET /promotions/{number}": { at: "/promotions/P-1", scope: "read" },
  "GET /targets/{target}/desired": { at: "/targets/benefits-eu/desired?wait=0", scope: "deploy" },
  "POST /targets/{target}/acknowledgements": {
    at: "/targets/benefits-eu/acknowledgements",
    body: { generation: 0 },
    scope: "deploy",
  },
  "PUT /runs/{run}/artifacts/{path*}": { at: "/runs/started/artifacts/a.txt", body: "text", scope: "ingest" },
};

const requestOf = (route: RawRoute, { at, body, scope }: (typeof calls)[string]) =>
  new Request(`http://console.test/api/v1${at}`, {
    method: route.method,
    headers: { authorization: `Bearer ${tokens[scope]}`, "content-type": "application/json" },
    body: body === undefined || typeof body === "string" ? (body as string | undefined) : JSON.stringify(body),
  });

/** The names of all fields, however deep; of lists the first item's. */
const fieldsOf = (value: unknown, at = ""): string[] =>
  Array.isArray(value)
    ? fieldsOf(value[0], `${at}[]`)
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [`${at}.${key}`, ...fieldsOf(inner, `${at}.${key}`)])
      : [];

describe("rows that write their answer themselves", () => {
  it("each say what they answer: JSON with a schema, or the type of a stream; this test calls all of the first kind", () => {
    const json = raw.filter(({ answers }) => "json" in answers).map(nameOf);
    expect(Object.keys(calls).sort()).toEqual(json.sort());
    for (const { path, params } of raw) {
      const names = [...path.matchAll(/\{(\w+)\*?\}/g)].map(([, name]) => name);
      expect([path, Object.keys(params?.shape ?? {})]).toEqual([path, names]);
    }
  });

  it.each(Object.keys(calls))("%s answers through its schema, which leaves nothing out", async (name) => {
    const route = raw.find((one) => nameOf(one) === name) as RawRoute;
    const call = calls[name] as (typeof calls)[string];
    const request = requestOf(route, call);
    const match = matchApi(route.method, new URL(request.url).pathname);
    const bare = await withProblems(route.handler)(requestOf(route, call), match?.params ?? {});
    const served = await serveApi(request);
    const [before, after] = [await bare.json(), await served?.json()];
    expect([bare.status < 300, before]).toEqual([true, before]);
    expect(fieldsOf(after).sort()).toEqual(fieldsOf(before).sort());
    const refused = await serveApi(
      requestOf(route, { ...call, at: call.at.replace(/(\?|$)/, "?unheard=1&").replace(/&$/, "") }),
    );
    expect(await refused?.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/^unheard/) });
  });
});
