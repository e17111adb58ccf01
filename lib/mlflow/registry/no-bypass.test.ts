import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { buildWorld, type World } from "@/lib/promotions/testing";
import { request } from "@/lib/promotions/testing-requests";
import { loggedModelRoutes } from "../routes/logged-models";
import { registryRoutes } from "../routes/registry";
import { webhookRoutes } from "../routes/webhooks";
import { wireClient } from "../testing";

const { db, sql } = await testDb();
const routes = [...registryRoutes, ...loggedModelRoutes, ...webhookRoutes];

/** What serves, what was decided, and by which rules: everything that gates stand before. */
const governed = [
  "targets",
  "rollouts",
  "rollout_events",
  "serving_periods",
  "target_commands",
  "rollback_triggers",
  "promotions",
  "promotion_decisions",
  "promotion_evaluations",
  "promotion_executions",
  "waivers",
  "break_glass_uses",
  "environments",
  "policies",
  "policy_versions",
  "risk_revisions",
  "card_revisions",
  "free_aliases",
  "members",
] as const;

async function snapshot(world: World) {
  const tables: Record<string, unknown> = {};
  for (const table of governed) {
    const rows = await sql`select t::text as row from ${sql(table)} t where project_id = ${world.projectId}
      and not (to_jsonb(t) ? 'model_id' and to_jsonb(t) ->> 'model_id' <> ${world.modelId}) order by 1`;
    tables[table] = rows.map(({ row }) => row);
  }
  const [model] =
    await sql`select name, risk_tier, risk_revision, owner_user_id is null as nobody, deleted_at from models
    where project_id = ${world.projectId} and id = ${world.modelId}`;
  const versions = await sql`select id, version, run_id, digest, status, card_revision from model_versions
    where project_id = ${world.projectId} and id in (${world.live}, ${world.candidate}) order by version`;
  return { tables, model, versions };
}

const names = fc.constantFrom("income-eligibility", "income-eligibility", "other", "made");
const version = fc.constantFrom("1", "2", "3", "9");
const words = fc.constantFrom("production", "champion", "Staging", "challenger", "eu", "latest", "x");
/** Every field that any of these endpoints reads, most of them about the model that serves. */
const input = fc.record({
  name: names,
  new_name: fc.constantFrom("renamed", "income-eligibility", "other"),
  version,
  alias: words,
  stage: fc.constantFrom("None", "Staging", "Production", "Archived"),
  stages: fc.constant([]),
  archive_existing_versions: fc.boolean(),
  key: words,
  value: words,
  tags: fc.constant([{ key: "a", value: "b" }]),
  params: fc.constant([]),
  description: words,
  source: fc.constantFrom("models:/income-eligibility/1", "models:/income-eligibility@champion", "s3://b/m", "../x"),
  run_id: fc.constantFrom("", "nowhere"),
  model_id: fc.constantFrom("", `m-${"0".repeat(32)}`),
  status: fc.constantFrom("LOGGED_MODEL_READY", "LOGGED_MODEL_PENDING"),
  experiment_id: fc.constantFrom("0", "1"),
  experiment_ids: fc.constant(["0"]),
  filter: fc.constant(""),
  tag_key: words,
});
const calls = fc.array(fc.tuple(fc.nat(routes.length - 1), input), { minLength: 5, maxLength: 25 });

async function play(world: World, sequence: readonly [number, Record<string, unknown>][]) {
  const call = await wireClient(world.as("maya"), ["ingest", "read", "promote"]);
  const answers: string[] = [];
  for (const [index, { ...fields }] of sequence) {
    const { method, path } = routes[index] as (typeof routes)[number];
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name] || "x"));
    const { status } = await call(method, address, fields);
    expect([method, address, status < 500]).toEqual([method, address, true]);
    answers.push(`${method} ${path} ${status}`);
  }
  return answers;
}

describe("no call of the wire bypasses a gate", () => {
  it("whatever sequence of calls a client makes, what serves and what was decided stays as it was", async () => {
    const world = await buildWorld(db);
    await request(world);
    const before = await snapshot(world);
    let succeeded = 0;
    await fc.assert(
      fc.asyncProperty(calls, async (sequence) => {
        const answers = await play(world, sequence);
        succeeded += answers.filter((answer) => answer.endsWith(" 200")).length;
        expect(await snapshot(world)).toEqual(before);
      }),
      { numRuns: 12 },
    );
    // Otherwise the sequences would prove nothing.
    expect(succeeded).toBeGreaterThan(10);
  });

  it("also when each endpoint is called on the live version by itself", async () => {
    const world = await buildWorld(db);
    const before = await snapshot(world);
    const base = {
      name: "income-eligibility",
      version: "1",
      description: "d",
      key: "k",
      value: "v",
      tags: [],
      params: [],
    };
    const each = ["None", "Staging", "Production", "Archived"].flatMap((stage) =>
      ["production", "champion", "staging", "eu"].map((alias) => ({
        ...base,
        ...{ stage, alias, new_name: `n-${stage}`, archive_existing_versions: true },
        ...{ source: "models:/income-eligibility/1", experiment_ids: ["0"], model_id: "", filter: "" },
      })),
    );
    for (const fields of each)
      await play(
        world,
        routes.map((_, index) => [index, fields]),
      );
    expect(await snapshot(world)).toEqual(before);
  });

  it("and only reading is open to a token that may only read", async () => {
    const world = await buildWorld(db);
    const call = await wireClient(world.as("maya"), ["read"]);
    for (const { method, path, scope } of routes) {
      // Webhooks have a scope of their own, to look at them as well.
      const reads = scope !== "webhooks" && (method === "GET" || /search$|get-latest-versions$/.test(path));
      expect([path, [scope].flat().includes("read")]).toEqual([path, reads]);
      const { status } = await call(method, path.replace(/\{\w+\}/g, "x"), { name: "x" });
      if (!reads) expect([path, status]).toEqual([path, 403]);
    }
  });
});
