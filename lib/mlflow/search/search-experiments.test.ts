import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { searchExperiments } from "./search-experiments";

const { db, sql } = await testDb();
const project = await createTestProject(db, "credit");
const marta = await signedIn(db, project, "marta", ["data_scientist"]);
const { token } = await createToken(marta, { name: "laptop", scopes: ["read"], days: 30 });

beforeAll(async () => {
  for (let i = 1; i <= 12; i++)
    await sql`
      insert into experiments (project_id, id, name, tags, created_at, updated_at, deleted_at)
      values (${marta.projectId}, ${`${i}`}, ${i % 4 === 0 ? `Zeta ${i}` : `alpha_${i}`}, ${i % 3 === 0 ? '{"team":"risk"}' : "{}"}::text::jsonb,
        ${new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 2))).toISOString()}, ${new Date(Date.UTC(2026, 1, 28 - i)).toISOString()}, ${i === 7 ? new Date().toISOString() : null})`;
  const other = await createTestProject(db, "other");
  await sql`insert into experiments (project_id, id, name, created_at) values (${other.id}, '1', 'elsewhere', now())`;
});

type Answer = { experiments?: { experiment_id: string }[]; next_page_token?: string; message?: string };
async function ask(body: Record<string, unknown>): Promise<{ status: number; body: Answer }> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const url = "http://console.test/api/2.0/mlflow/experiments/search";
  const response = await searchExperiments(
    new Request(url, { method: "POST", headers, body: JSON.stringify(body) }),
    {},
  );
  return { status: response.status, body: (await response.json()) as Answer };
}
async function walk(body: Record<string, unknown>): Promise<string> {
  const ids: string[] = [];
  for (let token: string | undefined = ""; token !== undefined; ) {
    const page = await ask({ max_results: 5, ...body, ...(token ? { page_token: token } : {}) });
    expect(page.status, page.body.message).toBe(200);
    ids.push(...(page.body.experiments ?? []).map((e) => e.experiment_id));
    token = page.body.next_page_token;
  }
  return ids.join(" ");
}

describe("a search over experiments", () => {
  it.each([
    [{}, "12 10 11 8 9 6 4 5 2 3 1"],
    [{ view_type: "DELETED_ONLY" }, "7"],
    [{ view_type: "ALL", order_by: ["experiment_id"] }, "1 2 3 4 5 6 7 8 9 10 11 12"],
    [{ order_by: ["name ASC"] }, "12 4 8 1 10 11 2 3 5 6 9"],
    [{ order_by: ["creation_time ASC"] }, "1 3 2 5 4 6 9 8 11 10 12"],
    [{ order_by: ["last_update_time DESC"] }, "1 2 3 4 5 6 8 9 10 11 12"],
    [{ filter: "name LIKE 'alpha%'", order_by: ["experiment_id"] }, "1 2 3 5 6 9 10 11"],
    [{ filter: "name ILIKE 'ZETA%'", order_by: ["experiment_id"] }, "4 8 12"],
    [{ filter: "name LIKE 'ZETA%'" }, ""],
    [{ filter: "tags.team = 'risk'", order_by: ["experiment_id"] }, "3 6 9 12"],
    [{ filter: "tags.team IS NULL", order_by: ["experiment_id"] }, "1 2 4 5 8 10 11"],
    [{ filter: `creation_time >= ${Date.UTC(2026, 0, 6)} AND name != 'alpha_11'` }, "12 10"],
    [{ filter: "experiment_id IN ('3', '12', 'x')" }, "12 3"],
    [{ filter: "name = '''; drop table experiments; --'" }, ""],
  ])("answers %j, page by page", async (body, ids) => {
    expect(await walk(body)).toBe(ids);
    expect(await walk({ ...body, max_results: 1000 })).toBe(ids);
  });

  it("writes an experiment as the wire does", async () => {
    expect((await ask({ filter: "name = 'alpha_3'" })).body.experiments).toEqual([
      {
        experiment_id: "3",
        name: "alpha_3",
        artifact_location: "mlflow-artifacts:/3",
        lifecycle_stage: "active",
        last_update_time: Date.UTC(2026, 1, 25),
        creation_time: Date.UTC(2026, 0, 2),
        tags: [{ key: "team", value: "risk" }],
      },
    ]);
  });

  it.each([
    [{ filter: "name > 'a'" }, "Invalid comparator '>'"],
    [{ filter: "foo = 'a'" }, "Invalid attribute key 'foo' specified"],
    [{ filter: "metrics.a > 1" }, "Invalid entity type 'metrics'. Valid entity types are ('attribute', 'tag', 'tags')"],
    [{ order_by: ["tags.a"] }, "Invalid order_by entity: tag"],
    [{ max_results: 100_000 }, "It must be at most 50000"],
    [{ page_token: "x" }, "Invalid page token"],
  ])("refuses %j", async (body, message) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
  });
});
