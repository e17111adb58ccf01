import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { wireRoutes } from "./routes";
import { serveMlflow } from "./serve";
import { wireClient } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "countersign-injection-"));
process.env.ARTIFACTS_DIR = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { db, sql } = await testDb();
const project = await createTestProject(db, "credit");
const ada = { ...(await signedIn(db, project, "ada", ["data_scientist", "admin"])), now: () => new Date() };
const scopes = ["read", "ingest", "promote", "webhooks"] as const;
const { token } = await createToken(ada, { name: "all", scopes: [...scopes], days: 30 });
const call = await wireClient(ada, [...scopes]);

const attacks = [
  `'; drop table runs; --`,
  `" or 1=1; delete from runs; --`,
  `\\'); truncate runs; select ('`,
  `$1 $$ %s %' \${x} {{y}} \\u0027 \u2028 ☃`,
  `name = 'a'; drop table models`,
];

/** Every field that any endpoint reads, each with the text; `known` puts real ids where they make a call go further. */
const bodyOf = (text: string, known: Record<string, unknown> = {}) => {
  const pair = { key: text, value: text };
  const dataset = {
    name: text,
    digest: text.slice(0, 30),
    source_type: text,
    source: text,
    schema: text,
    profile: text,
  };
  const texts =
    "name new_name experiment_name filter page_token key value description run_name user_id status path model_type alias version stage source run_link metric_key model_json artifact_location artifact_file_path artifact_directory_path webhook_id url secret tag_key";
  return {
    ...Object.fromEntries(texts.split(" ").map((field) => [field, text])),
    ...{ run_id: text, run_uuid: text, experiment_id: text, model_id: text, source_run_id: text },
    ...{ experiment_ids: [text], run_ids: [text], order_by: [text], stages: [text], dataset_name: text },
    ...{ tags: [pair], params: [pair], timestamp: 1, step: 0, max_results: 5 },
    metrics: [{ key: text, value: 1, timestamp: 1, dataset_name: text, dataset_digest: text }],
    datasets: [{ dataset, tags: [pair], dataset_name: text, dataset_digest: text }],
    models: [{ model_id: text, step: 1 }],
    events: [{ entity: text, action: text }],
    ...known,
  };
};

async function send(row: (typeof wireRoutes)[number], text: string, known: Record<string, unknown>) {
  const base = row.base === "root" ? "" : `/${row.base ?? "api/2.0"}`;
  const path = row.path.replace(/\{(\w+)\*?\}/g, (_, name) => encodeURIComponent(String(known[name] ?? text)));
  const url = new URL(`http://console.test${base}${path}`);
  const { order_by, ...body } = bodyOf(text, known);
  // Logged models are ordered by objects, everything else by texts.
  const order = path.includes("logged-models") ? [{ field_name: text }] : order_by;
  if (row.method === "GET")
    for (const [key, value] of Object.entries({ ...body, order_by }))
      for (const one of [value].flat()) if (typeof one !== "object") url.searchParams.append(key, String(one));
  const response = await serveMlflow(
    new Request(url, {
      method: row.method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(row.method === "GET" ? {} : { body: JSON.stringify({ ...body, order_by: order }) }),
    }),
  );
  return { status: response?.status ?? 0, text: (await response?.text()) ?? "" };
}

const tables = async () =>
  (
    await sql`select (select count(*)::int from runs) as runs, (select count(*)::int from users) as users,
    (select count(*)::int from models) as models, (select count(*)::int from projects) as projects`
  )[0];

const made = await call("POST", "/mlflow/experiments/create", { name: "e" });
const experiment_id = made.body.experiment_id as string;
const started = await call("POST", "/mlflow/runs/create", { experiment_id });
const run_id = (started.body.run as { info: { run_id: string } }).info.run_id;
const known = { run_id, run_uuid: run_id, experiment_id, experiment_ids: [experiment_id], source_run_id: run_id };

describe("SQL in every string of every endpoint", () => {
  const rows = wireRoutes.filter(({ scope, path }) => scope !== "public" && !path.endsWith("runs/delete"));
  it.each(rows.map((row) => [`${row.method} ${row.path}`, row] as const))("%s takes it as a value", async (_, row) => {
    const before = await tables();
    for (const text of attacks)
      for (const ids of [{}, known]) {
        const { status, text: said } = await send(row, text, ids);
        expect([status < 500 || status === 501, said.slice(0, 300)]).toEqual([true, said.slice(0, 300)]);
        expect(said).not.toMatch(/syntax error|PostgresError|SELECT .* FROM/i);
      }
    const after = await tables();
    for (const table of ["runs", "users", "models", "projects"] as const)
      expect(after?.[table]).toBeGreaterThanOrEqual(before?.[table]);
  });
});
