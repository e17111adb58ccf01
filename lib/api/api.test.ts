import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { testDb } from "@/db/testing";
import { saveComparison } from "@/lib/experiments/commands/save-comparison";
import { apiClient } from "./testing";

const { db, sql } = await testDb();
type Document = { paths: Record<string, Record<string, { responses: Record<string, unknown> }>> };
let document: Document;
let us: Awaited<ReturnType<typeof apiClient>>;
let others: Awaited<ReturnType<typeof apiClient>>;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);

beforeAll(async () => {
  us = await apiClient(db, "ours");
  others = await apiClient(db, "theirs");
  document = await (await us.raw("GET", "/openapi.json")).json();
  ajv.addSchema(document, "api");
});

/** What does not fit the schema that the description gives for this answer. */
function misfits(path: string, method: string, status: number, body: unknown) {
  const pointer = `api#/paths/${encodeURIComponent(path.replaceAll("~", "~0").replaceAll("/", "~1"))}/${method}/responses/${status}/content/application~1json/schema`;
  const validate = ajv.getSchema(pointer);
  if (!validate) throw new Error(`no schema at ${pointer}`);
  validate(body);
  return validate.errors ?? [];
}

async function startedRun(client = us, more: Record<string, unknown> = {}) {
  const made = await client.call("POST", "/experiments", { name: `e-${Math.random()}` });
  const { experimentId } = made.body;
  const run = await client.call("POST", "/runs", { experimentId, name: "first", ...more });
  return { experimentId, runId: run.body.runId as string };
}

describe("the description", () => {
  it("is a valid OpenAPI 3.1 document that needs no token", async () => {
    const result = await new Validator().validate(structuredClone(document) as never);
    expect(result).toMatchObject({ valid: true });
  });

  it("refers only to what it holds, and gives every operation a name of its own", () => {
    const text = JSON.stringify(document);
    const components = (document as unknown as { components: Record<string, Record<string, unknown>> }).components;
    const missing = [...text.matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)].filter(
      ([, kind = "", name = ""]) => components[kind]?.[name] === undefined,
    );
    expect(missing).toEqual([]);
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(40);
  });

  it("is answered 304 to who has it", async () => {
    const etag = (await us.raw("GET", "/openapi.json")).headers.get("etag") ?? "";
    expect((await us.raw("GET", "/openapi.json", { headers: { "if-none-match": etag } })).status).toBe(304);
  });
});

describe("logging a run", () => {
  it("starts, logs, ends and reads back what fits the description", async () => {
    const axes = { code_commit: "099f070a", seed_policy: "fixed" };
    const { runId, experimentId } = await startedRun(us, { axes, params: { C: 0.1 }, tags: { team: "risk" } });
    const metrics = [
      { key: "loss", value: 0.5, step: 1 },
      { key: "loss", value: "NaN", step: 2 },
      { key: "loss", value: 0.25, step: 3 },
    ];
    expect(await us.call("POST", `/runs/${runId}/metrics`, { metrics })).toMatchObject({
      status: 200,
      body: { logged: 3 },
    });
    const slices = [{ dimension: "sex", value: "Female", n: 100, positives: 20, metrics: { recall: 0.5 } }];
    expect(await us.call("PUT", `/runs/${runId}/slices`, { slices })).toMatchObject({ body: { slices: 1 } });
    expect(await us.call("PATCH", `/runs/${runId}`, { status: "FINISHED" })).toMatchObject({ status: 200 });
    const read = await us.call("GET", `/runs/${runId}`);
    expect(read.body).toMatchObject({
      status: "FINISHED",
      params: { C: 0.1 },
      axes: { code_commit: "099f070a", seed_policy: "fixed" },
      experimentId,
    });
    expect(misfits("/runs/{run}", "get", 200, read.body)).toEqual([]);
    const history = await us.call("GET", `/runs/${runId}/metrics/loss`);
    expect(history.body.points.map((point: { value: number | null }) => point.value)).toEqual([0.5, null, 0.25]);
    expect(misfits("/runs/{run}/metrics/{key}", "get", 200, history.body)).toEqual([]);
    const read2 = await us.call("GET", `/runs/${runId}/slices`);
    expect(read2.body.items).toMatchObject([{ dimension: "sex", n: 100 }]);
    const list = await us.call("GET", `/runs?experiment=${experimentId}&columns=loss&filter=status%20%3D%20FINISHED`);
    expect(list.body.items).toMatchObject([{ id: runId, metrics: { loss: { value: 0.25 } } }]);
    expect(misfits("/runs", "get", 200, list.body)).toEqual([]);
  });

  it("keeps a file and gives it back, and nothing outside the run's folder", async () => {
    const { runId } = await startedRun();
    const put = await us.raw("PUT", `/runs/${runId}/artifacts/plots/roc.json`, { body: '{"auc":0.9}' });
    expect(put.status).toBe(200);
    expect(await (await us.raw("GET", `/runs/${runId}/artifacts/plots/roc.json`)).text()).toBe('{"auc":0.9}');
    const listed = await us.call("GET", `/runs/${runId}/artifacts`);
    expect(listed.body.items).toMatchObject([{ path: "plots/roc.json", sizeBytes: 11, isStored: true }]);
    expect((await us.raw("GET", `/runs/${runId}/artifacts/..%2F..%2Fsecret`)).status).toBe(400);
  });

  it("names the field that is wrong and changes nothing", async () => {
    const { runId } = await startedRun();
    const metrics = [{ key: "", value: 1 }];
    const refused = await us.call("POST", `/runs/${runId}/metrics`, { metrics });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: "metrics.0.key" }] } });
    expect(
      await us.call("POST", `/runs/${runId}/metrics`, { metrics: [{ key: "a", value: 1, stpe: 2 }] }),
    ).toMatchObject({ status: 400 });
    expect((await us.raw("POST", "/runs", { body: "{" })).status).toBe(400);
    expect((await us.call("GET", `/runs/${runId}/metrics`)).body.keys).toEqual([]);
  });

  it("finds no run of another project", async () => {
    const { runId } = await startedRun();
    const metrics = [{ key: "a", value: 1 }];
    for (const [method, path, body] of [
      ["GET", `/runs/${runId}`],
      ["GET", `/runs/${runId}/slices`],
      ["GET", `/runs/${runId}/artifacts/a.txt`],
      ["POST", `/runs/${runId}/metrics`, { metrics }],
      ["PATCH", `/runs/${runId}`, { status: "FINISHED" }],
    ] as const)
      expect([path, (await others.call(method, path, body)).status]).toEqual([path, 404]);
  });
});

describe("saved comparisons", () => {
  it("are listed and read as described, and not by another project", async () => {
    const [one, two] = [await startedRun(), await startedRun()];
    const query = `runs=${one.runId},${two.runId}`;
    const { id, digest } = await saveComparison(us.person, { name: "First against second", note: "why", query });
    const read = await us.call("GET", `/saved-comparisons/${id}`);
    expect(read).toMatchObject({ status: 200, body: { name: "First against second", query, digest, changed: [] } });
    expect(misfits("/saved-comparisons/{comparison}", "get", 200, read.body)).toEqual([]);
    const listed = await us.call("GET", "/saved-comparisons?q=first&limit=1");
    expect(listed.body).toEqual({ items: [read.body], next: null });
    expect(misfits("/saved-comparisons", "get", 200, listed.body)).toEqual([]);
    expect((await others.call("GET", `/saved-comparisons/${id}`)).status).toBe(404);
    expect((await others.call("GET", "/saved-comparisons")).body.items).toEqual([]);
    expect((await us.call("GET", "/saved-comparisons?cursor=rogue")).status).toBe(400);
  });
});

describe("pages", () => {
  it("follow each other without a gap or a repetition", async () => {
    const { experimentId } = await startedRun();
    for (let i = 0; i < 4; i++) await us.call("POST", "/runs", { experimentId, name: `run ${i}` });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await us.call("GET", `/runs?experiment=${experimentId}&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
  });

  it.each(["/runs", "/models", "/promotions", "/audit/events"])("%s refuses a cursor that is none", async (path) => {
    expect(await us.call("GET", `${path}?cursor=nonsense`)).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/^cursor/) },
    });
  });
});

describe("every list of an empty project", () => {
  it.each([
    "/experiments",
    "/runs",
    "/models",
    "/promotions",
    "/policies",
    "/targets",
    "/rollouts",
    "/serving",
    "/risk",
    "/findings",
    "/controls",
    "/audit/events",
    "/audit/checkpoints",
  ])("%s fits its description, and needs the scope read", async (path) => {
    const answer = await us.call("GET", path);
    expect([path, answer.status, misfits(path, "get", 200, answer.body)]).toEqual([path, 200, []]);
    const deploying = await us.withScopes(["deploy"]);
    expect((await deploying.call("GET", path)).status).toBe(403);
  });

  it.each([
    "/models/none",
    "/models/none/versions/1",
    "/promotions/9",
    "/promotions/9/evidence",
    "/findings/F-3",
    "/rollouts/4",
    "/policies/none/versions",
    "/runs/none",
    "/experiments/none",
    "/nothing/here",
  ])("%s is not found, as a problem document", async (path) => {
    const answer = await us.raw("GET", path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });
});

describe("what all endpoints have in common", () => {
  it("asks for a token, and says which methods an address takes", async () => {
    const bare = await us.raw("GET", "/runs", { headers: { authorization: "" } });
    expect([bare.status, bare.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    const wrong = await us.raw("DELETE", "/runs");
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, POST"]);
  });

  it("refuses parameters that it does not know", async () => {
    expect(await us.call("GET", "/models?limt=3")).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/limt/) },
    });
  });

  it("answers 304 to a read that has not changed, and not after a change", async () => {
    const first = await us.raw("GET", "/experiments?q=etag");
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    expect((await us.raw("GET", "/experiments?q=etag", { headers })).status).toBe(304);
    await us.call("POST", "/experiments", { name: "etag" });
    expect((await us.raw("GET", "/experiments?q=etag", { headers })).status).toBe(200);
  });

  it("does a call once for its Idempotency-Key", async () => {
    const headers = { "idempotency-key": "k-1" };
    const body = JSON.stringify({ name: "once" });
    const first = await us.raw("POST", "/experiments", { headers, body });
    const again = await us.raw("POST", "/experiments", { headers, body });
    expect([first.status, again.status, again.headers.get("idempotency-replayed")]).toEqual([201, 201, "true"]);
    expect(await again.json()).toEqual(await first.json());
    const other = await us.raw("POST", "/experiments", { headers, body: JSON.stringify({ name: "twice" }) });
    expect([other.status, (await other.json()).title]).toEqual([422, "KEY_REUSED"]);
    expect((await others.raw("POST", "/experiments", { headers, body })).status).toBe(201);
    await sql`update api_idempotency set created_at = now() - interval '25 hours'`;
    expect((await us.raw("POST", "/experiments", { headers, body })).status).toBe(409);
  });

  it("counts calls by token and refuses those above the limit", async () => {
    vi.stubEnv("API_CALLS_PER_MINUTE", "2");
    const client = await us.withScopes(["read"]);
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await client.raw("GET", "/models"));
    expect(answers.slice(0, 2).map(({ status }) => status)).toEqual([200, 200]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get("retry-after")).toBe("30");
    expect(refused?.headers.get("ratelimit-policy")).toBe('"token";q=2;w=60');
  });

  it("opens itself to no other origin unless a setting names it", async () => {
    const headers = { origin: "https://app.example.com" };
    expect((await us.raw("GET", "/models", { headers })).headers.get("access-control-allow-origin")).toBeNull();
    vi.stubEnv("API_CORS_ORIGINS", "https://app.example.com");
    const preflight = await us.raw("OPTIONS", "/models", { headers: { ...headers, authorization: "" } });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, headers.origin]);
    expect((await us.raw("GET", "/models", { headers })).headers.get("access-control-allow-origin")).toBe(
      headers.origin,
    );
    const foreign = await us.raw("GET", "/models", { headers: { origin: "https://evil.example.com" } });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });
});
