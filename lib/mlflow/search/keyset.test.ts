import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { mv, registryScene, rm } from "../registry/testing";

const { db, sql } = await testDb();
const { call, newRun, newModel, newVersion, refusal } = await registryScene(db);
const logged = "/mlflow/logged-models";

type Page = { next_page_token?: string };
/** The names on all pages of a search, page after page. */
async function follow(read: (more: object) => Promise<{ names: string[] } & Page>, size: number): Promise<string[]> {
  const all: string[] = [];
  let token: string | undefined;
  do {
    const page = await read({ max_results: size, ...(token ? { page_token: token } : {}) });
    expect(page.names.length).toBeLessThanOrEqual(size);
    all.push(...page.names);
    token = page.next_page_token;
  } while (token);
  return all;
}

describe("pages of logged models", () => {
  const search = (order_by: object[]) => async (more: object) => {
    const { status, body } = await call("POST", `${logged}/search`, { experiment_ids: ["1"], order_by, ...more });
    expect(status).toBe(200);
    const names = ((body.models ?? []) as { info: { name: string } }[]).map(({ info }) => info.name);
    return { names, next_page_token: body.next_page_token as string | undefined };
  };

  it("are the whole list in its order, with values that are alike, missing or not finite", async () => {
    const run_id = await newRun("RUNNING");
    const values = [1, 1, "NaN", null, 2, "Infinity", null, 1, "NaN", -0.1];
    for (const [i, value] of values.entries()) {
      const made = await call("POST", logged, {
        ...{ experiment_id: "1", name: `l${i}`, source_run_id: run_id },
        ...(i % 3 === 0 ? {} : { model_type: i % 2 ? "agent" : "tree" }),
      });
      const { model_id } = (made.body.model as { info: { model_id: string } }).info;
      const metric = { run_id, key: "auc", value, timestamp: 1, model_id };
      if (value !== null) await call("POST", "/mlflow/runs/log-metric", metric);
    }
    // Made in one moment, as a bulk load does: only the id tells them apart.
    await sql`update logged_models set created_at = '2026-11-25T10:00:00.123456Z'`;
    for (const order of [
      [],
      [{ field_name: "metrics.auc" }],
      [{ field_name: "metrics.auc", ascending: false }],
      [{ field_name: "model_type" }, { field_name: "metrics.auc", ascending: false }],
      [{ field_name: "source_run_id" }, { field_name: "creation_timestamp", ascending: false }],
    ]) {
      const whole = (await search(order)({ max_results: 1000 })).names;
      expect(new Set(whole).size).toBe(values.length);
      for (const size of [1, 3, 9]) expect(await follow(search(order), size)).toEqual(whole);
    }
  });
});

describe("pages of the registry", () => {
  const search = (path: string, list: string, field: string, input: object) => async (more: object) => {
    const { status, body } = await call("GET", `${path}/search`, { ...input, ...more });
    expect(status).toBe(200);
    const names = ((body[list] ?? []) as Record<string, string>[]).map((row) => row[field] ?? "");
    return { names, next_page_token: body.next_page_token as string | undefined };
  };
  const models = (order_by: string) => search(rm, "registered_models", "name", { order_by });
  const versions = (order_by: string) => search(mv, "model_versions", "version", { order_by, filter: "name = 'p-a'" });

  it("are the whole list in its order, whatever it is sorted by", async () => {
    for (const name of ["p-a", "P-b", "p-ä", "p c"]) await newModel(name);
    for (let i = 0; i < 11; i++) await newVersion("p-a");
    for (const [of, orders] of [
      [models, ["name ASC", "name DESC", "timestamp DESC", "last_updated_timestamp ASC"]],
      [versions, ["version_number DESC", "creation_timestamp ASC", "last_updated_timestamp DESC", "name ASC"]],
    ] as const)
      for (const order of orders) {
        const whole = (await of(order)({})).names;
        expect(whole.length).toBeGreaterThanOrEqual(4);
        for (const size of [1, 2, 4]) expect(await follow(of(order), size)).toEqual(whole);
      }
  });

  it("neither repeat nor leave out a version when others come and go in between", async () => {
    const read = versions("version_number ASC");
    const first = await read({ max_results: 4 });
    expect(first.names).toEqual(["1", "2", "3", "4"]);
    for (const version of ["1", "3"]) await call("DELETE", `${mv}/delete`, { name: "p-a", version });
    await newVersion("p-a");
    const rest = await read({ max_results: 100, page_token: first.next_page_token });
    expect(rest.names).toEqual(["5", "6", "7", "8", "9", "10", "11", "12"]);
  });

  it("belong to one search: a token of another, or one that was changed, is refused", async () => {
    const { next_page_token = "" } = await versions("version_number ASC")({ max_results: 1 });
    const changed = `${next_page_token.slice(0, -2)}${next_page_token.endsWith("A") ? "BB" : "AA"}`;
    for (const input of [
      { filter: "name = 'p-a'", order_by: "version_number DESC", page_token: next_page_token },
      { filter: "name = 'p-a'", order_by: "version_number ASC", page_token: changed },
      { page_token: Buffer.from('{"offset": 1}').toString("base64") },
    ])
      expect(await refusal("GET", `${mv}/search`, input)).toEqual([
        ...[400, "INVALID_PARAMETER_VALUE", expect.stringContaining("Invalid page token")],
      ]);
  });
});
