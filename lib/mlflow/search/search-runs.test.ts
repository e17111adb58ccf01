import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { logRunModels } from "@/lib/experiments/ingest/log-run-models";
import { openRun } from "@/lib/experiments/ingest/open-run";
import { parseRunComparisons, parseRunOrder } from "@/lib/experiments/run-comparison";
import { runMessage } from "../tracking/messages";
import { loadWireRuns } from "../tracking/run-query";
import { encode } from "../wire/encode";
import { keepRows, readKept, runsAsJson } from "./run-json";
import { searchRuns } from "./search-runs";
import { insertRuns, madeRuns, matches, sortRuns } from "./search-testing";

const { db, sql } = await testDb();
const project = await createTestProject(db, "credit");
const marta = await signedIn(db, project, "marta", ["data_scientist"]);
const { token } = await createToken(marta, { name: "laptop", scopes: ["read"], days: 30 });

beforeAll(async () => {
  await insertRuns(sql, marta.projectId, madeRuns);
  await sql`update experiments set artifact_location = 's3://bucket/path/?region=x' where id = 'e2'`;
});

type Answer = { runs?: { info: { run_id: string }; data: Record<string, unknown> }[]; next_page_token?: string };
async function ask(body: Record<string, unknown>): Promise<{ status: number; body: Answer & { message?: string } }> {
  const response = await searchRuns(
    new Request("http://console.test/api/2.0/mlflow/runs/search", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    }),
    {},
  );
  return { status: response.status, body: (await response.json()) as Answer & { message?: string } };
}
const both = ["e1", "e2"];

async function walk(body: Record<string, unknown>, pageSize: number): Promise<string[]> {
  const ids: string[] = [];
  for (let token: string | undefined = ""; token !== undefined; ) {
    const { status, body: page } = await ask({
      ...body,
      max_results: pageSize,
      ...(token ? { page_token: token } : {}),
    });
    expect(status, page.message).toBe(200);
    ids.push(...(page.runs ?? []).map((run) => run.info.run_id));
    token = page.next_page_token;
  }
  return ids;
}

const filters = [
  "",
  "metrics.acc > 0.5",
  "metrics.acc >= 0.5 AND metrics.loss < 2",
  "metrics.acc < 0.7",
  "metrics.acc != 0.5",
  "metrics.acc = 0.5",
  "params.lr = '0.1'",
  "params.lr != 'auto'",
  "params.lr ILIKE 'AUT%'",
  "params.lr LIKE 'AUT%'",
  "params.lr IS NULL",
  "tags.team IS NOT NULL AND tags.team != 'risk'",
  "tags.team = 'it''s'",
  "tags.mlflow.runName LIKE '%a'",
  "run_name = 'Beta'",
  "run_name LIKE 'gam\\_%'",
  "run_name LIKE '100\\%'",
  "run_name LIKE 'x\\'",
  "status = 'RUNNING'",
  "status != 'RUNNING' AND metrics.acc > 0",
  `run_id IN ('${madeRuns[3]?.id}', '${madeRuns[4]?.id}', '${madeRuns[4]?.id}', 'none')`,
  `run_id NOT IN ('${madeRuns[3]?.id}')`,
  `run_id = '${madeRuns[6]?.id}'`,
  `start_time > ${madeRuns[20]?.startedAt}`,
  `start_time <= ${madeRuns[20]?.startedAt}`,
  `start_time != ${madeRuns[20]?.startedAt}`,
  `start_time > ${(madeRuns[20]?.startedAt ?? 0) - 0.5}`,
  "start_time > 1e300",
  "end_time > 0",
  "user_id = ''",
  "artifact_uri LIKE 'mlflow-artifacts:/e1/%'",
  "dataset.name = 'train'",
  "dataset.digest IN ('d1')",
  "dataset.context != 'training'",
  "metrics.absent > 0",
];
const orders: string[][] = [
  [],
  ["start_time ASC"],
  ["metrics.acc"],
  ["metrics.acc DESC"],
  ["metrics.loss DESC"],
  ["metrics.absent"],
  ["params.lr DESC"],
  ["run_name", "metrics.acc DESC"],
  ["metrics.acc DESC", "start_time DESC"],
  ["metrics.loss", "attributes.start_time DESC", "run_id"],
  ["params.start_time DESC", "run_id"],
  ["metrics.acc DESC", "params.lr", "start_time"],
  ["tags.team DESC", "run_id DESC"],
];
const cases: [filter: string, order: string[]][] = [
  ...filters.map((filter): [string, string[]] => [filter, []]),
  ...orders.map((order): [string, string[]] => ["", order]),
  ...filters.slice(1, 8).flatMap((filter) => orders.slice(1).map((order): [string, string[]] => [filter, order])),
];

describe("a search over runs", () => {
  it.each(cases)("finds what the grammar means, page by page: %s by %j", async (filter, orderBy) => {
    const comparisons = parseRunComparisons(filter);
    const wanted = madeRuns.filter((run) => !run.isDeleted && comparisons.every((c) => matches(run, c)));
    const expected = sortRuns(wanted, parseRunOrder(orderBy)).map((run) => run.id);
    const body = { experiment_ids: both, filter, order_by: orderBy };
    expect(await walk(body, 7)).toEqual(expected);
    expect(await walk(body, 1000)).toEqual(expected);
  });

  it.each([
    ["ACTIVE_ONLY", 37],
    ["DELETED_ONLY", 3],
    ["ALL", 40],
  ])("shows runs by their lifecycle: %s", async (view, n) => {
    expect(await walk({ experiment_ids: both, run_view_type: view }, 9)).toHaveLength(n);
  });

  it("looks only into the experiments that are named", async () => {
    expect(await walk({ experiment_ids: ["e2"] }, 5)).toHaveLength(12);
    expect(await walk({ experiment_ids: [] }, 5)).toEqual([]);
    expect(await walk({ experiment_ids: ["nothing"], filter: "metrics.acc > 0" }, 5)).toEqual([]);
  });

  it.each([
    [{ filter: "metrics.acc > 'a'" }, "Expected numeric value type for metric. Found 'a'"],
    [{ filter: "metrics.acc > 1 OR metrics.acc > 2" }, "Invalid clause(s) in filter string: 'OR'"],
    [{ filter: "foo.bar = 'a'" }, "Invalid entity type 'foo'. Valid values are ['metric', 'parameter'"],
    [{ order_by: ["metrics.acc", "metric.acc DESC"] }, "contains duplicate fields"],
    [{ order_by: ["metrics.acc sideways"] }, "Invalid ordering key"],
    [{ max_results: 0 }, "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer"],
    [{ max_results: 50_001 }, "It must be at most 50000"],
    [{ page_token: "bm9uc2Vuc2U=" }, "Invalid page token"],
  ])("refuses %j", async (body, message) => {
    const { status, body: answer } = await ask({ experiment_ids: both, ...body });
    expect({ status, code: (answer as { error_code?: string }).error_code }).toEqual({
      status: 400,
      code: "INVALID_PARAMETER_VALUE",
    });
    expect(answer.message).toContain(message);
  });

  it("takes a token only for the search it was given for, and unchanged", async () => {
    const first = await ask({ experiment_ids: both, max_results: 5 });
    const token = first.body.next_page_token ?? "";
    expect((await ask({ experiment_ids: both, max_results: 9, page_token: token })).status).toBe(200);
    const changed = `${token.slice(0, -6)}${token.at(-6) === "A" ? "B" : "A"}${token.slice(-5)}`;
    for (const other of [
      { experiment_ids: ["e1"], page_token: token },
      { experiment_ids: both, filter: "metrics.acc > 0", page_token: token },
      { experiment_ids: both, order_by: ["start_time ASC"], page_token: token },
      { experiment_ids: both, page_token: changed },
    ])
      expect((await ask(other)).body.message).toContain("Invalid page token");
  });

  it("treats SQL in keys and values as text", async () => {
    const hostile = "x'; drop table runs; --";
    const quoted = hostile.replaceAll("'", "''");
    const filter = `params.\`${hostile}\` = '${quoted}' AND tags.\`${hostile}\` != '${quoted}' AND metrics."${hostile}" > 0 AND run_name ILIKE '${quoted}' AND run_id IN ('${quoted}') AND dataset.name = '${quoted}'`;
    const order = [`metrics.\`${hostile}\` DESC`, `tags.\`${hostile}\``];
    expect(await ask({ experiment_ids: [hostile], filter, order_by: order })).toEqual({ status: 200, body: {} });
    expect((await ask({ experiment_ids: both })).body.runs).toHaveLength(37);
  });

  it("answers a list of ten thousand ids", async () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => `'${madeRuns[i]?.id ?? `r${i}`}'`);
    expect(await walk({ experiment_ids: both, filter: `run_id IN (${ids.join(",")})` }, 1000)).toHaveLength(37);
    for (const filter of [
      `datasets.name IN (${ids.join(",")})`,
      `datasets.digest NOT IN (${ids.join(",")}) AND run_id = 'x'`,
    ])
      expect(await ask({ experiment_ids: both, filter })).toEqual({ status: 200, body: {} });
  });

  it("answers more rows than it holds at once", async () => {
    await sql`insert into experiments (project_id, id, name, created_at) values (${marta.projectId}, 'large', 'large', now())`;
    await sql`
      insert into runs (project_id, id, experiment_id, name, status, started_at, content_digest, imported_at)
      select ${marta.projectId}, 'large-' || i, 'large', 'run', 'FINISHED', timestamptz '2026-01-01' + i * interval '1 second', 'd', now()
      from generate_series(1, 2500) i`;
    const whole = await ask({ experiment_ids: ["large"], max_results: 50_000 });
    expect(whole.body.runs?.map((run) => run.info.run_id)).toEqual(
      Array.from({ length: 2500 }, (_, i) => `large-${2500 - i}`),
    );
    expect(whole.body.next_page_token).toBeUndefined();
    expect(await walk({ experiment_ids: ["large"] }, 1000)).toHaveLength(2500);
  });

  it("gives the same rows whether they were kept or are made, and never an old one", async () => {
    const id = madeRuns[0]?.id ?? "";
    const read = async () => (await ask({ experiment_ids: both, filter: `run_id = '${id}'` })).body.runs?.[0];
    const made = await read();
    await keepRows(sql, marta.projectId, [id]);
    expect(await read()).toEqual(made);
    expect(made).toMatchObject({
      info: { run_id: id, run_name: "alpha", lifecycle_stage: "active", status: "FINISHED", user_id: "" },
      data: {
        metrics: [
          { key: "acc", value: 0.5, step: 3, timestamp: madeRuns[0]?.startedAt },
          { key: "loss", value: 0 },
        ],
        params: [{ key: "lr", value: "0.1" }],
        tags: [{ key: "mlflow.runName", value: "alpha" }],
      },
      inputs: {
        dataset_inputs: [
          { tags: [{ key: "mlflow.data.context", value: "training" }], dataset: { name: "train", digest: "d0" } },
        ],
      },
    });
    await sql`update runs set tags = '{"new":"tag"}' where id = ${id}`;
    expect((await read())?.data.tags).toContainEqual({ key: "new", value: "tag" });
    await sql`update run_metrics set value = 9 where run_id = ${id} and key = 'acc'`;
    await sql`update runs set content_digest = null where id = ${id}`;
    expect((await read())?.data.metrics).toContainEqual(expect.objectContaining({ key: "acc", value: 9 }));
  });

  it("finds runs that came since the same search was asked before, however it was done then", async () => {
    await sql`insert into experiments (project_id, id, name, created_at) values (${marta.projectId}, 'growing', 'growing', now())`;
    const body = { experiment_ids: ["growing"], filter: "metrics.grown > 0.5", order_by: ["metrics.grown DESC"] };
    expect(await walk(body, 1000)).toEqual([]);
    await sql`
      insert into runs (project_id, id, experiment_id, name, status, started_at, imported_at)
      select ${marta.projectId}, 'growing-' || i, 'growing', 'run', 'FINISHED', timestamptz '2026-01-01' + i * interval '1 second', now()
      from generate_series(1, 2500) i`;
    await sql`
      insert into run_metrics (project_id, run_id, key, value)
      select ${marta.projectId}, 'growing-' || i, 'grown', i from generate_series(1, 2500) i`;
    const expected = Array.from({ length: 2500 }, (_, i) => `growing-${2500 - i}`);
    expect(await walk(body, 1000)).toEqual(expected);
    // More than is named one by one: these go another way, and find the same.
    expect(await walk({ ...body, filter: "metrics.grown > 0.25" }, 1000)).toEqual(expected);
    expect(await walk({ ...body, filter: "metrics.grown > 0 AND metrics.grown <= 2500" }, 900)).toEqual(expected);
  });

  it("shows a model that a run names after its row was kept, and a metric that was logged again as it was at another time", async () => {
    const id = madeRuns[9]?.id ?? "";
    const read = async () => (await ask({ experiment_ids: both, filter: `run_id = '${id}'` })).body.runs?.[0];
    await keepRows(sql, marta.projectId, [id]);
    await logRunModels(marta, id, "output", [{ modelId: "m-1", step: 4 }]);
    expect(await read()).toMatchObject({ outputs: { model_outputs: [{ model_id: "m-1", step: 4 }] } });
    await keepRows(sql, marta.projectId, [id]);
    const [at] = await sql`select content_digest as digest from runs where id = ${id}`;
    await sql`update run_metrics set at = 77 where run_id = ${id}`;
    await openRun(marta, id);
    await sql`update runs set content_digest = ${at?.digest} where id = ${id}`;
    expect((await read())?.data.metrics).toContainEqual(expect.objectContaining({ timestamp: 77 }));
  });

  it("writes every run as the endpoint for one run does", async () => {
    const params = '{"number":0.1,"list":[1],"none":null,"text":"\u00e9 and \\"quotes\\""}';
    await sql`update runs set content_digest = 'another', params = ${params}::text::jsonb, ended_at = started_at + interval '1 second',
      reported_user = 'ada', artifact_uri = 's3://b/x' where id = ${madeRuns[1]?.id ?? ""}`;
    await sql`insert into run_metrics (project_id, run_id, key, value, raw) values (${marta.projectId}, ${madeRuns[1]?.id ?? ""}, 'null', null, 'null')`;
    const ids = madeRuns.map((run) => run.id);
    const { runs } = await runsAsJson(sql, marta.projectId, await readKept(sql, marta.projectId, ids));
    const stored = await loadWireRuns(sql, marta.projectId, ids);
    const sorted = (run: { data?: { params?: { key: string }[]; tags?: { key: string }[] } }) => {
      run.data?.params?.sort((a, b) => (a.key < b.key ? -1 : 1));
      run.data?.tags?.sort((a, b) => (a.key < b.key ? -1 : 1));
      return run;
    };
    expect(runs.map((run) => sorted(JSON.parse(run.toString())))).toEqual(
      stored.map((run) => sorted(JSON.parse(encode(runMessage(run))))),
    );
  });

  it("writes NaN and infinities as the wire does", async () => {
    const { body } = await ask({ experiment_ids: both, filter: "metrics.acc != 0.5" });
    const values = body.runs?.flatMap((run) =>
      (run.data.metrics as { key: string; value: unknown }[]).filter((m) => m.key === "acc"),
    );
    expect(new Set(values?.map((metric) => metric.value))).toEqual(new Set([9, 0.7, 0.9, "NaN", Number.MAX_VALUE, -1]));
  });
});
